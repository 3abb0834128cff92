"""The traditional page of a page that is published: where it stands, what it has of its source, what it costs."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, Revision
from wagtail_localize.models import TranslationSource

from cms.languages.derive import derive
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.pages.standard.models import HomePage
from tests.factories.gate import behind_the_gate
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, SectionPageFactory, TopicFactory
from tests.factories.translations import english, publish, traditional


@pytest.fixture
def column(trilingual) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=trilingual.lichuan.root_page, slug="news", title="要闻动态")


@pytest.fixture
def page(column) -> NewsPage:
    return publish(NewsPageFactory(parent=column, slug="fog", title="云里雾里", topics=[TopicFactory()]))


def slugs(parent: Page) -> list[str]:
    return list(parent.get_children().order_by("path").values_list("slug", flat=True))


def test_publication_brings_the_traditional_page_with_all_above_it(page):
    derived = traditional(page)
    assert (derived.title, derived.draft_title, derived.slug, derived.live) == ("雲裡霧裡", "雲裡霧裡", "fog", True)
    above = [(each.specific_class, each.slug, each.live) for each in derived.get_ancestors()[1:]]
    assert above == [
        (HomePage, "family-zh-hant", True),
        (HomePage, "lichuan", True),
        (NewsIndexPage, "news", True),
    ]
    assert derived.full_url == "http://lichuan.localhost/zh-hant/news/fog/"
    assert not any(Page.find_problems())


def test_it_answers_under_the_prefix(page):
    answer = Client(SERVER_NAME="lichuan.localhost").get("/zh-hant/news/fog/")
    assert answer.status_code == 200
    assert "雲裡霧裡" in answer.content.decode()


def test_everything_that_is_no_text_is_the_sources(page, admin_user):
    topics = [TopicFactory(), TopicFactory()]
    expires = timezone.now() + timedelta(days=3)
    page = publish(
        page, lead_image=ImageFactory(), topics=topics, expire_at=expires, show_in_menus=True, owner=admin_user
    )
    derived = traditional(page)
    for field in ("lead_image", "expire_at", "show_in_menus", "first_published_at", "last_published_at"):
        assert getattr(derived, field) == getattr(page, field), field
    assert set(derived.topics.all()) == set(topics)
    Page.objects.filter(pk=page.pk).update(owner=admin_user)
    derive(page)
    assert traditional(page).owner == admin_user


def test_all_texts_are_converted(page):
    page = publish(page, seo_title="云1", search_description="云2", summary="云3", search_words="云4", author="云5")
    derived = traditional(page)
    assert (derived.seo_title, derived.search_description, derived.summary) == ("雲1", "雲2", "雲3")
    assert (derived.search_words, derived.author) == ("雲4", "雲5")


def test_it_has_a_revision_and_an_entry_in_the_log(page):
    derived = traditional(page)
    assert derived.live_revision == derived.latest_revision
    assert derived.latest_revision.as_object().title == "雲裡霧裡"
    assert not derived.has_unpublished_changes
    assert PageLogEntry.objects.filter(page=derived.pk, action="wagtail.publish").exists()


def test_an_unchanged_source_gives_no_new_revision(page):
    before = Revision.objects.count()
    assert derive(page)[1] == "unchanged"
    assert Revision.objects.count() == before
    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now())
    assert derive(Page.objects.get(pk=page.pk))[1] == "changed"
    assert Revision.objects.count() == before


def test_a_new_publication_changes_it_in_place(page):
    before = traditional(page)
    page = publish(page, title="干净的干部")
    after = traditional(page)
    assert (after.pk, after.path, after.title) == (before.pk, before.path, "乾淨的幹部")
    assert after.latest_revision_id != before.latest_revision_id


def test_a_draft_reaches_nobody(page):
    page.title = "还没有发布"
    page.save_revision()
    assert traditional(page).title == "雲裡霧裡"


def test_a_scheduled_publication_derives_nothing_yet(column):
    page = NewsPageFactory(parent=column, live=False, go_live_at=timezone.now() + timedelta(days=1))
    page.save_revision().publish()
    assert traditional(page) is None


def test_below_a_draft_the_parent_is_derived_as_a_draft(trilingual):
    parent = SectionPageFactory(parent=trilingual.lichuan.root_page, live=False)
    child = publish(SectionPageFactory(parent=parent))
    assert traditional(child).live
    assert not traditional(parent).live


def test_what_its_source_would_not_pass_again_is_derived_all_the_same(page):
    page.source, page.title = "", "云"
    page.save(clean=False)
    assert derive(page)[0].title == "雲"


def test_what_was_written_past_the_gate_is_not_followed(page):
    with behind_the_gate():
        NewsPage.objects.filter(pk=page.pk).update(title="云")
    with pytest.raises(PermissionDenied):
        derive(NewsPage.objects.get(pk=page.pk))
    assert traditional(page).title == "雲裡霧裡"


def test_siblings_stand_in_their_sources_order(column):
    first, second, third = (NewsPageFactory(parent=column, slug=slug) for slug in ("first", "second", "third"))
    for each in (third, first, second):
        publish(each)
    assert slugs(traditional(column)) == ["first", "second", "third"]


def test_nothing_of_wagtail_localize_is_made(page):
    assert not TranslationSource.objects.exists()


def test_an_alias_in_its_place_becomes_a_page_of_its_own(page):
    traditional(page).delete()
    page.copy_for_translation(Locale.objects.get(language_code="zh-hant"), alias=True)
    derived = traditional(page)
    assert (derived.alias_of, derived.title, derived.live) == (None, "雲裡霧裡", True)


def test_a_copy_for_translation_is_derived_as_well(page):
    traditional(page).delete()
    page.copy_for_translation(Locale.objects.get(language_code="zh-hant"))
    assert (traditional(page).title, traditional(page).live) == ("雲裡霧裡", True)


def test_nobody_publishes_it_directly(page, admin_user):
    derived = traditional(page)
    with pytest.raises(PermissionDenied):
        derived.save_revision().publish(user=admin_user)


def test_private_pages_keep_their_restriction(page):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="同事"))
    traditional(page).delete()
    derived = derive(page)[0]
    copy = PageViewRestriction.objects.get(page=derived)
    assert (copy.restriction_type, [group.name for group in copy.groups.all()]) == ("groups", ["同事"])
    assert derive(page)[1] == "unchanged"


def test_a_site_without_traditional_characters_publishes_as_before(family_without_languages):
    page = publish(NewsIndexPageFactory(parent=family_without_languages.lichuan.root_page))
    assert page.live
    assert page.get_translations().count() == 0


@pytest.fixture
def family_without_languages(db):
    from tests.factories.sites import make_family

    Locale.objects.exclude(language_code="zh-hans").delete()
    return make_family()


def test_deriving_a_page_costs_at_most_seventy_queries(page, column, django_assert_max_num_queries):
    derive(page)
    new = NewsPageFactory(parent=column, topics=[TopicFactory()])
    page.title = "另一个题目"
    page.save(clean=False)
    # The clearances of the source and of the page, and the log of publications, are a dozen of them.
    with django_assert_max_num_queries(70):
        assert derive(page)[1] == "changed"
    with django_assert_max_num_queries(90):
        # Of these about twenty are the search index and the reference index, which production leaves to the worker.
        assert derive(new)[1] == "created"


def sync(*options: str) -> str:
    output = StringIO()
    call_command("sync_languages", *options, stdout=output)
    return output.getvalue()


def test_the_command_makes_what_is_missing_and_repairs_what_is_out_of_date(page, column):
    other = publish(NewsPageFactory(parent=column, slug="cadre"))
    traditional(page).delete()
    other.title = "干部"
    other.save(clean=False)
    output = sync()
    assert (traditional(page).title, traditional(other).title) == ("雲裡霧裡", "幹部")
    assert "/family-zh-hant/lichuan/news/fog/" in output
    assert "/fog/" not in sync()


def test_the_command_names_what_is_refused_and_goes_on(page, column):
    other = publish(NewsPageFactory(parent=column, slug="refused", title="云海"))
    traditional(page).delete()
    with behind_the_gate():
        NewsPage.objects.filter(pk=other.pk).update(title="干部")
    output, errors = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1"):
        call_command("sync_languages", stdout=output, stderr=errors)
    assert "/refused/" in errors.getvalue()
    assert traditional(page).title == "雲裡霧裡"
    assert traditional(other).title == "雲海"


def test_the_command_takes_down_what_has_no_live_source_and_removes_orphans(page):
    stray = NewsPageFactory(parent=traditional(page.get_parent().specific), locale=traditional(page).locale)
    translation = english(page)
    Page.objects.filter(pk=page.pk).update(live=False)
    sync()
    assert not Page.objects.filter(pk=stray.pk).exists()
    assert not traditional(page).live
    assert not Page.objects.get(pk=translation.pk).live


def test_a_dry_run_tells_and_changes_nothing(page, column):
    traditional(column).delete()
    assert "/news/fog/" in sync("--dry-run")
    assert traditional(page) is None


def test_the_command_can_be_limited_to_a_site(trilingual, page):
    other = NewsIndexPageFactory(parent=trilingual.enshi.root_page)
    traditional(page).delete()
    sync("--site", "lichuan.localhost")
    assert traditional(page) is not None
    assert traditional(other) is None
    sync("--site", "localhost")
    assert traditional(other) is None
    with pytest.raises(CommandError, match=r"enshi\.localhost"):
        sync("--site", "wuhan.localhost")
