"""The languages of the public sites, and the pages of one text in each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.models import Page, PageQuerySet, Site
from wagtail.models.sites import SiteRootPath


@dataclass(frozen=True)
class Language:
    """`code` is Wagtail's and the address's, `tag` the one of BCP 47; the names are what its readers call it."""

    code: str
    tag: str
    og_locale: str
    name: str
    short_name: str


SOURCE = Language("zh-hans", "zh-Hans", "zh_CN", "简体", "简")
TRADITIONAL = Language("zh-hant", "zh-Hant", "zh_TW", "繁體", "繁")
ENGLISH = Language("en", "en", "en_GB", "English", "EN")
LANGUAGES = {language.code: language for language in (SOURCE, TRADITIONAL, ENGLISH)}


def active_language() -> Language:
    """That of the address; the source's where nothing is active, as in commands."""
    return LANGUAGES.get(get_language() or "", SOURCE)


@lru_cache(maxsize=len(LANGUAGES))
def home_path(code: str) -> str:
    """`/`, `/zh-hant/`, `/en/`: where a site's pages in this language begin."""
    with override(code):
        return reverse("wagtail_serve", args=("",))


def root_above(url_path: str, roots: Iterable[SiteRootPath]) -> SiteRootPath | None:
    """The home page that a page belongs to: the nearest above it."""
    return max(
        (root for root in roots if url_path.startswith(root.root_path)),
        key=lambda root: len(root.root_path),
        default=None,
    )


def language_of(page: Page) -> Language:
    """From Wagtail's cached site paths where the page lies in a site, so that no locale is loaded."""
    root = root_above(page.url_path, Site.get_site_root_paths())
    return LANGUAGES.get(root.language_code if root else page.locale.language_code, SOURCE)


def own_text(pages: PageQuerySet) -> PageQuerySet:
    """Without placeholders: aliases that show a page of another language."""
    return pages.filter(Q(alias_of=None) | Q(alias_of__locale=F("locale")))


def in_active_language(pages: Iterable[Page | None]) -> dict[int, Page]:
    """For the number of each live page its live translation into the active language, else the page itself.

    One query, or none when all are in that language.
    """
    found = {page.pk: page for page in pages if page and page.live}
    language = active_language()
    foreign = {page.translation_key: page.pk for page in found.values() if language_of(page) != language}
    if foreign:
        translations = own_text(Page.objects.live()).filter(locale__language_code=language.code)
        for page in translations.filter(translation_key__in=foreign):
            found[foreign[page.translation_key]] = page
    return found
