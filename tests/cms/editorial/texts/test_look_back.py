"""What a changed list finds in what is live already."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.core.release import shipped
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.look_back import look_back
from cms.editorial.texts.models import ListVersion, LiveFinding
from cms.editorial.texts.tasks import look_back_over
from cms.sitewide.models import AlertBanner
from tests.factories.gate import behind_the_gate
from tests.factories.pages import NewsPageFactory
from tests.factories.texts import make_term

# The gate lets nothing through here, as in the product, and publications are noticed.
pytestmark = [pytest.mark.gate, pytest.mark.usefixtures("family")]


def found() -> list[tuple]:
    return [(row.site.site_name, row.title, row.term) for row in LiveFinding.objects.order_by("site__site_name", "pk")]


@pytest.fixture
def two_counties(family, news):
    """Both write of the mist."""
    with shipped():
        other = NewsPageFactory(parent=family.enshi.root_page, title="恩施的晨雾", slug="fog")
        draft = NewsPageFactory(parent=family.enshi.root_page, title="晨雾草稿", slug="draft", live=False)
    return news, other, draft


def test_a_changed_list_looks_over_everything_on_which_it_counts(
    family, two_counties, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_term(family.prefecture, "晨雾")
        AlertBanner.objects.create(site=family.lichuan, title="晨雾橙色预警")
    expected = [
        ("利川市", "峡谷晨雾", "晨雾"),
        ("利川市", "提示横幅: 晨雾橙色预警", "晨雾"),
        ("恩施市", "恩施的晨雾", "晨雾"),
    ]
    assert sorted(found()) == sorted(expected)
    with django_capture_on_commit_callbacks(execute=True):
        make_term(family.lichuan, "峡谷", Severity.NOTE)
    assert sorted(found()) == sorted([*expected, ("利川市", "峡谷晨雾", "峡谷")])


def test_of_several_changes_in_a_row_the_last_one_looks_back(family, news):
    make_term(family.prefecture, "晨雾")
    first = ListVersion.objects.get().pk
    make_term(family.prefecture, "峡谷")
    look_back_over.call(family.prefecture.pk, first)
    assert found() == []
    look_back_over.call(family.prefecture.pk, ListVersion.objects.first().pk)
    assert len(found()) == 2


def test_a_finding_keeps_its_age_until_it_is_mended(family, news):
    term = make_term(family.prefecture, "晨雾")
    look_back(family.prefecture.pk)
    long_ago = timezone.now() - timedelta(days=9)
    LiveFinding.objects.update(found_at=long_ago)
    term.suggestion = "朝雾"
    term.save()
    look_back(family.prefecture.pk)
    row = LiveFinding.objects.get()
    assert (row.found_at, row.suggestion, row.version) == (long_ago, "朝雾", ListVersion.objects.first().pk)
    with behind_the_gate():
        Page.objects.filter(pk=news.pk).update(title="峡谷朝雾")
    call_command("look_back", verbosity=0)
    assert found() == []


def test_publishing_and_taking_down_keep_the_report_up_to_date(family, news):
    make_term(family.prefecture, "晨雾")
    page_published.send(sender=type(news), instance=news)
    assert len(found()) == 1
    page_unpublished.send(sender=type(news), instance=news)
    assert found() == []


def test_a_banner_that_has_ended_or_is_gone_is_in_nobodys_way(family):
    make_term(family.prefecture, "来风县")
    banner = AlertBanner.objects.create(site=family.lichuan, title="来风县大雨")
    assert [row.subject_type for row in LiveFinding.objects.all()] == ["sitewide.AlertBanner"]
    banner.ends_at = timezone.now() - timedelta(minutes=1)
    banner.save()
    assert found() == []
    banner.ends_at = None
    banner.save()
    banner.delete()
    assert found() == []


def test_what_goes_off_line_behind_the_signals_is_noticed(family, news):
    make_term(family.prefecture, "晨雾")
    look_back(family.prefecture.pk)
    Page.objects.filter(pk=news.pk).update(live=False)
    look_back(family.prefecture.pk)
    assert found() == []
