"""What recall hears of pages: that one is live again, and that one is about to be deleted."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import release
from cms.editorial.gate.fingerprints import file_models
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.gate.requirements import register_requirement
from cms.editorial.recall.files import release_files
from cms.editorial.recall.freezing import frozen


def connect() -> None:
    # Without a sender: every page type, also one that is added later.
    post_save.connect(serve_files_again)
    pre_delete.connect(refuse_deletion, sender=Page)
    register_requirement(frozen)


def serve_files_again(instance: Model, raw: bool, **kwargs: Any) -> None:
    """The gate has let it pass."""
    if raw or not isinstance(instance, Page) or not instance.live or type(instance) is not instance.specific_class:
        return
    if any(model._base_manager.filter(is_withheld=True).exists() for model in file_models()):
        release_files(instance)


def refuse_deletion(instance: Page, **kwargs: Any) -> None:
    """What is live is recalled first, by superusers too: deleting it would leave caches, mirrors and readers with it,
    and nobody would have said why."""
    if release.current() is None and instance.depth > 1 and Page.objects.live().filter(pk=instance.pk).exists():
        raise GateRefusal(
            instance, [_("It is published: recall it first, which asks for the reason. Then it can be deleted.")]
        )
