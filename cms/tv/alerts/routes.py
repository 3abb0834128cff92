"""Alerts for screens and other programs, and from programs."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.errors import HttpError

from cms.tv.alerts import schemas
from cms.tv.alerts.answering import answers, sites_among
from cms.tv.alerts.cap_in import NotCap, take_in
from cms.tv.alerts.cap_out import to_xml
from cms.tv.alerts.models import Alert, CapSource
from cms.tv.alerts.shown import shown_on
from cms.tv.bearer import Bearer
from cms.tv.filtering import LocaleFilter, SiteFilter, site_named
from cms.tv.operations import envelope, origin_of, read
from cms.tv.places import sites_with_identities
from cms.tv.problems import refuse_unknown

LARGEST = 256 * 1024

router = Router(tags=["alerts"])


@read(router, "/alerts", response=schemas.Alerts, operation_id="alerts", summary="Alerts in force now")
def list_alerts(request: HttpRequest, filters: SiteFilter = Query(...)) -> dict[str, Any]:
    """An alert that is not here any more must not be shown any more."""
    refuse_unknown(request, SiteFilter.model_fields)
    places, found = sites_with_identities(), list(Alert.objects.in_force().select_related("source"))
    if filters.site:
        site = site_named(filters.site)
        found = [alert for alert in found if site in shown_on(alert, sites_among(places))]
    return envelope(items=answers(found, origin_of(request), filters.locale, places))


# Before what takes any last part for an alert's id.
@router.post(
    "/alerts/cap",
    auth=Bearer(CapSource),
    response=schemas.Taken,
    operation_id="take_alert",
    url_name="take_alert",
    summary="Hand in an alert as CAP 1.2 XML",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/cap+xml": {"schema": {"type": "string"}}}}
    },
)
def take_alert(request: HttpRequest) -> dict[str, Any]:
    """For programs with a key. The same message again changes nothing; Update and Cancel refer to earlier ones."""
    refuse_unknown(request, ())
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise HttpError(413, _("A message has at most 256 KB."))
    try:
        outcome, found = take_in(request.auth, request.body)
    except NotCap as error:
        raise HttpError(422, str(error)) from None
    return envelope(outcome=outcome, alert=found.key if isinstance(found, Alert) else None)


@read(router, "/alerts/{alert_id}", response=schemas.AlertAnswer, operation_id="alert", summary="One alert in force")
def read_alert(request: HttpRequest, alert_id: str, asked: LocaleFilter = Query(...)) -> dict[str, Any]:
    refuse_unknown(request, LocaleFilter.model_fields)
    alert = Alert.objects.in_force().filter(uid=_uid(alert_id)).first()
    if alert is None:
        raise Http404
    return envelope(alert=answers([alert], origin_of(request), asked.locale)[0])


@read(router, "/alerts/{alert_id}/cap.xml", operation_id="alert_cap", summary="The message as CAP 1.2 XML")
def read_cap(request: HttpRequest, alert_id: str) -> HttpResponse:
    """Of every message that was ever issued, updates and all clears included."""
    refuse_unknown(request, ())
    alert = Alert.objects.filter(uid=_uid(alert_id)).first()
    if alert is None:
        raise Http404
    return HttpResponse(to_xml(alert), content_type="application/cap+xml")


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
