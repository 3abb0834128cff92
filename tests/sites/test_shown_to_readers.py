"""What readers see and no page carries: snippets and settings. They have no draft to approve, so they belong to named
roles, no editor among them, and the audit knows every change and who made it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Site
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.audit.models import Action, AuditEntry
from cms.languages.models import GlossaryTerm
from cms.search.models import BestBet, DictionaryWord
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity, SiteMenu
from sites.roles import COUNTY_ROLES, PREFECTURE_ROLES, Role
from tests.factories.pages import PenNameFactory, TopicFactory

COUNTY_ADMIN, COUNTY_REVIEWER = "county admin", "county reviewer"
PREFECTURE_ADMIN, PREFECTURE_REVIEWER = "prefecture admin", "prefecture reviewer"
ADMINS = {COUNTY_ADMIN, PREFECTURE_ADMIN}
OF_THE_PREFECTURE = {PREFECTURE_REVIEWER, PREFECTURE_ADMIN}
WRITING = {"add", "change", "delete"}


@dataclass(frozen=True)
class Shown:
    """`row(site)` makes or finds one, `change` is what a form says differently."""

    roles: set[str]
    row: Callable[[Site], Model]
    change: dict[str, object]


LINK = {"label": "专题", "page": "", "address": "https://www.gov.cn/"}
FOOTER = nested_form_data({"links": streamfield([]), "social_accounts": streamfield([])})
MENU = nested_form_data({"items": streamfield([("link", LINK)])})
SHOWN = {
    "sitewide.SiteIdentity": Shown(ADMINS, SiteIdentity.for_site, {"tagline": "改过"}),
    "sitewide.SiteFooter": Shown(ADMINS, SiteFooter.for_site, {"organiser": "改过", **FOOTER}),
    "sitewide.SiteMenu": Shown(ADMINS, SiteMenu.for_site, MENU),
    "sitewide.AlertBanner": Shown(
        {COUNTY_REVIEWER, *ADMINS, PREFECTURE_REVIEWER},
        lambda site: AlertBanner.objects.create(site=site, title="停水"),
        {"level": "info", "title": "改过", "text": "", "starts_at": "2024-01-01 00:00"},
    ),
    "search.BestBet": Shown(
        {*ADMINS, PREFECTURE_REVIEWER},
        lambda site: BestBet.objects.create(site=site, queries="停水", address="https://www.gov.cn/", title="停水"),
        {"queries": "停水", "title": "改过", "address": "https://www.gov.cn/"},
    ),
    "search.DictionaryWord": Shown(
        OF_THE_PREFECTURE,
        lambda site: DictionaryWord.objects.create(word="没人用"),
        {"word": "没人用", "kind": "other", "synonyms": "改过"},
    ),
    "languages.GlossaryTerm": Shown(
        OF_THE_PREFECTURE,
        lambda site: GlossaryTerm.objects.create(simplified="没人用", traditional="沒人用"),
        {"simplified": "没人用", "traditional": "改過"},
    ),
    "news.Topic": Shown(OF_THE_PREFECTURE, lambda site: TopicFactory(), {"name": "改过", "slug": "changed"}),
    "commentary.PenName": Shown(OF_THE_PREFECTURE, lambda site: PenNameFactory(), {"name": "改过"}),
}
# What only people in the admin read.
KEPT_INSIDE = {
    *("risk.RiskRules", "risk.Assessment", "cases.Case", "cases.CalendarDay"),
    *("texts.Term", "texts.ListVersion", "texts.LiveFinding", "search.DailyQuery"),
}


def roles_that_write(label: str) -> set[str]:
    named = {f"county {role.key}": role for role in COUNTY_ROLES}
    named |= {f"prefecture {role.key}": role for role in PREFECTURE_ROLES}
    return {name for name, role in named.items() if _granted(role, label) & WRITING}


def _granted(role: Role, label: str) -> set[str]:
    everything = (role.own_site, role.county_sites, role.everywhere)
    return {action for grants in everything for action in grants.get(label, ())}


def test_every_snippet_and_setting_is_either_shown_to_readers_or_kept_inside():
    found = {model._meta.label for model in [*get_snippet_models(), *settings_registry]}
    assert found == SHOWN.keys() | KEPT_INSIDE
    assert not SHOWN.keys() & KEPT_INSIDE


@pytest.mark.parametrize("label", SHOWN)
def test_what_readers_see_is_changed_by_the_named_roles_alone(label):
    assert roles_that_write(label) == SHOWN[label].roles
    assert not {name for name in SHOWN[label].roles if name.endswith(("editor", "tv"))}


@pytest.fixture
def keeper(nine_sites) -> Client:
    """An administrator of the prefecture, who keeps all of them."""
    person = get_user_model().objects.create(username="prefecture-admin")
    person.groups.add(Group.objects.get(name="恩施州管理员"))
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return client


def entry_of(action: Action, label: str, number: int) -> AuditEntry:
    return AuditEntry.objects.get(action=action, object_type=label.lower(), object_id=str(number))


@pytest.mark.parametrize("label", SHOWN)
def test_the_audit_says_who_changed_what_readers_see(keeper, label):
    shown, site = SHOWN[label], Site.objects.get(hostname="lichuan.localhost")
    row = shown.row(site)
    if type(row) in settings_registry:
        address = reverse("wagtailsettings:edit", args=[*label.lower().split("."), site.pk])
    else:
        address = reverse(f"wagtailsnippets_{label.lower().replace('.', '_')}:edit", args=[row.pk])
    assert keeper.post(address, {"site": site.pk, **shown.change}).status_code == 302
    entry = entry_of(Action.CHANGED, label, row.pk)
    assert entry.actor_name == "prefecture-admin"
    assert "改" in str(entry.details) or "items" in entry.details


@pytest.mark.parametrize("label", [label for label in SHOWN if not label.startswith("sitewide.Site")])
def test_the_audit_says_who_took_away_what_readers_saw(keeper, label):
    row = SHOWN[label].row(Site.objects.get(hostname="lichuan.localhost"))
    assert entry_of(Action.CREATED, label, row.pk)
    number = row.pk
    keeper.post(reverse(f"wagtailsnippets_{label.lower().replace('.', '_')}:delete", args=[number]))
    assert entry_of(Action.DELETED, label, number).actor_name == "prefecture-admin"
