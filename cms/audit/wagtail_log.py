"""Wagtail's own log of pages and other objects, as audit entries: it knows the names of what people do."""

from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.audit.models import Action
from cms.audit.record import has_recorded, record_change

ACTIONS = {
    "wagtail.create": Action.CREATED,
    "wagtail.edit": Action.CHANGED,
    "wagtail.publish": Action.PUBLISHED,
    "wagtail.unpublish": Action.UNPUBLISHED,
    "recall.recall": Action.UNPUBLISHED,
    "wagtail.publish.schedule": Action.SCHEDULED,
    "wagtail.schedule.cancel": Action.SCHEDULED,
    "wagtail.move": Action.MOVED,
    "wagtail.reorder": Action.MOVED,
    "wagtail.copy": Action.COPIED,
    "wagtail.create_alias": Action.COPIED,
    "wagtail.copy_for_translation": Action.COPIED,
    "wagtail.lock": Action.LOCKED,
    "wagtail.unlock": Action.UNLOCKED,
}
PREFIXES = {"wagtail.workflow.": Action.REVIEWED, "wagtail.comments.": Action.COMMENTED}
# The rows behind these are watched.
KNOWN_BY_THEIR_ROWS = ("wagtail.delete", "wagtail.view_restriction.", "wagtail.apitoken.")
# As are the objects themselves. Wagtail's word counts where nothing of the object's own row was written.
PLAIN = {"wagtail.create", "wagtail.edit"}
COVERS = {
    Action.CREATED: {Action.CREATED},
    Action.CHANGED: {Action.CREATED, Action.CHANGED, Action.RIGHTS, Action.PASSWORD},
}


@receiver(post_save, sender=PageLogEntry)
@receiver(post_save, sender=ModelLogEntry)
def record_logged(sender: type[Model], instance: PageLogEntry | ModelLogEntry, created: bool, **kwargs) -> None:
    name = instance.action
    if not created or name.startswith(KNOWN_BY_THEIR_ROWS):
        return
    action = _action(name)
    if name not in PLAIN:
        record_change(action, _subject(instance), {"event": name, **(instance.data or {})})
    elif not has_recorded(COVERS[action], _model(instance), instance.object_id):
        record_change(action, _subject(instance))


def _action(name: str) -> Action:
    by_prefix = next((action for prefix, action in PREFIXES.items() if name.startswith(prefix)), Action.CHANGED)
    return ACTIONS.get(name, by_prefix)


def _model(entry: PageLogEntry | ModelLogEntry) -> type[Model]:
    return entry.content_type.model_class()


def _subject(entry: PageLogEntry | ModelLogEntry) -> Model:
    """The object as the log names it: it may be deleted by now."""
    if isinstance(entry, PageLogEntry):
        return entry.page
    model = _model(entry)
    return model._base_manager.filter(pk=entry.object_id).first() or model(pk=entry.object_id)
