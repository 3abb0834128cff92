"""The form, its place in the editor, and the statistics."""

import csv
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupSitePermission, Page

from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.risk.choices import Level
from cms.editorial.risk.models import Assessment, RiskRules
from cms.editorial.risk.statistics import site_statistics
from tests.factories.assessments import assess
from tests.factories.pages import NewsPageFactory
from tests.factories.tokens import EDITOR, make_person

REPORT = "wagtailsnippets_risk_assessment:list"


def form(desk, **values) -> dict[str, object]:
    content = fingerprint(desk.draft.get_latest_revision_as_object())
    return {"content": content, "stability_level": 1, "opinion_level": 1, "valid_until": "", **values}


def address(desk) -> str:
    return reverse("risk_page", args=[desk.draft.pk])


def test_an_editor_assesses_a_draft_and_is_told_so_in_the_editor(desk):
    editor = reverse("wagtailadmin_pages:edit", args=[desk.draft.pk])
    assert address(desk) in desk.client.get(editor).content.decode()
    response = desk.client.post(
        address(desk),
        form(
            desk,
            stability_level=3,
            stability_factors=["land", "crowd"],
            opinion_level=2,
            opinion_note="热点",
            measures="备勤",
        ),
    )
    assert response.url == editor
    found = Assessment.objects.get()
    assert (found.assessed_by, found.site, found.level) == (desk.editor, desk.family.lichuan, Level.HIGH)
    assert found.revision_id == desk.draft.latest_revision_id
    assert found.valid_until == timezone.localdate() + timedelta(days=7)
    shown = desk.client.get(address(desk)).content.decode()
    assert all(text in shown for text in [*found.stability_labels, "热点", "备勤"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"stability_level": ""}, "stability_level"),
        ({"opinion_level": 2, "measures": "备勤"}, "opinion_factors"),
        ({"opinion_level": 2, "opinion_factors": ["topic"]}, "measures"),
        ({"valid_until": "2001-01-01"}, "valid_until"),
        ({"valid_until": "2999-01-01"}, "valid_until"),
        ({"content": "seen.before"}, "__all__"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_is_lost(desk, values, field):
    note = {"opinion_note": ""} if field == "opinion_factors" else {"stability_note": "已与社区沟通"}
    response = desk.client.post(address(desk), form(desk, **note, **values))
    assert list(response.context["form"].errors) == [field]
    assert field == "opinion_factors" or "已与社区沟通" in response.content.decode()
    assert not Assessment.objects.exists()


def test_a_page_of_another_county_does_not_exist(desk):
    stranger = make_person("stranger", {desk.family.enshi.root_page: EDITOR})
    client = Client(SERVER_NAME="localhost")
    client.force_login(stranger)
    assert client.get(address(desk)).status_code == 404
    assert client.post(address(desk), form(desk)).status_code == 404


def test_the_way_back_leads_to_this_admin_only(desk):
    back = reverse("wagtailadmin_home")
    assert desk.client.post(address(desk), form(desk, next=back)).url == back
    response = desk.client.post(address(desk), form(desk, next="https://example.com/"))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[desk.draft.pk])


@pytest.fixture
def assessed(desk):
    """Of five drafts one is not assessed, one expired, one outdated."""
    column = desk.draft.get_parent()
    drafts = [desk.draft, *(NewsPageFactory(parent=column, live=False) for _number in range(4))]
    for draft in drafts[1:]:
        draft.save_revision()
    written = timezone.now() - timedelta(hours=6)
    high, low, expired, outdated = (Page.objects.get(pk=draft.pk).specific for draft in drafts[1:])
    assess(high, desk.editor, Level.HIGH, written_at=written, assessed_at=written + timedelta(hours=2))
    assess(low, desk.editor, written_at=written, assessed_at=written + timedelta(hours=4))
    assess(expired, desk.editor, days=-1, written_at=written, assessed_at=written + timedelta(hours=3))
    assess(outdated, desk.editor, Level.MEDIUM, written_at=written, assessed_at=timezone.now() - timedelta(days=90))
    outdated.title = "改过的标题"
    outdated.save_revision()
    return desk


def test_the_statistics_count_levels_of_the_period_and_states_of_today(assessed):
    today = timezone.localdate()
    family = assessed.family
    own, other = site_statistics([family.lichuan, family.enshi], today - timedelta(days=30), today)
    assert list(own.levels.values()) == [2, 0, 1]
    assert {state.value: count for state, count in own.states.items()} == {
        "missing": 1,
        "valid": 2,
        "expired": 1,
        "outdated": 1,
    }
    assert own.average_hours == 3.0
    assert (sum(other.levels.values()), sum(other.states.values()), other.average_hours) == (0, 0, None)


def test_a_county_reads_its_own_row_only_also_in_the_file(assessed):
    group = assessed.editor.groups.get()
    assert assessed.client.get(reverse(REPORT)).status_code == 302
    view = Permission.objects.get(codename="view_assessment")
    GroupSitePermission.objects.create(group=group, site=assessed.family.lichuan, permission=view)
    table = assessed.client.get(reverse(REPORT)).context["table"]
    assert table == [("利川市", [2, 0, 1, 1, 2, 1, 1, 3.0])]
    file = assessed.client.get(reverse(REPORT), {"export": "csv"}).content.decode("utf-8-sig")
    assert list(csv.reader(file.splitlines()))[1] == ["利川市", "2", "0", "1", "1", "2", "1", "1", "3.0"]
    assert assessed.client.get(reverse(REPORT), {"site": assessed.family.enshi.pk}).status_code == 404


def test_the_rules_of_a_county_show_what_is_demanded_above(desk):
    group = desk.editor.groups.get()
    change = Permission.objects.get(codename="change_riskrules")
    GroupSitePermission.objects.create(group=group, site=desk.family.lichuan, permission=change)
    settings = reverse("wagtailsettings:edit", args=["risk", "riskrules", desk.family.lichuan.pk])
    assert "help-info" in desk.client.get(settings).content.decode()
    values = {"page_types": ["scenic.scenicspotpage"], "low_days": 3, "medium_days": "", "high_days": ""}
    assert desk.client.post(settings, values).status_code == 302
    assert RiskRules.objects.get(site=desk.family.lichuan).page_types == ["scenic.scenicspotpage"]
    response = desk.client.post(settings, values | {"high_days": 8})
    assert "high_days" in response.context["form"].errors
