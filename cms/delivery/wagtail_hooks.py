from django.utils.html import format_html
from wagtail import hooks
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

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


@hooks.register("register_rich_text_features")
def register_external_links(features: FeatureRegistry) -> None:
    features.register_link_type(ExternalLinkHandler)
