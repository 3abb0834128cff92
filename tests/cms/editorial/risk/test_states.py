"""When a page counts as assessed, and what follows from it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page

from cms.audit.append_only import AppendOnlyError
from cms.core.mixins import ColumnType
from cms.core.release import Basis
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.models import Approval
from cms.editorial.risk.choices import Level
from cms.editorial.risk.models import Assessment, RiskRules
from cms.editorial.risk.rules import DEFAULTS, needs_assessment, rules_for
from cms.editorial.risk.states import PageRisk, State, demands_prefecture, state_of, unassessed
from tests.factories.assessments import assess
from tests.factories.media import ImageFactory
from tests.factories.pages import SectionPageFactory, StandardPageFactory

NEVER, TODAY, YESTERDAY = None, 0, -1


def edit(page: Page, **values) -> None:
    page = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision()


@pytest.mark.parametrize(
    ("valid_for", "change", "state"),
    [
        (NEVER, {}, State.MISSING),
        (TODAY, {}, State.VALID),
        (YESTERDAY, {}, State.EXPIRED),
        (TODAY, {"title": "峡谷晚霞"}, State.OUTDATED),
        (YESTERDAY, {"title": "峡谷晚霞"}, State.OUTDATED),
        (TODAY, {"title": "峡谷晨雾"}, State.VALID),
    ],
    ids=["never", "valid", "expired", "edited", "expired-and-edited", "saved-without-a-change"],
)
def test_the_state_follows_from_the_day_and_the_content(desk, valid_for, change, state):
    if valid_for is not NEVER:
        assess(desk.draft, desk.editor, days=valid_for)
    if change:
        edit(desk.draft, **change)
    draft = Page.objects.get(pk=desk.draft.pk).get_latest_revision_as_object()
    assert state_of(draft) == state
    assert bool(unassessed(draft, Basis.APPROVED)) == (state != State.VALID)
    assert unassessed(draft, Basis.URGENT) == []


def test_an_assessment_has_to_hold_when_a_scheduled_page_goes_live(desk):
    edit(desk.draft, go_live_at=timezone.now() + timedelta(days=9))
    draft = Page.objects.get(pk=desk.draft.pk)
    assess(draft, desk.editor, days=8)
    assert state_of(draft.get_latest_revision_as_object()) == State.EXPIRED
    assess(draft, desk.editor, days=9)
    assert state_of(draft.get_latest_revision_as_object()) == State.VALID


def test_another_caption_of_a_picture_means_assess_again(desk):
    picture = ImageFactory()
    edit(desk.draft, lead_image=picture)
    draft = Page.objects.get(pk=desk.draft.pk)
    assess(draft, desk.editor)
    picture.description = "换了说明"
    picture.save()
    assert state_of(draft.get_latest_revision_as_object()) == State.OUTDATED


def test_the_newest_assessment_counts_and_none_is_ever_changed(desk):
    first = assess(desk.draft, desk.editor, Level.HIGH)
    assert demands_prefecture(desk.draft)
    assess(desk.draft, desk.editor, Level.LOW)
    assert not demands_prefecture(desk.draft)
    assess(desk.draft, desk.editor, Level.LOW, opinion_level=Level.HIGH)
    assert demands_prefecture(desk.draft)
    with pytest.raises(AppendOnlyError):
        first.save()
    with pytest.raises(AppendOnlyError):
        Assessment.objects.update(stability_level=Level.LOW)
    with pytest.raises(AppendOnlyError):
        Assessment.objects.all().delete()


@pytest.mark.gate
def test_the_gate_refuses_what_two_people_approved_without_a_valid_assessment(desk, reviewers):
    draft = desk.draft.get_latest_revision_as_object()
    for person in reviewers:
        Approval.objects.create(
            translation_key=draft.translation_key,
            locale=draft.locale,
            fingerprint=fingerprint(draft),
            stage="county",
            stage_name="县市审核",
            approver=person,
        )
    with pytest.raises(PermissionDenied) as refused:
        draft.latest_revision.publish()
    assert refused.value.missing == [PageRisk(draft).missing]
    assess(desk.draft, desk.editor)
    draft.latest_revision.publish()
    assert Page.objects.get(pk=draft.pk).live


def test_news_and_policies_need_an_assessment_and_plain_pages_do_not(desk):
    home = desk.family.lichuan.root_page
    about = StandardPageFactory(parent=SectionPageFactory(parent=home, column_type=ColumnType.OVERVIEW))
    policy = StandardPageFactory(parent=SectionPageFactory(parent=home, column_type=ColumnType.POLICIES))
    assert [needs_assessment(page) for page in (desk.draft, about, policy)] == [True, False, True]
    assert PageRisk(about).is_settled
    assert not needs_assessment(desk.draft.create_alias(update_slug="alias"))


def test_a_county_may_be_stricter_and_never_less_strict(desk):
    upper, own = RiskRules.for_site(desk.family.prefecture), RiskRules.for_site(desk.family.lichuan)
    assert (set(upper.page_types), own.page_types) == (DEFAULTS.page_types, [])
    upper.page_types, upper.low_days = ["news.newspage"], 20
    upper.save()
    own.page_types, own.low_days = ["standard.standardpage"], 5
    own.full_clean()
    own.save()
    rules = rules_for(desk.draft)
    assert rules.page_types == {"news.newspage", "standard.standardpage"}
    assert rules.days == {Level.LOW: 5, Level.MEDIUM: 14, Level.HIGH: 7}
    own.low_days = 21
    with pytest.raises(Exception, match="20"):
        own.full_clean()
