"""Every change of a list makes a version of it, by whichever way the entry was changed."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save

from cms.audit.origin import current
from cms.editorial.texts.models import ListVersion, Term

# site -> changes that have not become a version yet
_gathered: ContextVar[dict[int, list[dict]] | None] = ContextVar("gathered_changes", default=None)


@contextmanager
def one_version() -> Iterator[None]:
    """All changes made inside become one version of each site's list, together with them or not at all."""
    gathered: dict[int, list[dict]] = defaultdict(list)
    token = _gathered.set(gathered)
    try:
        with transaction.atomic():
            yield
            for site_id, changes in gathered.items():
                _write(site_id, changes)
    finally:
        _gathered.reset(token)


def _write(site_id: int, changes: list[dict]) -> None:
    from cms.editorial.texts.tasks import look_back_over

    version = ListVersion.objects.create(site_id=site_id, user=current().actor, changes=changes)
    transaction.on_commit(partial(look_back_over.enqueue, site_id, version.pk))


def _note(site_id: int, term: str, before: dict | None, after: dict | None) -> None:
    change = {"term": term, "before": before, "after": after}
    gathered = _gathered.get()
    if gathered is None:
        _write(site_id, [change])
    else:
        gathered[site_id].append(change)


def note_former(instance: Term, raw: bool, **kwargs) -> None:
    instance._former = None if raw or not instance.pk else Term.objects.filter(pk=instance.pk).first()


def note_saved(instance: Term, raw: bool, **kwargs) -> None:
    if raw:
        return
    former, after = instance._former, instance.content()
    if former is not None and former.site_id != instance.site_id:
        _note(former.site_id, former.term, former.content(), None)
        former = None
    before = former.content() if former else None
    if before != after:
        _note(instance.site_id, instance.term, before, after)


def note_deleted(instance: Term, origin: Model | QuerySet | None = None, **kwargs) -> None:
    """A list that goes with its site needs no version any more."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if model is Term:
        _note(instance.site_id, instance.term, instance.content(), None)


def register() -> None:
    pre_save.connect(note_former, sender=Term)
    post_save.connect(note_saved, sender=Term)
    post_delete.connect(note_deleted, sender=Term)
