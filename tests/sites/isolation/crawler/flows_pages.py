"""Flows on pages: every button of the editor, moving and copying across sites, workflows, translations, imports."""

import json

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data
from wagtail_localize.models import StringSegment

from cms.languages.correction import field_name, text_of
from cms.languages.english_po import export_page
from cms.pages.news.models import NewsPage
from cms.pages.units import csv_import
from tests.sites.admin_actions import page_form
from tests.sites.isolation.crawler.flows import flow, post, post_json, single, text_file, url
from tests.sites.isolation.crawler.forms import forms_in
from tests.sites.isolation.crawler.oracle import Flow, Request
from tests.sites.isolation.crawler.world import Place, World

TITLE = "刚刚改过的标题"


def _edit(place: Place, kind: str = "page", **extra: object) -> Request:
    slug = Page.objects.get(pk=place.first(kind)).slug
    return post(url("wagtailadmin_pages:edit", place.first(kind)), page_form(NewsPage, title=TITLE, slug=slug, **extra))


BUTTONS = {
    "save_a_page": {},
    "publish_a_page": {"action-publish": "1"},
    "submit_a_page": {"action-submit": "1"},
    "restart_the_workflow_of_a_page": {"action-restart-workflow": "1"},
    "cancel_the_workflow_of_a_page": {"action-cancel-workflow": "1"},
    "approve_while_editing": {"action-workflow-action": "1", "workflow-action-name": "approve"},
    "reject_while_editing": {"action-workflow-action": "1", "workflow-action-name": "reject"},
}
for _name, _extra in BUTTONS.items():
    single(_name, lambda world, place, extra=_extra: _edit(place, **extra))

single(
    "schedule_a_page",
    lambda world, place: _edit(
        place, **{"action-publish": "1", "go_live_at": f"{timezone.now().year + 1}-01-01 00:00"}
    ),
)
single("save_an_old_version", lambda world, place: _edit(place, revision=place.first("old_revision")))


@flow
def comment_on_a_page(world: World, place: Place) -> Flow:
    comment = {"text": "意见", "contentpath": "title", "position": "", "deleted": "", "resolved": "", "id": ""}
    replies = {"replies": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    formset = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0": {**comment, **replies}}
    # Not the page that waits for review: nobody can edit that.
    yield _edit(place, "live_page", comments=formset, comment_notifications="on")


@flow
def answer_and_resolve_a_comment(world: World, place: Place) -> Flow:
    replies = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0": {"text": "答复", "id": "", "deleted": ""}}
    comment = {"id": place.first("comment"), "text": "x", "contentpath": "title", "position": "", "resolved": "on"}
    formset = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0": {**comment, "deleted": "", "replies": replies}}
    yield _edit(place, comments=formset)


@flow
def take_a_comment_into_an_own_page(world: World, place: Place) -> Flow:
    """The formset of one's own page names the comment of another's."""
    comment = {"id": place.first("comment"), "text": "x", "contentpath": "title", "position": "", "deleted": "on"}
    replies = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    formset = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0": {**comment, "resolved": "", "replies": replies}}
    yield _edit(world.own, comments=formset)


# Moving and copying


def _move(what: Place, to: Place) -> Flow:
    page, column = what.first("page"), to.first("column")
    yield post(url("wagtailadmin_pages:move", page), {"new_parent_page": column})
    yield Request("", url("wagtailadmin_pages:move_confirm", page, column))
    yield post(url("wagtailadmin_pages:move_confirm", page, column))


@flow
def move_a_page_away(world: World, place: Place) -> Flow:
    yield from _move(place, world.own)


@flow
def move_an_own_page_there(world: World, place: Place) -> Flow:
    yield from _move(world.own, place)


single(
    "change_the_order_of_pages",
    lambda world, place: Request(
        "", url("wagtailadmin_pages:set_page_position", place.ids["page"][1]), "POST", query=(("position", 0),)
    ),
)


def _copy(what: Place, to: Place, **options: str) -> Flow:
    data = {"new_title": TITLE, "new_slug": "zz-copied", "new_parent_page": to.first("column"), **options}
    address = url("wagtailadmin_pages:copy", what.first("page"))
    yield Request("", address)
    yield post(address, data)


@flow
def copy_a_page_there(world: World, place: Place) -> Flow:
    yield from _copy(world.own, place)


@flow
def copy_a_page_here(world: World, place: Place) -> Flow:
    yield from _copy(place, world.own)


@flow
def copy_within_the_other_site(world: World, place: Place) -> Flow:
    yield from _copy(place, place, copy_subpages="on")


@flow
def make_an_alias_here(world: World, place: Place) -> Flow:
    yield from _copy(place, world.own, alias="on")


@flow
def make_an_alias_there(world: World, place: Place) -> Flow:
    yield from _copy(world.own, place, alias="on")


# The admin's own interface for programs


def _bodies(world: World, place: Place) -> dict[str, dict[str, object]]:
    return {
        "move": {"destination_page_id": world.own.first("column"), "position": "last-child"},
        "copy": {
            "destination_page_id": world.own.first("column"),
            "slug": "zz-copy",
            "recursive": False,
            "keep_live": False,
        },
        "create_alias": {"destination_page_id": world.own.first("column"), "update_slug": "zz-alias"},
        "copy_for_translation": {"locale": "en", "copy_parents": True},
        "revert_to_page_revision": {"revision_id": place.first("old_revision")},
    }


TARGETS = {"convert_alias": "alias", "unpublish": "newspage"}
for _name in PagesAdminAPIViewSet.actions:

    def _make(world: World, place: Place, name: str = _name) -> Request:
        kind = TARGETS.get(name, "page")
        key = place.ids["page"][-2] if name == "revert_to_page_revision" else place.first(kind)
        if name in ("publish", "copy_for_translation"):
            key = place.ids["page"][1]
        return post_json(url("wagtailadmin_api:pages:action", key, name), _bodies(world, place).get(name, {}))

    single(f"api_{_name}", _make)

for _name in ("move", "copy", "create_alias"):

    def _make_there(world: World, place: Place, name: str = _name) -> Request:
        body = {**_bodies(world, place)[name], "destination_page_id": place.first("column")}
        return post_json(url("wagtailadmin_api:pages:action", world.own.ids["page"][1], name), body)

    single(f"api_{_name}_there", _make_there)


# Bulk actions with an own page and another's in one request


def _bulk(action: str, **data: object):
    def make(world: World, place: Place) -> Request:
        pages = [world.own.ids["page"][1], place.ids["page"][1], place.ids["page"][2]]
        if "chooser" in data:
            data["chooser"] = world.own.first("home")
        query = tuple(("id", key) for key in pages)
        return Request("", reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]), "POST", query, data)

    return make


