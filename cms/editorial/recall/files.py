"""Files that only recalled pages used: withheld with them, served again with them. Nothing is deleted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms.editorial.gate.fingerprints import files_of
from cms.editorial.recall.models import Recall, WithheldFile
from cms.editorial.recall.tasks import enqueue_with_commit, settle_files
from cms.media.withholding import settle

# By then Wagtail's index of references knows what a page uses since it was published.
INDEXED_WITHIN = timedelta(days=1)


def withhold_files(recall: Recall, pages: Iterable[Page]) -> list[Model]:
    """After the pages went: what nothing that is public uses any more."""
    held = []
    wanted = files_of(pages)
    used = used_publicly(wanted) if wanted else {}
    for model, numbers in wanted.items():
        free = numbers - used[model]
        rows = model._base_manager.filter(pk__in=free, is_withheld=False)
        held += list(rows)
        WithheldFile.objects.bulk_create(
            [WithheldFile(recall=recall, label=model._meta.label, file_id=row.pk) for row in rows]
        )
        model._base_manager.filter(pk__in=free).update(is_withheld=True)
    return held


def release_files(page: Page) -> None:
    """What a page that is live uses is served, whoever withheld it: its two approvers have seen it there."""
    for model, numbers in files_of([page]).items():
        back = list(model._base_manager.filter(pk__in=numbers, is_withheld=True).values_list("pk", flat=True))
        if back:
            model._base_manager.filter(pk__in=back).update(is_withheld=False)
            rows = WithheldFile.objects.filter(label=model._meta.label, file_id__in=back, released_at=None)
            rows.update(released_at=timezone.now())
            # At once, for who publishes looks at the page next; and again if this process does not get to it.
            transaction.on_commit(partial(settle, model, back))
            enqueue_with_commit(settle_files, model._meta.label, back)


def used_publicly(wanted: dict[type[Model], set[str]]) -> dict[type[Model], set[str]]:
    """Those of the files that a live page uses, or something that is no page: settings, banners, search hits.

    Wagtail's index says so of what has been as it is for a while; jobs bring it up to date, and many may be waiting.
    """
    fresh = Page.objects.live().filter(last_published_at__gt=timezone.now() - INDEXED_WITHIN)
    used = {model: _used_by_index(model, numbers, fresh) for model, numbers in wanted.items()}
    for page in fresh.specific():
        for model, numbers in files_of([page]).items():
            if model in used:
                used[model] |= numbers & wanted[model]
    return used


def _used_by_index(model: type[Model], numbers: set[str], without: QuerySet[Page]) -> set[str]:
    kind, pages = ContentType.objects.get_for_model(model), ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=numbers)
    used = set()
    by_page: dict[str, set[str]] = defaultdict(set)
    for base, owner, number in rows.values_list("base_content_type", "object_id", "to_object_id"):
        if base == pages.pk:
            by_page[owner].add(number)
        else:
            used.add(number)
    live = Page.objects.live().filter(pk__in=list(by_page)).exclude(pk__in=without.values("pk"))
    return used.union(*(by_page[str(owner)] for owner in live.values_list("pk", flat=True)))
