"""Who may read the publication log in the admin, and what they see of it."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms.audit import subjects
from cms.publications.models import Operation
from cms.publications.report import PublicationReportView
from tests.cms.audit.test_report import reader
from tests.cms.publications.rows import add
from tests.factories.pages import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_the_nine(monkeypatch):
    """As a single site has it: whoever works on the pages of a site reads its rows."""
    monkeypatch.setattr(subjects, "_reader_sites", subjects.sites_with_page_rights)


@pytest.fixture
def staff(family) -> Client:
    """Somebody of Lichuan."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader(family, "view_logrow"))
    return client


def exported(client: Client, **query: object) -> list[dict[str, str]]:
    """Field name -> text, without the headings."""
    response = client.get(reverse("publication_report"), {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(StringIO(text), PublicationReportView.list_export))[1:]


def test_staff_read_what_is_or_was_on_their_site(staff, family, fog):
    NewsPageFactory(parent=family.enshi.root_page, title="恩施的事", slug="theirs")
    fog.move(family.enshi.root_page, pos="last-child")
    page = staff.get(reverse("publication_report")).content.decode()
    assert "恩施的事" not in page
    assert reverse("wagtailadmin_pages:edit", args=[fog.pk]) in page
    move, *_others = exported(staff)
    assert [move["operation_name"], move["title"], move["site_name"]] == [Operation.MOVE.label, fog.title, "恩施市"]
    assert [move["old_url_path"], move["url_path"]] == ["/family/lichuan/news/fog/", "/family/enshi/fog/"]


def test_rows_are_found_by_operation_title_and_day(staff, fog):
    fog.unpublish()
    assert [row["title"] for row in exported(staff, operation="withdraw")] == [fog.title]
    found = [row["operation_name"] for row in exported(staff, subject="news/fog")]
    assert found == [Operation.WITHDRAW.label, Operation.UPDATE.label, Operation.PUBLISH.label]
    assert exported(staff, at_to="2020-01-01") == []


def test_what_people_wrote_is_no_formula_in_a_spreadsheet(staff, fog):
    fog.title = "=1+1"
    fog.save()
    assert exported(staff)[0]["title"] == "'=1+1"


def test_a_page_that_is_gone_has_no_link(staff, family, fog):
    link = reverse("wagtailadmin_pages:edit", args=[fog.pk])
    fog.delete()
    assert link not in staff.get(reverse("publication_report")).content.decode()


def test_without_the_right_there_is_neither_report_nor_menu_item(family):
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader(family))
    assert client.get(reverse("publication_report")).status_code == 302
    assert reverse("publication_report") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_screen_asks_the_same_number_of_queries_for_many_rows(staff, family, django_assert_max_num_queries):
    for number in range(30):
        add(number, site_id=Site.objects.get(hostname="lichuan.localhost").pk)
    staff.get(reverse("publication_report"))
    with django_assert_max_num_queries(25):
        staff.get(reverse("publication_report"))
