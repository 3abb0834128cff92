"""Files that only recalled pages used: withheld with them, served again with them. Nothing is deleted."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from cms.editorial.gate.fingerprints import files_of
from cms.editorial.recall.models import Recall, WithheldFile


def withhold_files(recall: Recall, pages: Iterable[Page]) -> list[Model]:
    """After the pages went: what nothing that is public uses any more."""
    held = []
    for model, numbers in files_of(pages).items():
        free = numbers - used_publicly(model, numbers)
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


def used_publicly(model: type[Model], numbers: Iterable[str]) -> set[str]:
    """Those of the files that a live page uses, or something that is no page: settings, banners, search hits."""
    kind, pages = ContentType.objects.get_for_model(model), ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=list(numbers))
    used = set()
    by_page: dict[str, set[str]] = {}
    for base, owner, number in rows.values_list("base_content_type", "object_id", "to_object_id"):
        if base == pages.pk:
            by_page.setdefault(owner, set()).add(number)
        else:
            used.add(number)
    for owner in _live(by_page):
        used |= by_page[str(owner)]
    return used


def _live(numbers: Iterable[str]) -> QuerySet[Page]:
    return Page.objects.live().filter(pk__in=list(numbers)).values_list("pk", flat=True)