for _name in ("delete", "publish", "unpublish"):
    single(f"bulk_{_name}", _bulk(_name))


@flow
def bulk_move_own_pages_there(world: World, place: Place) -> Flow:
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'move'])}?id={world.own.ids['page'][1]}"
    yield Request("", address)
    yield post(address, {"chooser": place.first("column"), "move_applicable": "on"})


@flow
def bulk_move_pages_here(world: World, place: Place) -> Flow:
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'move'])}?id={place.ids['page'][1]}"
    yield post(address, {"chooser": world.own.first("column"), "move_applicable": "on"})


single(
    "bulk_unpublish_all",
    lambda world, place: Request(
        "",
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]),
        "POST",
        (("id", "all"), ("childOf", place.first("column"))),
    ),
)


# Locks, privacy and workflows

single(
    "let_their_group_in",
    lambda world, place: post(
        url("wagtailadmin_pages:set_privacy", world.own.first("page")),
        {"restriction_type": "groups", "password": "", "groups": [place.first("group")]},
    ),
)


@flow
def bring_their_page_into_a_workflow(world: World, place: Place) -> Flow:
    pages = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0": {"page": place.ids["page"][1]}}
    tasks = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0": {"task": world.own.first("task"), "ORDER": 1}}
    data = {"name": TITLE, "active": "on", "pages": pages, "workflow_tasks": tasks}
    yield post(url("wagtailadmin_workflows:add"), nested_form_data(data))


single("lock_a_page", lambda world, place: post(url("wagtailadmin_pages:lock", place.ids["page"][1])))
single("unlock_a_page", lambda world, place: post(url("wagtailadmin_pages:unlock", place.first("locked_page"))))
single(
    "unschedule_a_page",
    lambda world, place: post(
        url(
            "wagtailadmin_pages:revisions_unschedule",
            place.first("scheduled_page"),
            place.first("scheduled_revision"),
        )
    ),
)
single(
    "say_that_one_is_editing",
    lambda world, place: post(
        url("wagtailadmin_editing_sessions:ping", "news", "newspage", place.first("page"), 999999)
    ),
)
single(
    "end_anothers_editing",
    lambda world, place: post(url("wagtailadmin_editing_sessions:release", place.first("editingsession"))),
)


