"""What registered screens tell."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError
from wagtail.models import Site

from cms.tv.alerts.models import Alert
from cms.tv.bearer import Bearer
from cms.tv.editions.making import current
from cms.tv.operations import envelope
from cms.tv.problems import refuse_unknown
from cms.tv.screens import schemas
from cms.tv.screens.models import Screen
from cms.tv.screens.reporting import Absurd, due_alerts, take_report

router = Router(tags=["screens"])


@router.post(
    "/screens/report",
    auth=Bearer(Screen),
    response=schemas.ReportAnswer,
    operation_id="report",
    url_name="report",
    summary="Tell what a screen shows",
)
def report(request: HttpRequest, told: schemas.Report) -> dict[str, Any]:
    """With the screen's own key, at least once a minute. 410: the screen is not registered any more."""
    refuse_unknown(request, ())
    screen = request.auth
    try:
        take_report(screen, told.edition, told.alerts, told.shown_at)
    except Absurd as error:
        raise HttpError(422, str(error)) from None
    sites = list(Site.objects.select_related("root_page"))
    edition = current(screen.channel)
    return envelope(
        channel=screen.channel.code,
        edition=edition.number if edition else None,
        alerts=[alert.key for alert in due_alerts(screen, Alert.objects.in_force(), sites)],
    )
