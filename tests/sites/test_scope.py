"""What a person may see: derived from the groups that provisioning writes, in all languages, and nothing by name."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import Collection, Page, Site

from cms.pages.news.models import Topic
from cms.sitewide.models import AlertBanner, SiteFooter
from sites.isolation.owners import may_see, visible
from sites.isolation.scope import scope_of

SHARED = "全州共享素材"


def user(name: str):
    return get_user_model().objects.get(username=name)


def site(slug: str) -> Site:
    return Site.objects.get(hostname=f"{slug}.localhost")


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
def test_a_county_sees_its_own_site_in_three_languages_and_its_files_and_colleagues(nine_sites, role):
    scope = scope_of(user(f"lichuan-{role}"))
    homes = site("lichuan").root_page.get_translations(inclusive=True)
    assert not scope.unrestricted
    assert list(scope.sites) == [site("lichuan")]
    assert {home.pk for home in scope.homes} == {home.pk for home in homes} and len(scope.homes) == 3
    assert set(scope.pages) == {page for home in homes for page in home.get_descendants(inclusive=True)}
    assert {each.name for each in scope.collections} == {"利川"}
    assert {each.name for each in scope.choosable_collections} == {"利川", SHARED}
    assert {each.username for each in scope.colleagues} == {"lichuan-editor", "lichuan-reviewer", "lichuan-admin"}
    assert {each.name for each in scope.groups} == {"利川编辑", "利川审核", "利川管理员"}


@pytest.mark.parametrize("name", ["prefecture-editor", "prefecture-reviewer", "prefecture-tv", "admin"])
def test_the_prefecture_sees_everything(nine_sites, name):
    scope = scope_of(user(name))
    assert scope.unrestricted
    assert scope.sites.count() == 9
    assert scope.pages.count() == Page.objects.count()
    assert scope.collections.count() == Collection.objects.count()
    assert scope.colleagues.count() == get_user_model().objects.count()


def test_who_is_in_no_group_of_a_site_sees_nothing(nine_sites):
    stranger = get_user_model().objects.create(username="stranger")
    stranger.groups.add(Group.objects.create(name="利川编辑 2"))
    for scope in (scope_of(stranger), scope_of(AnonymousUser())):
        assert not scope.unrestricted
        for rows in (scope.sites, scope.pages, scope.collections, scope.choosable_collections, scope.groups):
            assert not rows.exists()


def test_somebody_whose_account_is_closed_sees_nothing(nine_sites):
    editor = user("lichuan-editor")
    editor.is_active = False
    assert not scope_of(editor).sites.exists()
    chief = user("admin")
    chief.is_active = False
    assert not scope_of(chief).unrestricted


def test_groups_count_and_names_do_not(nine_sites):
    Group.objects.filter(name="利川编辑").update(name="巴东编辑（改名）")
    assert list(scope_of(user("lichuan-editor")).sites) == [site("lichuan")]


def test_somebody_in_two_counties_sees_both(nine_sites):
    editor = user("lichuan-editor")
    editor.groups.add(Group.objects.get(name="巴东编辑"))
    assert set(scope_of(editor).sites) == {site("lichuan"), site("badong")}


def test_the_prefectures_words_are_seen_by_all_and_site_owned_rows_by_their_site(nine_sites):
    editor = user("lichuan-editor")
    assert visible(Topic, editor).count() == Topic.objects.count() > 0
    banners = {slug: AlertBanner.objects.create(site=site(slug), title=slug) for slug in ("lichuan", "badong")}
    assert may_see(editor, banners["lichuan"])
    assert not may_see(editor, banners["badong"])
    assert not may_see(editor, SiteFooter.objects.get(site=site("badong")))


def test_a_model_without_a_rule_is_seen_by_nobody_of_a_county(nine_sites):
    from sites.models import ProvisionedObject

    assert ProvisionedObject.objects.exists()
    assert not visible(ProvisionedObject, user("lichuan-admin")).exists()
    assert visible(ProvisionedObject, user("admin")).exists()
