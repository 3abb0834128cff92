from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from cms.blocks.languages import active_language, in_active_language, language_of
from cms.core.links import leaving_url


class ExternalLinkHandler(LinkHandler):
    """Sends links in rich text that lead to foreign hosts through the leaving notice (norm G-05)."""

    identifier = "external"

    @staticmethod
    def expand_db_attributes(attrs: dict[str, str]) -> str:
        href = attrs["href"]
        target = leaving_url(href)
        if target == href:
            return format_html('<a href="{}">', href)
        return format_html('<a href="{}" class="external" rel="nofollow noopener">', target)


class TranslatedPageLinkHandler(PageLinkHandler):
    """Leads to the page in the reader's language where it is live, else to the one that was linked, and says so.

    Wagtail's own asks for the translation of every single link, and links to pages that are not live.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        # Not `specific`: without a request Wagtail gives every page its canonical address anyway.
        chosen = Page.objects.in_bulk([attrs["id"] for attrs in attrs_list])
        targets = in_active_language(chosen.values())
        return [cls._tag(targets.get(int(attrs["id"]))) for attrs in attrs_list]

    @staticmethod
    def _tag(page: Page | None) -> str:
        if page is None or not page.url:
            return "<a>"
        language = language_of(page)
        if language == active_language():
            return format_html('<a href="{}">', page.url)
        return format_html('<a href="{}" hreflang="{}">', page.url, language.tag)


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def register_links(features: FeatureRegistry) -> None:
    features.register_link_type(ExternalLinkHandler)
    features.register_link_type(TranslatedPageLinkHandler)


@hooks.register("insert_global_admin_js")
def load_start_widget() -> str:
    return format_html('<script src="{}"></script>', static("delivery/start_widget.js"))
