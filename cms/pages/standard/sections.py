"""Sections of a home page. Each finds its own content when the editor chooses nothing.

Other page families are reached by name, because families never import each other.
"""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from cms.blocks.languages import in_active_language
from cms.blocks.links import TaskBlock, find_targets
from cms.core.scope import live_public, nested_root_paths, pages_within
from cms.media.renditions import prefetch_pictures
from cms.pages.standard.festivals import FestivalsBlock

NEWEST_FIRST = "-first_published_at"


def pages_of(home: Page, model: str, nested: bool = False):
    """Live public pages of one type on this home page's site; `nested` adds the sites below it."""
    return pages_within(home, nested, apps.get_model(model).objects.all())


def first_index(home: Page, model: str) -> Page | None:
    found = pages_of(home, model).order_by("path").first()
    if found is not None and found.depth == home.depth + 1:
        # As Wagtail's routing does: the parent is known, nobody needs to ask for it.
        found._cached_parent_obj = home
    return found


def chosen_pages(home: Page, pages: list[Page | None]) -> list[Page]:
    """What an editor chose, in the home page's language; without what is not live in it."""
    found = in_active_language(pages)
    return [page.specific for page in found.values() if page.locale_id == home.locale_id]


class SectionBlock(blocks.StructBlock):
    """A home page section; `get_section(home, value)` returns what its template needs."""

    def get_section(self, home: Page, value) -> dict:
        return {}

    def get_context(self, value, parent_context=None) -> dict:
        context = super().get_context(value, parent_context)
        home = context.get("page")
        # The block picker's preview has no page; the template then shows its empty state.
        if home is not None and home.pk:
            context.update(self.get_section(home, value))
        return context


class LeadStoryBlock(SectionBlock):
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("Leave empty to show the newest news with a picture.")
    )

    class Meta:
        icon = "pick"
        label = _("Lead story")
        description = _("The strongest story of the day, with the next ones beside it.")
        template = "blocks/sections/lead_story.html"
        preview_value = {"page": None}

    def get_section(self, home: Page, value) -> dict:
        newest = list(pages_of(home, "news.NewsPage").select_related("lead_image").order_by(NEWEST_FIRST)[:8])
        chosen = chosen_pages(home, [value["page"]])
        lead = next(iter(chosen), None) or next(
            (page for page in newest if page.lead_image_id), newest[0] if newest else None
        )
        others = [page for page in newest if lead is None or page.pk != lead.pk][:3]
        return {"lead": lead, "others": others}


class LinksBlock(SectionBlock):
    def get_section(self, home: Page, value) -> dict:
        find_targets(value["items"])
        return {}


class TasksBlock(LinksBlock):
    items = blocks.ListBlock(TaskBlock(), label=_("Tasks"), min_num=2, max_num=4)

    class Meta:
        icon = "list-ul"
        label = _("What people come for")
        description = _("A band of two to four things that most visitors want to do.")
        template = "blocks/sections/tasks.html"
        preview_value = {"items": []}


class NewsByColumnBlock(SectionBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20, default="要闻动态")
    columns = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Column"), page_type=["news.NewsIndexPage", "standard.SectionPage"]),
        label=_("Columns"),
        min_num=0,
        max_num=4,
        default=[],
        help_text=_("Leave empty to show every news column of this site."),
    )
    count = blocks.IntegerBlock(label=_("Items in each column"), default=5, min_value=3, max_value=10)

    class Meta:
        icon = "list-ol"
        label = _("News by column")
        label_format = "{title}"
        description = _("The newest items of each news column with their times.")
        template = "blocks/sections/news_by_column.html"
        preview_value = {"title": "要闻动态", "columns": [], "count": 5}

    def get_section(self, home: Page, value) -> dict:
        chosen = chosen_pages(home, value["columns"])
        columns = chosen or list(pages_of(home, "news.NewsIndexPage").order_by("path"))
        lists = [
            {"column": column, "items": list(self._children(column).order_by(NEWEST_FIRST)[: value["count"]])}
            for column in columns
        ]
        return {"columns": [each for each in lists if each["items"]]}

    @staticmethod
    def _children(column: Page):
        model = apps.get_model("news.NewsPage") if column._meta.app_label == "news" else Page
        return live_public(model.objects.child_of(column))


