"""Each role may do on its own site what roles.py says, and nothing on another county's."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Site
from wagtail.permissions import policy_registry

from cms.languages.models import GlossaryTerm
from cms.pages.commentary.models import PenName
from cms.pages.news.models import NewsIndexPage, NewsPage, Topic
from cms.search.models import BestBet, DailyQuery, DictionaryWord
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity, SiteMenu
from cms.tv.alerts.issuing import sites_of
from sites.provisioning import Action

COUNTY_ROLES = ["editor", "reviewer", "admin"]


def person(name: str):
    return get_user_model().objects.get(username=name)


def news_of(slug: str) -> NewsPage:
    return NewsPage.objects.filter(url_path__startswith=f"/enshi-zhou/{slug}/").first()


def site_of(slug: str) -> Site:
    return Site.objects.get(hostname=f"{slug}.localhost")


@pytest.mark.parametrize(
    ("name", "handles_live"),
    [("lichuan-editor", False), ("lichuan-reviewer", True), ("lichuan-admin", False), ("prefecture-editor", False)],
)
def test_nobody_publishes_and_reviewers_handle_what_is_live(nine_sites, name, handles_live):
    tester = news_of("lichuan").permissions_for_user(person(name))
    assert tester.can_edit()
    assert not tester.can_publish()
    assert tester.can_reorder_children() is handles_live


@pytest.mark.parametrize("role", COUNTY_ROLES)
def test_a_county_role_may_do_nothing_to_another_countys_pages(nine_sites, role):
    user = person(f"lichuan-{role}")
    for page in (news_of("badong"), site_of("badong").root_page, site_of("badong").root_page.get_parent()):
        tester = page.permissions_for_user(user)
        assert not (tester.can_edit() or tester.can_add_subpage() or tester.can_publish() or tester.can_delete())


def test_an_editor_may_add_every_kind_of_page_below_every_column_of_the_county(nine_sites):
    for column in site_of("lichuan").root_page.get_children():
        assert column.permissions_for_user(person("lichuan-editor")).can_add_subpage()
    assert NewsIndexPage.objects.exists()


def test_the_prefecture_editor_reaches_every_countys_pages(nine_sites):
    for entry in nine_sites.entries[1:]:
        assert news_of(entry.slug).permissions_for_user(person("prefecture-editor")).can_edit()


def test_the_television_role_changes_no_page_but_enters_the_admin(nine_sites):
    user = person("prefecture-tv")
    assert user.has_perm("wagtailadmin.access_admin")
    assert not news_of("lichuan").permissions_for_user(user).can_edit()


@pytest.mark.parametrize("get_model", [get_image_model, get_document_model])
@pytest.mark.parametrize("role", COUNTY_ROLES)
def test_a_county_uploads_to_its_own_collection_and_chooses_from_the_shared_one(nine_sites, role, get_model):
    policy, user = policy_registry.get_by_type(get_model()), person(f"lichuan-{role}")
    uploads = policy.collections_user_has_permission_for(user, "add").values_list("name", flat=True)
    chooses = policy.collections_user_has_permission_for(user, "choose").values_list("name", flat=True)
    assert list(uploads) == ["利川"]
    assert set(chooses) == {"利川", "全州共享素材"}


def test_illustrations_are_in_the_shared_collection(nine_sites):
    assert set(get_image_model().objects.values_list("collection__name", flat=True)) == {"全州共享素材"}


@pytest.mark.parametrize("model", [SiteIdentity, SiteFooter, SiteMenu])
@pytest.mark.parametrize(("role", "allowed"), [("editor", []), ("reviewer", []), ("admin", ["lichuan.localhost"])])
def test_only_the_countys_administrator_changes_its_settings(nine_sites, model, role, allowed):
    policy = policy_registry.get_by_type(model)
    sites = policy.sites_user_has_permission_for(person(f"lichuan-{role}"), "change")
    assert [site.hostname for site in sites] == allowed


@pytest.mark.parametrize(("role", "allowed"), [("editor", 0), ("reviewer", 1), ("admin", 1)])
def test_alerts_are_for_reviewers_and_administrators_of_the_site(nine_sites, role, allowed):
    policy = policy_registry.get_by_type(AlertBanner)
    assert policy.sites_user_has_permission_for(person(f"lichuan-{role}"), "add").count() == allowed
    assert policy.sites_user_has_permission_for(person("prefecture-reviewer"), "add").count() == 9


@pytest.mark.parametrize(
    ("who", "places"),
    [
        *[("lichuan-editor", 0), ("lichuan-reviewer", 0), ("lichuan-admin", 1)],
        *[("prefecture-editor", 0), ("prefecture-reviewer", 0), ("prefecture-tv", 9)],
    ],
)
def test_alerts_over_every_screen_are_the_channel_s_and_the_administrators(nine_sites, who, places):
    assert sites_of(person(who)).count() == places


@pytest.mark.parametrize(
    ("model", "action", "allowed"),
    [
        (BestBet, "add", {"editor": 0, "reviewer": 0, "admin": 1}),
        (DailyQuery, "view", {"editor": 0, "reviewer": 1, "admin": 1}),
    ],
)
def test_who_looks_after_a_site_looks_after_its_search(nine_sites, model, action, allowed):
    policy = policy_registry.get_by_type(model)
    for role, sites in allowed.items():
        assert policy.sites_user_has_permission_for(person(f"lichuan-{role}"), action).count() == sites
    assert policy.sites_user_has_permission_for(person("prefecture-reviewer"), action).count() == 9


@pytest.mark.parametrize("model", [Topic, PenName, DictionaryWord, GlossaryTerm])
def test_the_vocabulary_is_for_the_prefectures_reviewers_and_for_no_editor(nine_sites, model):
    name = model._meta.label_lower.replace(".", ".change_")
    assert person("prefecture-reviewer").has_perm(name)
    others = ["prefecture-editor", "prefecture-tv", *(f"lichuan-{role}" for role in COUNTY_ROLES)]
    assert not any(person(other).has_perm(name) for other in others)


def test_counties_hold_few_general_permissions_all_of_which_are_limited_to_the_own_site(nine_sites):
    general = {"wagtailadmin.access_admin", "wagtail_localize.submit_translation"}
    audit = {"audit.view_auditentry", "publications.view_logrow"}
    further = {
        "editor": set(),
        "reviewer": audit,
        "admin": audit | {f"users.{action}_user" for action in ("add", "change", "view")},
    }
    for entry in nine_sites.entries[1:]:
        for role in COUNTY_ROLES:
            assert person(f"{entry.slug}-{role}").get_all_permissions() == general | further[role]


def test_permissions_that_drifted_are_put_back_and_reported(nine_sites):
    group = Group.objects.get(name="利川编辑")
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=site_of("badong").root_page, permission=publish)
    group.permissions.clear()
    group.collection_permissions.first().delete()
    changes = nine_sites.again()
    assert {change.site for change in changes} == {"lichuan"}
    assert sorted(change.action for change in changes) == [*[Action.CREATED] * 3, Action.REMOVED]
    assert not person("lichuan-editor").has_perm("wagtailcore.publish_page")
    assert nine_sites.again() == []


def test_a_renamed_group_keeps_its_role(nine_sites):
    Group.objects.filter(name="利川编辑").update(name="利川写稿人")
    assert nine_sites.again() == []
    assert not Group.objects.filter(name="利川编辑").exists()


def test_wagtails_own_groups_with_rights_on_everything_are_gone(nine_sites):
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    root = Collection.get_first_root_node()
    assert not root.group_permissions.exists()
