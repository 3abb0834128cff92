import logging
from collections.abc import Callable

from django.apps import apps
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.management.commands import publish_scheduled
from wagtail.models import DraftStateMixin, Page, Revision

from cms.editorial.recall.freezing import freeze_over
from cms.publications.recording import because

ON_SCHEDULE = gettext_noop("on schedule")

logger = logging.getLogger(__name__)


class Command(publish_scheduled.Command):
    """Wagtail's command, except that one page which cannot be published does not hold up all the others.

    Wagtail stops at the first error, and the next run stops at the same page again.
    """

    help = "Publishes and unpublishes everything whose time has come."

    def handle(self, *args: object, **options: object) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        results = [attempt(*change) for change in expired()]
        results += [attempt(*change) for change in due()]
        if not all(results):
            raise CommandError(f"{results.count(False)} scheduled changes failed; the log says why.")


def attempt(thing: object, change: Callable[[], None]) -> bool:
    try:
        with transaction.atomic(), because(ON_SCHEDULE):
            change()
    except Exception:
        logger.exception("Scheduled change failed for %r", thing)
        return False
    return True


def expired() -> list[tuple[object, Callable[[], None]]]:
    """Live objects whose end has come, with what unpublishes them."""
    models = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page))
    ]
    return [
        (thing, lambda thing=thing: thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled"))
        for model in models
        for thing in model.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
    ]


def due() -> list[tuple[object, Callable[[], None]]]:
    """Revisions whose time has come, with what publishes them. What is frozen waits until the freeze is over."""
    return [
        (revision, lambda revision=revision: revision.publish(log_action="wagtail.publish.scheduled"))
        for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
        if not is_frozen(revision)
    ]


def is_frozen(revision: Revision) -> bool:
    page = revision.content_object if revision.base_content_type.model_class() is Page else None
    return page is not None and freeze_over(page) is not None