class ScenicCarouselBlock(SectionBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20, default="去看山水")
    intro = blocks.CharBlock(label=_("Introduction"), max_length=80, required=False)
    spots = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Scenic spot"), page_type="scenic.ScenicSpotPage"),
        label=_("Scenic spots"),
        min_num=0,
        max_num=12,
        default=[],
        help_text=_("Leave empty to show those of this site and of the sites below it."),
    )
    count = blocks.IntegerBlock(label=_("How many"), default=8, min_value=2, max_value=12)

    class Meta:
        icon = "image"
        label = _("Scenic spots")
        label_format = "{title}"
        description = _("Large cards of scenic spots that scroll sideways.")
        template = "blocks/sections/scenic_carousel.html"
        preview_value = {"title": "去看山水", "intro": "峡谷、溶洞、溪流与古寨", "spots": [], "count": 8}

    def get_section(self, home: Page, value) -> dict:
        spots = chosen_pages(home, value["spots"])
        if not spots:
            found = pages_of(home, "scenic.ScenicSpotPage", nested=True).select_related("lead_image")
            spots = spread(list(found.order_by("path")), home)[: value["count"]]
        prefetch_pictures(spots, "lead_image")
        return {"spots": spots, "index": first_index(home, "scenic.ScenicIndexPage")}


class UnitsCountersBlock(SectionBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20, default="智慧单位")
    intro = blocks.CharBlock(label=_("Introduction"), max_length=80, required=False)

    class Meta:
        icon = "order"
        label = _("Counted units")
        label_format = "{title}"
        description = _("How many demonstration units of each kind are described, against the published targets.")
        template = "blocks/sections/units_counters.html"
        preview_value = {"title": "智慧单位", "intro": "七类示范单位"}

    def get_section(self, home: Page, value) -> dict:
        index = first_index(home, "units.UnitIndexPage")
        return {"index": index, "counters": index.counters_shown() if index else []}


class CommentariesBlock(SectionBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20, default="评论")
    intro = blocks.CharBlock(label=_("Introduction"), max_length=80, required=False)
    count = blocks.IntegerBlock(label=_("How many"), default=3, min_value=1, max_value=6)

    class Meta:
        icon = "openquote"
        label = _("Commentaries")
        label_format = "{title}"
        description = _("The newest commentaries with their number in the series.")
        template = "blocks/sections/commentaries.html"
        preview_value = {"title": "评论", "intro": "", "count": 3}

    def get_section(self, home: Page, value) -> dict:
        newest = pages_of(home, "commentary.CommentaryPage").select_related("pen_name").order_by("-series_number")
        return {"items": list(newest[: value["count"]]), "index": first_index(home, "commentary.CommentaryIndexPage")}


class ServicesBlock(LinksBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20, default="便民服务")
    items = blocks.ListBlock(TaskBlock(), label=_("Services"), min_num=1, max_num=12)

    class Meta:
        icon = "grip"
        label = _("Services")
        label_format = "{title}"
        description = _("A grid of services, each with an icon and a line of explanation.")
        template = "blocks/sections/services.html"
        preview_value = {"title": "便民服务", "items": []}


class CountySwitcherBlock(SectionBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=20, default="八县市")
    intro = blocks.CharBlock(label=_("Introduction"), max_length=80, required=False)

    class Meta:
        icon = "site"
        label = _("County switcher")
        label_format = "{title}"
        description = _("The way to every site of the family, with a schematic map where sites lie below this one.")
        template = "blocks/sections/county_switcher.html"
        preview_value = {"title": "八县市", "intro": "一地一端"}

    def get_section(self, home: Page, value) -> dict:
        return {"has_map": bool(nested_root_paths(home))}


class AlertBlock(SectionBlock):
    class Meta:
        icon = "warning"
        label = _("Alerts in full")
        description = _("The alerts that are in force, with their full text; nothing when there are none.")
        template = "blocks/sections/alert.html"
        preview_value = {}


def spread(spots: list[Page], home: Page) -> list[Page]:
    """Takes turns between the sites below, so that the first cards come from different counties."""
    by_site: dict[str, list[Page]] = {}
    for spot in spots:
        own = next((path for path in nested_root_paths(home) if spot.url_path.startswith(path)), "")
        by_site.setdefault(own, []).append(spot)
    queues = list(by_site.values())
    return [queue[turn] for turn in range(max(map(len, queues), default=0)) for queue in queues if turn < len(queue)]


HOME_SECTIONS = [
    ("alert", AlertBlock()),
    ("lead_story", LeadStoryBlock()),
    ("tasks", TasksBlock()),
    ("news_by_column", NewsByColumnBlock()),
    ("scenic_carousel", ScenicCarouselBlock()),
    ("units_counters", UnitsCountersBlock()),
    ("festivals", FestivalsBlock()),
    ("commentaries", CommentariesBlock()),
    ("services", ServicesBlock()),
    ("county_switcher", CountySwitcherBlock()),
]
