"""What happens to English pages when something else happens."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import copy_for_translation_done, page_published

from cms.blocks.languages import ENGLISH
from cms.core.models import BasePage
from cms.core.signals import before_publish
from cms.languages.english import refresh, track
from cms.languages.english_state import obstacles
from cms.languages.tree import source_of
from cms.publications.recording import record_pages


@receiver(copy_for_translation_done)
def start_as_draft(source_obj: Page, target_obj: Page, **kwargs) -> None:
    """Whoever made the copy: it is a draft of its own with open sentences, not an alias that shows Chinese."""
    if not isinstance(target_obj, Page) or target_obj.locale.language_code != ENGLISH.code:
        return
    if target_obj.alias_of_id:
        with transaction.atomic():
            Page.objects.filter(pk=target_obj.pk).update(
                alias_of=None, live=False, has_unpublished_changes=True, live_revision=None
            )
            record_pages(Q(pk=target_obj.pk))
    track(source_of(target_obj) or source_obj)


@receiver(page_published)
def follow_the_source(instance: Page, **kwargs) -> None:
    refresh(instance)


@receiver(before_publish)
def refuse_the_unfinished(page: BasePage, **kwargs) -> None:
    if page.language_code == ENGLISH.code and (reasons := obstacles(page)):
        raise PermissionDenied(" ".join(reasons))
