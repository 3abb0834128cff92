"""The text check of drafts: done when one is saved, kept with its revision, shown in the editor."""

import logging

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Page, Revision

from cms.core import release
from cms.editorial.texts.checking import check_page
from cms.editorial.texts.findings import Finding
from cms.editorial.texts.lexicon import chain_at, lexicon_for
from cms.editorial.texts.models import RevisionCheck

logger = logging.getLogger(__name__)


def keep_findings(instance: Revision, raw: bool, **kwargs) -> None:
    if raw or release.current() is not None:
        return
    model = instance.base_content_type.model_class()
    if model is None or not issubclass(model, Page):
        return
    try:
        with transaction.atomic():
            _check(instance)
    except Exception:
        # Whoever writes must not lose a draft to a mistake of ours; the gate checks again.
        logger.exception("The draft %s could not be checked", instance.pk)


def _check(revision: Revision) -> list[Finding]:
    page = revision.as_object()
    findings = check_page(page)
    RevisionCheck.objects.update_or_create(
        revision=revision,
        defaults={
            "version": lexicon_for(chain_at(page.url_path)).version,
            "findings": [finding.as_data() for finding in findings],
        },
    )
    return findings


def findings_of_draft(page: Page) -> list[Finding]:
    """What is found in the page's newest draft, by the present list: kept findings of an older list are replaced."""
    revision = page.latest_revision
    if revision is None:
        return check_page(page)
    kept = RevisionCheck.objects.filter(revision=revision).first()
    if kept is not None and kept.version == lexicon_for(chain_at(page.url_path)).version:
        return [Finding(**data) for data in kept.findings]
    return _check(revision)


def register() -> None:
    post_save.connect(keep_findings, sender=Revision)
