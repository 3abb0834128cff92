"""The chain of responsibility: who answers for what readers see, on the screen and as a table for each day and site."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.editorial.gate.models import Approval
from cms.editorial.review.chain import chain_of
from cms.users.models import User
from tests.factories.review import Desk
from tests.factories.sites import works_for

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def rows(user: User, **query: object) -> list[dict]:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    answer = client.get(reverse("chain_report"), {"export": "csv", **query})
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode().lstrip("\ufeff"))))


def test_the_chain_names_everybody_with_a_part_in_what_is_live(desk: Desk):
    page = desk.draft()
    page = desk.change(page, desk.other, title="另一个标题")
    desk.approve_all(page)
    chain = chain_of(page)
    assert (chain.author, chain.editors) == (desk.editor, (desk.editor, desk.other))
    assert [approval.approver for approval in chain.approvals] == [desk.reviewer, desk.checker]
    assert chain.clearance.by is None or chain.clearance.by == desk.checker


def test_a_later_publication_has_a_chain_of_its_own(desk: Desk):
    page = desk.draft()
    desk.approve_all(page)
    page = desk.change(page, desk.other, title="第二版")
    desk.submit(page, desk.other)
    desk.decide(page, desk.reviewer)
    desk.decide(page, desk.checker)
    assert chain_of(page).editors == (desk.other,)
    assert len(chain_of(page).approvals) == 2
    assert Approval.objects.of(page).count() == 4


def test_the_table_has_a_line_for_each_publication_of_the_days_and_sites_asked_for(desk: Desk):
    page = desk.draft(title="=清江")
    desk.approve_all(page)
    today = timezone.localdate()
    [row] = rows(desk.reviewer, basis="approved")
    values = list(row.values())
    assert "'=清江" in values
    assert f"本级审核 {desk.reviewer.display_name}" in " ".join(values)
    site = desk.family.lichuan.pk
    assert len(rows(desk.root, basis="approved", site=site, created_at_from=today, created_at_to=today)) == 1
    assert rows(desk.root, basis="approved", site=desk.family.enshi.pk) == []
    yesterday = today - timedelta(days=1)
    assert rows(desk.root, basis="approved", created_at_from=yesterday, created_at_to=yesterday) == []


def test_a_county_reads_only_its_own(desk: Desk):
    from tests.factories.review import _group

    desk.approve_all(desk.draft())
    group = _group("strangers", desk.family.enshi.root_page, desk.family)
    group.tenants.clear()
    works_for(group, desk.family.enshi)
    stranger = User.objects.create_user("stranger")
    stranger.groups.add(group)
    assert rows(stranger, basis="approved") == []
