"""The marked sites are complete: a model that the crawler cannot see a leak of is a hole in the gate."""

import pytest

from tests.sites.isolation.crawler.marks import marks_in
from tests.sites.isolation.crawler.ownership import ADDED_BY_ALL, COMMON, DERIVED, tables

# Models whose rows of another site carry no text of their own: a change is noticed, and there is nothing to see.
WITHOUT_TEXT = {
    "users.User_groups",
    "news.NewsPage_topics",
    "wagtailcore.CollectionViewRestriction_groups",
    "wagtailcore.PageViewRestriction_groups",
    "wagtailcore.WorkflowState",
    "wagtailcore.WorkflowPage",
    "wagtailcore.PageSubscription",
    "wagtailcore.ReferenceIndex",
    "wagtailadmin.EditingSession",
    "taggit.TaggedItem",
    "sitewide.SiteMenu",
    "review.Reminder",
    "urgent.Reminder",
    "risk.RiskRules",
    "cases.Case_pages",
    "tv_alerts.Replacement",
    "tv_alerts.Check",
    *(f"wagtail_localize.{name}" for name in ("TranslatableObject", "TranslationLog", "Translation")),
    *(f"wagtail_localize.{name}" for name in ("TranslationContext", "TemplateSegment", "RelatedObjectSegment")),
    *(f"wagtail_localize.{name}" for name in ("StringSegment",)),
}
# Installed because ours stand on them; nobody makes rows of them.
STOCK = {
    *("wagtailimages.Image", "wagtailimages.Rendition", "wagtaildocs.Document", "wagtailmedia.Media"),
    *("socialaccount.SocialApp", "socialaccount.SocialToken"),
}


@pytest.mark.parametrize("label", sorted(set(tables()) - COMMON - ADDED_BY_ALL - STOCK))
def test_every_model_has_a_marked_row_of_another_site(judge, label):
    foreign = judge.ownership.keys[label]
    assert foreign, "no row of another site"
    rows = [row for key, row in judge.before[label].items() if key in foreign]
    assert bool(marks_in(repr(rows))) == (label not in WITHOUT_TEXT)


def test_exemptions_name_models_that_exist():
    assert not (COMMON | ADDED_BY_ALL | STOCK | WITHOUT_TEXT) - set(tables())
    assert not set(DERIVED) & set(tables())


def test_the_own_site_is_nobody_elses(judge, world):
    keys = judge.ownership.keys
    assert world.own.first("page") not in keys["wagtailcore.Page"]
    assert world.own.first("image") not in keys["media.Image"]
    assert world.own.first("alertbanner") not in keys["sitewide.AlertBanner"]
    assert world.own.user("editor").pk not in keys["users.User"]
    assert world.own.first("comment") not in keys["wagtailcore.Comment"]
