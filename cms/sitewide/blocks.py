from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.links import LinkBlock, LinkValue

SOCIAL_KINDS = [
    ("wechat", _("WeChat")),
    ("weibo", _("Weibo")),
    ("douyin", _("Douyin")),
    ("other", _("Other")),
]


class SiteLinkValue(LinkValue):
    @property
    def url(self) -> str:
        """Without loading the specific page: these links are on every page of a site."""
        page = self.get("page")
        if page:
            return (page.url or "") if page.live else ""
        return self.get("address") or ""


class SiteLinkBlock(LinkBlock):
    """A label with exactly one destination, for menus and the foot of pages."""

    class Meta:
        value_class = SiteLinkValue


class SocialAccountValue(blocks.StructValue):
    @property
    def kind_label(self) -> str:
        return dict(SOCIAL_KINDS).get(self.get("kind"), "")


class SocialAccountBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Service"), choices=SOCIAL_KINDS)
    name = blocks.CharBlock(label=_("Name of the account"), max_length=40)
    url = blocks.URLBlock(
        label=_("Address"), required=False, help_text=_("Empty for accounts that are only found by name.")
    )

    class Meta:
        icon = "group"
        label = _("Account")
        label_format = "{name}"
        description = _("One account of this site on a social service.")
        preview_value = {"kind": "wechat", "name": "云上示例", "url": ""}
        value_class = SocialAccountValue
