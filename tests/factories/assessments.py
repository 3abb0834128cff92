"""What people say about the risks of a page."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from wagtail.models import Page

from cms.core.panels import site_of
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.risk.choices import Level
from cms.editorial.risk.models import Assessment


def assess(page: Page, person: AbstractBaseUser, level: Level = Level.LOW, days: int = 7, **values) -> Assessment:
    """Of the newest draft, as the form would write it; `days` may lie behind us."""
    draft = page.get_latest_revision_as_object()
    now = timezone.now()
    return Assessment.objects.create(
        **{
            "site": site_of(draft),
            "translation_key": draft.translation_key,
            "locale": draft.locale,
            "revision": draft.latest_revision,
            "fingerprint": fingerprint(draft),
            "page_title": draft.title,
            "written_at": draft.latest_revision_created_at or now,
            "stability_level": level,
            "opinion_level": Level.LOW,
            "measures": "值班人员已到位" if level > Level.LOW else "",
            "valid_until": timezone.localdate() + timedelta(days=days),
            "assessed_by": person,
            **values,
        }
    )
