"""CSV import: the file, its rows, the preview, and who may do it."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from cms.pages.units import csv_import
from cms.pages.units.models import SmartCampusPage, SmartVillagePage
from tests.factories import hostile_files
from tests.factories.pages import HomePageFactory
from tests.factories.sites import works_for
from tests.factories.units import SmartCampusPageFactory, UnitIndexPageFactory

HEADINGS = "kind,title,summary,source,level,since,contact_role,slug"
SCHOOL = "campus,示例小学,同步课堂。,示例教育部门,county,2016-06-08,学校信息台,shili-xiaoxue"
VILLAGE = "village,示例村,,示例乡镇,,,,"


def csv_of(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join([headings, *rows]) + "\n"


@pytest.fixture
def indexes(db) -> dict:
    Site.objects.all().delete()
    prefecture = HomePageFactory(parent=Page.objects.get(depth=1), slug="zhou")
    Site.objects.create(hostname="localhost", port=8000, root_page=prefecture, is_default_site=True)
    found = {}
    for slug in ("lichuan", "enshi"):
        home = HomePageFactory(parent=prefecture, slug=slug)
        Site.objects.create(hostname=f"{slug}.localhost", port=8000, root_page=home)
        found[slug] = UnitIndexPageFactory(parent=home, slug="units")
    return found


@pytest.fixture
def editor(indexes):
    """May add and change pages of Lichuan, and only there."""
    group = Group.objects.create(name="lichuan editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=indexes["lichuan"].get_parent(), permission=permission)
    user = get_user_model().objects.create_user("lichuan-editor", password="test-password-1")
    user.groups.add(group)
    works_for(group, Site.objects.get(root_page=indexes["lichuan"].get_parent()))
    return user


@pytest.fixture(autouse=True)
def on_a_known_host(client):
    client.defaults["SERVER_NAME"] = "lichuan.localhost"


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


def plan_for(text: str, index) -> csv_import.Plan:
    return csv_import.check(csv_import.read(text.encode()), index)


def upload(client, index, data: bytes, name: str = "units.csv"):
    return client.post(reverse("units_import", args=[index.pk]), {"file": SimpleUploadedFile(name, data)})


def confirm(client, index, preview):
    return client.post(reverse("units_import", args=[index.pk]), {"rows": preview.context["signed"]})


# The file as a whole
def test_no_hostile_file_makes_an_error_or_a_page(admin_client, indexes):
    admin_client.defaults["SERVER_NAME"] = "localhost"
    before = set(Page.objects.values_list("pk", flat=True))
    for name, content in (hostile_files.documents() | hostile_files.pictures()).items():
        answer = upload(admin_client, indexes["lichuan"], content, name)
        assert answer.status_code == 200 and not answer.context.get("signed"), name
    assert set(Page.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_the_encodings_of_spreadsheets_are_read(encoding: str):
    (row,) = csv_import.read(csv_of(SCHOOL).encode(encoding))
    assert (row["title"], row["source"]) == ("示例小学", "示例教育部门")


def test_windows_line_ends_quotes_and_empty_rows_are_read_and_rows_counted_as_spreadsheets_do():
    text = csv_of('campus,"示例小学，""本部""","两行\n简介",示例教育部门,,,,', ",,,,,,,", VILLAGE).replace("\n", "\r\n")
    first, second = csv_import.read(text.encode())
    assert (first["row"], first["title"]) == (2, '示例小学，"本部"')
    assert (second["row"], second["title"]) == (4, "示例村")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04 an xlsx file",
        b"\xff\xfe" + csv_of(SCHOOL).encode("utf-16-le"),
        bytes([0x81, 0xFF, 0x00, 0xFE]),
        csv_of().encode(),
        csv_of(SCHOOL, headings="kind,title,summary,source,level,since,contact_role,colour").encode(),
        csv_of(SCHOOL, headings="kind,title,title,source").encode(),
        csv_of("campus,示例小学", headings="kind,title").encode(),
        csv_of('campus,"示例小学').encode(),
        csv_of(*[SCHOOL] * (csv_import.MAX_ROWS + 1)).encode(),
        csv_of(SCHOOL).encode() + b" " * csv_import.MAX_BYTES,
    ],
    ids=[
        "empty",
        "blank",
        "xlsx",
        "utf-16",
        "binary",
        "headings only",
        "unknown heading",
        "doubled heading",
        "missing heading",
        "open quote",
        "too many rows",
        "too large",
    ],
)
def test_an_unusable_file_is_refused_with_a_sentence(data: bytes):
    with pytest.raises(csv_import.UnreadableFile) as error:
        csv_import.read(data)
    assert str(error.value).endswith((".", "。"))