# Translations

single(
    "begin_a_translation",
    lambda world, place: post(url("wagtail_localize:submit_page_translation", place.ids["page"][2])),
)
single(
    "write_a_sentence",
    lambda world, place: Request(
        "",
        url("wagtail_localize:edit_string_translation", place.first("translation"), place.first("stringsegment")),
        "PUT",
        data="value=English",
        content_type="application/x-www-form-urlencoded",
    ),
)
single(
    "remove_a_sentence",
    lambda world, place: Request(
        "",
        url("wagtail_localize:edit_string_translation", place.first("translation"), place.first("stringsegment")),
        "DELETE",
    ),
)
single(
    "override_a_picture",
    lambda world, place: Request(
        "",
        url("wagtail_localize:edit_override", place.first("translation"), place.first("overridablesegment")),
        "DELETE",
    ),
)


@flow
def write_a_sentence_by_way_of_an_own_translation(world: World, place: Place) -> Flow:
    keys = world.own.first("translation"), place.first("stringsegment")
    yield Request(
        "",
        url("wagtail_localize:edit_string_translation", *keys),
        "PUT",
        data="value=English",
        content_type="application/x-www-form-urlencoded",
    )


@flow
def exchange_a_translation_file(world: World, place: Place) -> Flow:
    chinese = Page.objects.get(pk=place.first("page"))
    po = export_page(chinese)
    for entry in po:
        entry.msgstr = "Changed"
    yield Request("", url("wagtail_localize:download_pofile", place.first("translation")))
    address = url("wagtail_localize:upload_pofile", place.first("translation"))
    yield post(address, {"file": text_file("en.po", str(po), "text/x-gettext-translation")})


@flow
def publish_a_translation(world: World, place: Place) -> Flow:
    yield post(url("wagtailadmin_pages:edit", place.first("english")), {"action": "publish"})


@flow
def confirm_sentences(world: World, place: Place) -> Flow:
    segments = StringSegment.objects.filter(source_id=place.first("machine_source"))
    data = {"confirmed": [str(one.pk) for one in segments], **{f"english-{one.pk}": "Yes" for one in segments}}
    yield post(url("english_confirm", place.first("machine_page")), data)


@flow
def correct_traditional_characters(world: World, place: Place) -> Flow:
    page = Page.objects.get(pk=place.first("machine_page"))
    data = {field_name(sentence): "改" for sentence in text_of(page)}
    yield post(url("languages_correction", page.pk), data)


# Units from a table, in two steps


@flow
def import_units(world: World, place: Place) -> Flow:
    columns = [column.name for column in csv_import.COLUMNS]
    unit = {"kind": "village", "title": "示例村", "source": "示例乡镇"}
    table = "\n".join([",".join(columns), ",".join(unit.get(column, "") for column in columns)])
    address = url("units_import", place.first("unit_index"))
    answer = yield post(address, {"file": text_file("units.csv", table)})
    rows = next((form.data["rows"][0] for form in forms_in(answer) if "rows" in form.data), "")
    yield post(address, {"rows": rows})


# The programming interface, by a token


def _v3(key: object, action: str = "") -> str:
    return f"/api/v3/pages/{key}/" + (f"actions/{action}/" if action else "")


@flow
def v3_add_a_page(world: World, place: Place) -> Flow:
    meta = {"type": "news.NewsPage", "parent_id": place.first("column")}
    yield post_json("/api/v3/pages/", {"title": TITLE, "source": "示例来源", "meta": meta})


@flow
def v3_change_a_page(world: World, place: Place) -> Flow:
    body = json.dumps({"summary": TITLE})
    yield Request("", _v3(place.ids["page"][1]), "PATCH", data=body, content_type="application/json")


@flow
def v3_delete_a_page(world: World, place: Place) -> Flow:
    yield Request("", _v3(place.ids["page"][1]), "DELETE")


for _name, _body in {
    "submit": lambda place: {},
    "unpublish": lambda place: {"reason": "error", "explanation": "x"},
    "revert": lambda place: {"revision_id": place.first("old_revision")},
    "copy": lambda place: {"destination_page_id": place.first("column"), "update_attrs": {"slug": "zz-v3"}},
}.items():

    def _act(world: World, place: Place, name: str = _name, body=_body) -> Request:
        key = {"unpublish": place.first("live_page"), "revert": place.ids["page"][6]}.get(name, place.ids["page"][1])
        return post_json(_v3(key, name), body(place))

    single(f"v3_{_name}", _act)
