"""Blocks that lead somewhere: links, documents, related pages, embeds."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page

from cms.blocks.languages import active_language, in_active_language, language_of
from cms.blocks.text import CodeBlock

ICON_CHOICES = [
    ("map-pin", _("Place")),
    ("map", _("Map")),
    ("ticket", _("Ticket")),
    ("bus", _("Bus")),
    ("clock", _("Clock")),
    ("phone", _("Phone")),
    ("calendar", _("Calendar")),
    ("mountain", _("Mountain")),
    ("landmark", _("Public building")),
    ("school", _("School")),
    ("hospital", _("Hospital")),
    ("building-2", _("Office building")),
    ("house", _("House")),
    ("factory", _("Factory")),
    ("file-text", _("Document")),
    ("book-open", _("Book")),
    ("video", _("Video")),
    ("users", _("People")),
    ("heart", _("Heart")),
    ("leaf", _("Leaf")),
    ("coffee", _("Tea")),
    ("utensils", _("Food")),
    ("hotel", _("Lodging")),
    ("shopping-bag", _("Shopping")),
    ("message-circle", _("Conversation")),
    ("accessibility", _("Step-free")),
    ("globe", _("World")),
]


class LinkValue(blocks.StructValue):
    @cached_property
    def target(self) -> Page | None:
        """The chosen page in the reader's language if it is live there, else as it was chosen; None if not live."""
        page = self.get("page")
        return in_active_language([page]).get(page.pk) if page else None

    @property
    def url(self) -> str:
        """Address of the page when one is chosen (empty if it is not live), else the typed address."""
        if self.get("page"):
            # Not `specific`: without a request Wagtail gives every page its canonical address anyway.
            return (self.target.url or "") if self.target else ""
        return self.get("address") or ""

    @property
    def hreflang(self) -> str:
        """The language that the link leads to, where it is another than the reader's."""
        language = language_of(self.target) if self.get("page") and self.target else active_language()
        return "" if language == active_language() else language.tag


def find_targets(links: Iterable[LinkValue]) -> None:
    """Finds where all these links lead with one query, instead of one for each."""
    links = [link for link in links if link.get("page")]
    targets = in_active_language(link["page"] for link in links)
    for link in links:
        link.target = targets.get(link["page"].pk)


class LinkBlock(blocks.StructBlock):
    """A label with exactly one destination: a page of ours or an address."""

    label = blocks.CharBlock(label=_("Label"), max_length=20)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = CodeBlock(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Only when no page is chosen: an address that begins with https:// or with / on this site."),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"
        description = _("A link to a page of ours or to another website.")
        preview_value = {"label": "景区", "address": "/scenic/"}
        value_class = LinkValue

    def clean(self, value):
        cleaned = super().clean(value)
        page, address = cleaned.get("page"), cleaned.get("address")
        if bool(page) == bool(address):
            raise StructBlockValidationError(
                {"address": ValidationError(_("Choose a page or type an address: one of the two."))}
            )
        if address and not re.match(r"(https?://|/(?!/)|#|tel:|mailto:)", address):
            raise StructBlockValidationError(
                {"address": ValidationError(_("Begin the address with https:// or, on this site, with a slash."))}
            )
        return cleaned


class TaskBlock(LinkBlock):
    """A link with an icon and a line of explanation: something people come to do."""

    icon = blocks.ChoiceBlock(label=_("Icon"), choices=ICON_CHOICES, default="file-text")
    description = blocks.CharBlock(label=_("Explanation"), max_length=60, required=False)

    class Meta:
        icon = "pick"
        label = _("Task")
        description = _("Something people come to do, with an icon and a line of explanation.")
        preview_value = {
            "icon": "ticket",
            "label": "预约景区",
            "description": "看开放时间与票价",
            "address": "/scenic/",
        }


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=100, required=False, help_text=_("Leave empty to use the file's own title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        label_format = "{title}"
        description = _("A file to download, shown with its type and size.")
        template = "blocks/document.html"
        preview_value = {"document": None, "title": "办事指南（示例）.pdf"}


class RelatedPagesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=40, required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("Page")), label=_("Pages"), min_num=1, max_num=6)

    class Meta:
        icon = "doc-empty"
        label = _("Related pages")
        label_format = "{title}"
        description = _("Cards that lead on to pages of ours.")
        template = "blocks/related_pages.html"
        preview_value = {"title": "接着读", "pages": []}

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        context["live_pages"] = [page.specific for page in in_active_language(value["pages"]).values()]
        return context


class EmbedValue(blocks.StructValue):
    @property
    def provider(self) -> str:
        return settings.EMBED_HOSTS.get(urlsplit(self.get("url") or "").hostname or "", "")

    @property
    def player_url(self) -> str:
        """Address of the provider's player, empty where only a link is possible."""
        address = urlsplit(self.get("url") or "")
        if self.provider == "bilibili" and (found := re.search(r"/video/(BV\w+)", address.path)):
            return f"https://player.bilibili.com/player.html?bvid={found[1]}&autoplay=0"
        if self.provider == "qq":
            found = re.search(r"/(\w+)\.html$", address.path)
            video = parse_qs(address.query).get("vid", [found[1] if found else ""])[0]
            return f"https://v.qq.com/txp/iframe/player.html?vid={video}" if video else ""
        return ""


class EmbedBlock(blocks.StructBlock):
    """Loads nothing from the other host until the reader asks for it."""

    url = blocks.URLBlock(label=_("Address"), help_text=_("Page of the video on bilibili, v.qq.com or tv.cctv.com."))
    title = blocks.CharBlock(label=_("Title"), max_length=60)
    description = blocks.CharBlock(label=_("What it shows"), max_length=150, required=False)

    class Meta:
        icon = "media"
        label = _("Embedded video")
        label_format = "{title}"
        description = _("A video on an allowed platform; it loads only after a click.")
        template = "blocks/embed.html"
        preview_value = {
            "url": "https://tv.cctv.com/",
            "title": "航拍峡谷（示例）",
            "description": "点击后连接外部网站",
        }
        value_class = EmbedValue

    def clean(self, value):
        cleaned = super().clean(value)
        address = urlsplit(cleaned["url"])
        if address.scheme != "https" or address.hostname not in settings.EMBED_HOSTS:
            allowed = "、".join(settings.EMBED_HOSTS)
            raise StructBlockValidationError(
                {"url": ValidationError(_("Only https addresses of %(hosts)s can be embedded.") % {"hosts": allowed})}
            )
        return cleaned