def test_the_limit_of_rows_is_included():
    assert len(csv_import.read(csv_of(*[SCHOOL] * csv_import.MAX_ROWS).encode())) == csv_import.MAX_ROWS


# Row by row


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",示例小学,,示例教育部门,,,,", "kind"),
        ("school,示例小学,,示例教育部门,,,,", "kind"),
        ("campus,,,示例教育部门,,,,", "title"),
        ("campus,示例小学,,,,,,", "source"),
        ("campus,示例小学,,示例教育部门,city,,,", "level"),
        ("campus,示例小学,,示例教育部门,,2016-02-30,,", "since"),
        ("campus,示例小学,,示例教育部门,,last year,,", "since"),
        ("campus,示例小学,,示例教育部门,,,,Not A Slug", "slug"),
        ("campus,示例小学,,示例教育部门,,,,示例", "slug"),
        ("campus,示例小学,,示例教育部门,,,联系人 139 0000 0000,", "contact_role"),
        (f"campus,示例小学,{'长' * 201},示例教育部门,,,,", "summary"),
        (f"campus,{'长' * 256},,示例教育部门,,,,", "title"),
        (f"campus,示例小学,,{'长' * 61},,,,", "source"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(indexes, row: str, column: str):
    plan = plan_for(csv_of(VILLAGE, row), indexes["lichuan"])
    (problem,) = plan.problems
    assert (problem.row, problem.column) == (3, csv_import.label_of(column))
    assert problem.message
    assert not plan.can_be_imported


def test_a_comma_that_shifts_the_cells_is_noticed(indexes):
    (problem,) = plan_for(csv_of("campus,示例小学,近,远,,,,,x"), indexes["lichuan"]).problems
    assert "quotes" in problem.message or "引号" in problem.message


def test_all_wrong_cells_are_reported_at_once(indexes):
    plan = plan_for(csv_of("school,,,,,,,", SCHOOL, "campus,示例中学,,,nowhere,,,"), indexes["lichuan"])
    assert [problem.row for problem in plan.problems] == [2, 2, 2, 4, 4]


@pytest.mark.parametrize("text", ["2016-06-08", "2016/6/8", "2016.6.8", "2016年6月8日"])
def test_days_as_spreadsheets_and_people_write_them(text: str):
    assert csv_import.read_date(text) == datetime.date(2016, 6, 8)


def test_labels_are_understood_as_well_as_keys(indexes):
    with_labels = csv_of("Smart campus,示例小学,示例教育部门,County level", headings="Kind,Title,Source,Level")
    (unit,) = plan_for(with_labels, indexes["lichuan"]).units
    assert (type(unit), unit.level) == (SmartCampusPage, "county")


def test_the_template_s_headings_are_understood(indexes):
    headings = csv_import.template_file().decode("utf-8-sig").strip()
    assert len(plan_for(csv_of(SCHOOL, headings=headings), indexes["lichuan"]).units) == 1


def test_known_units_are_skipped_also_when_they_stand_twice_in_the_file(indexes):
    SmartCampusPageFactory(parent=indexes["lichuan"], title="示例小学", live=False)
    plan = plan_for(csv_of(SCHOOL, VILLAGE, VILLAGE, "village,示例小学,,示例乡镇,,,,"), indexes["lichuan"])
    assert plan.duplicates == [(2, "示例小学"), (4, "示例村")]
    assert [(unit.kind, unit.title) for unit in plan.units] == [("village", "示例村"), ("village", "示例小学")]


def test_a_taken_address_is_an_error(indexes):
    SmartCampusPageFactory(parent=indexes["lichuan"], title="另一所", slug="shili-xiaoxue")
    (problem,) = plan_for(csv_of(SCHOOL), indexes["lichuan"]).problems
    assert problem.column == csv_import.label_of("slug")


# In the admin


def test_nothing_is_imported_before_the_preview_is_confirmed_and_then_as_drafts(editor_client, editor, indexes):
    preview = upload(editor_client, indexes["lichuan"], csv_of(SCHOOL, VILLAGE).encode())
    assert preview.status_code == 200
    assert "示例小学" in preview.content.decode()
    assert not SmartCampusPage.objects.exists()

    assert confirm(editor_client, indexes["lichuan"], preview).status_code == 302
    school = SmartCampusPage.objects.get()
    assert (school.title, school.slug, school.level) == ("示例小学", "shili-xiaoxue", "county")
    assert (school.since, school.summary) == (datetime.date(2016, 6, 8), "同步课堂。")
    assert (school.live, school.has_unpublished_changes, school.owner) == (False, True, editor)
    assert school.first_published_at is None
    assert school.latest_revision.user == editor
    assert school.get_parent().specific == indexes["lichuan"]
    village = SmartVillagePage.objects.get()
    assert village.slug == "shi-li-cun"
    assert village.live is False


def test_importing_the_same_file_again_changes_nothing(editor_client, indexes):
    preview = upload(editor_client, indexes["lichuan"], csv_of(SCHOOL, VILLAGE).encode())
    confirm(editor_client, indexes["lichuan"], preview)
    confirm(editor_client, indexes["lichuan"], preview)
    again = upload(editor_client, indexes["lichuan"], csv_of(SCHOOL, VILLAGE).encode())
    assert again.context["plan"].units == []
    assert len(again.context["plan"].duplicates) == 2
    assert again.context["signed"] == ""
    assert Page.objects.child_of(indexes["lichuan"]).count() == 2


def test_titles_that_spell_the_same_get_different_addresses(editor_client, indexes):
    rows = csv_of("village,示例村,,示例乡镇,,,,", "village,示里村,,示例乡镇,,,,")
    confirm(editor_client, indexes["lichuan"], upload(editor_client, indexes["lichuan"], rows.encode()))
    assert set(SmartVillagePage.objects.values_list("slug", flat=True)) == {"shi-li-cun", "shi-li-cun-2"}


def test_a_file_with_an_error_offers_no_confirmation(editor_client, indexes):
    preview = upload(editor_client, indexes["lichuan"], csv_of(SCHOOL, "campus,,,,,,,").encode())
    assert 'name="rows"' not in preview.content.decode()
    assert confirm(editor_client, indexes["lichuan"], preview).status_code == 302
    assert not SmartCampusPage.objects.exists()


def test_an_unusable_file_is_explained_beside_the_field(editor_client, indexes):
    response = upload(editor_client, indexes["lichuan"], b"PK\x03\x04")
    assert response.status_code == 200
    assert "CSV UTF-8" in response.content.decode()


def test_a_preview_is_worth_nothing_elsewhere(editor_client, indexes, admin_user):
    preview = upload(editor_client, indexes["lichuan"], csv_of(SCHOOL).encode())
    editor_client.force_login(admin_user)
    for index in indexes.values():
        assert confirm(editor_client, index, preview).status_code == 302
    assert not SmartCampusPage.objects.exists()


def test_another_county_s_index_answers_404(editor_client, indexes):
    address = reverse("units_import", args=[indexes["enshi"].pk])
    template = reverse("units_import_template", args=[indexes["enshi"].pk])
    assert editor_client.get(address).status_code == 404
    assert editor_client.get(template).status_code == 404
    assert upload(editor_client, indexes["enshi"], csv_of(SCHOOL).encode()).status_code == 404
    assert not SmartCampusPage.objects.exists()


def test_visitors_are_sent_to_the_login(client, indexes):
    response = client.get(reverse("units_import", args=[indexes["lichuan"].pk]))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_the_template_can_be_downloaded(editor_client, indexes):
    response = editor_client.get(reverse("units_import_template", args=[indexes["lichuan"].pk]))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"].startswith("text/csv")


def test_the_button_stands_on_the_index_page_of_those_who_may(editor_client, indexes):
    address = reverse("units_import", args=[indexes["lichuan"].pk])
    explorer = editor_client.get(reverse("wagtailadmin_explore", args=[indexes["lichuan"].pk]))
    assert address in explorer.content.decode()
    editing = editor_client.get(reverse("wagtailadmin_pages:edit", args=[indexes["lichuan"].pk]))
    assert address in editing.content.decode()
