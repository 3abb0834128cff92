"""Flows on files, collections, redirects, people and snippets."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.editorial.gate.fingerprints import fingerprint
from tests.factories.files import film
from tests.sites.isolation.crawler.flows import flow, picture, post, single, text_file, url
from tests.sites.isolation.crawler.forms import forms_in
from tests.sites.isolation.crawler.oracle import Flow, Request
from tests.sites.isolation.crawler.posts import form_data
from tests.sites.isolation.crawler.world import Place, World

TITLE = "刚刚改过的标题"
FILES: dict[str, Callable[[], object]] = {
    "wagtailimages": picture,
    "wagtaildocs": lambda: text_file("file.txt", "text", "text/plain"),
}
WORDS = {"title": TITLE, "description": TITLE, "tags": "", "credit": "", "is_decorative": "on"}


for _app, _file in FILES.items():
    _kind = {"wagtailimages": "image", "wagtaildocs": "document"}[_app]

    def _upload(world: World, place: Place, app: str = _app) -> Request:
        data = {**WORDS, "collection": place.collection.pk, "file": FILES[app]()}
        return post(url(f"{app}:add"), data)

    def _upload_many(world: World, place: Place, app: str = _app) -> Request:
        data = {"title": TITLE, "collection": place.collection.pk, "files[]": FILES[app]()}
        return Request("", url(f"{app}:add_multiple"), "POST", data=data)

    def _upload_while_choosing(world: World, place: Place, app: str = _app, kind: str = _kind) -> Request:
        words = {f"{kind}-chooser-upload-{name}": value for name, value in WORDS.items()}
        data = {**words, "collection": place.collection.pk, "file": FILES[app]()}
        data |= {f"{kind}-chooser-upload-{name}": data[name] for name in ("collection", "file")}
        data[f"{kind}-chooser-upload-file"] = FILES[app]()
        return post(url(f"{app}_chooser:create"), data)

    def _edit_many(world: World, place: Place, app: str = _app, kind: str = _kind) -> Request:
        key = place.first(kind)
        fields = {**WORDS, "collection": place.collection.pk}
        data = {f"{kind if kind == 'image' else 'doc'}-{key}-{name}": value for name, value in fields.items()}
        return post(url(f"{app}:edit_multiple", key), data)

    def _delete_many(world: World, place: Place, app: str = _app, kind: str = _kind) -> Request:
        return post(url(f"{app}:delete_multiple", place.first(kind)))

    def _finish_upload(world: World, place: Place, app: str = _app, kind: str = _kind) -> Request:
        key = place.first(f"uploaded_{kind}")
        name = "create_multiple_from_uploaded_" + kind
        fields = {**WORDS, "collection": place.collection.pk}
        return post(url(f"{app}:{name}", key), {f"uploaded-{kind}-{key}-{one}": fields[one] for one in fields})

    def _drop_upload(world: World, place: Place, app: str = _app, kind: str = _kind) -> Request:
        return post(url(f"{app}:delete_upload_multiple", place.first(f"uploaded_{kind}")))

    def _own_file_there(world: World, place: Place, app: str = _app, kind: str = _kind) -> Request:
        return post(url(f"{app}:edit", world.own.first(kind)), {**WORDS, "collection": place.collection.pk})

    for _name, _make in {
        "upload": _upload,
        "upload_many": _upload_many,
        "upload_while_choosing": _upload_while_choosing,
        "edit_among_many": _edit_many,
        "delete_among_many": _delete_many,
        "finish_an_upload": _finish_upload,
        "drop_an_upload": _drop_upload,
        "own_file_into_their_collection": _own_file_there,
    }.items():
        single(f"{_name}_{_kind}", _make)

    for _action, _data in {
        "delete": lambda place: {},
        "add_tags": lambda place: {"tags": "新标签"},
        "add_to_collection": lambda place: {"collection": place.collection.pk},
    }.items():

        def _bulk(world: World, place: Place, kind: str = _kind, action: str = _action, data=_data) -> Request:
            query = tuple(("id", key) for key in [world.own.first(kind), *place.ids[kind]])
            address = reverse("wagtail_bulk_action", args=["media", kind, action])
            return Request("", address, "POST", query, {**data(place), "next": "/admin/"})

        single(f"bulk_{_action}_{_kind}", _bulk)

single("add_media", lambda world, place: post(url("wagtailmedia:add", "video"), _media(place)))
single("edit_media", lambda world, place: post(url("wagtailmedia:edit", place.first("media")), _media(place)))


def _media(place: Place) -> dict[str, object]:
    file = SimpleUploadedFile("film.mp4", film(), "video/mp4")
    return {**WORDS, "collection": place.collection.pk, "file": file, "duration": 1, "transcript": ""}


@flow
def upload_media_while_choosing(world: World, place: Place) -> Flow:
    fields = {f"media-chooser-upload-{name}": value for name, value in _media(place).items()}
    yield post(url("wagtailmedia:chooser_upload", "video"), fields)


@flow
def own_media_into_their_collection(world: World, place: Place) -> Flow:
    yield post(url("wagtailmedia:edit", world.own.first("media")), _media(place))


# Collections

single(
    "add_a_collection_there",
    lambda world, place: post(url("wagtailadmin_collections:add"), {"name": TITLE, "parent": place.collection.pk}),
)
single(
    "move_a_collection_here",
    lambda world, place: post(
        url("wagtailadmin_collections:edit", place.first("collection")),
        {"name": TITLE, "parent": world.own.collection.pk},
    ),
)
single(
    "move_an_own_collection_there",
    lambda world, place: post(
        url("wagtailadmin_collections:edit", world.own.first("collection")),
        {"name": TITLE, "parent": place.collection.pk},
    ),
)
single(
    "let_their_group_into_a_collection",
    lambda world, place: post(
        url("wagtailadmin_collections:set_privacy", world.own.first("collection")),
        {"restriction_type": "groups", "password": "", "groups": [place.first("group")]},
    ),
)
single(
    "make_a_collection_private",
    lambda world, place: post(
        url("wagtailadmin_collections:set_privacy", place.ids["collection"][1]),
        {"restriction_type": "login", "password": "", "groups": []},
    ),
)


# Redirects


@flow
def add_a_redirect(world: World, place: Place) -> Flow:
    data = {"old_path": "/zz-new", "site": place.site.pk, "is_permanent": "on", "redirect_link": "https://example.com/"}
    yield post(url("wagtailredirects:add"), data)


@flow
def add_a_redirect_for_all_sites(world: World, place: Place) -> Flow:
    data = {"old_path": "/zz-new", "site": "", "is_permanent": "on", "redirect_link": "https://example.com/"}
    yield post(url("wagtailredirects:add"), data)


@flow
def give_a_redirect(world: World, place: Place) -> Flow:
    data = {"old_path": "/zz-given", "site": place.site.pk, "redirect_link": "https://example.com/"}
    yield post(url("wagtailredirects:edit", world.own.first("redirect")), data)


@flow
def lead_a_redirect_there(world: World, place: Place) -> Flow:
    data = {"old_path": "/zz-led", "site": world.own.site.pk, "redirect_page": place.first("page")}
    yield post(url("wagtailredirects:edit", world.own.first("redirect")), data)


@flow
def import_redirects(world: World, place: Place) -> Flow:
    yield from _import_redirects(place.site.pk)


@flow
def import_redirects_for_all_sites(world: World, place: Place) -> Flow:
    yield from _import_redirects("")


def _import_redirects(site: object) -> Flow:
    table = text_file("redirects.csv", "from,to\n/zz-imported,https://example.com/\n")
    answer = yield post(url("wagtailredirects:start_import"), {"import_file": table})
    for form in forms_in(answer):
        if "import_file_name" in form.data:
            data = form_data(form, from_index=0, to_index=1, site=site, permanent="on")
            yield post(url("wagtailredirects:process_import"), data)


# People


def person(**values: object) -> dict[str, object]:
    word = "Aaa-bbb-ccc-9"
    names = {"first_name": "名", "last_name": "姓", "email": "zz@example.com", "username": "zz-new"}
    return {**names, "password1": word, "password2": word, "is_active": "on", **values}


@flow
def add_a_person_to_their_group(world: World, place: Place) -> Flow:
    yield post(url("wagtailusers_users:add"), person(groups=[place.first("group")]))


@flow
def reset_anothers_password(world: World, place: Place) -> Flow:
    groups = [group.pk for group in place.groups]
    yield post(url("wagtailusers_users:edit", place.first("user")), person(username="zz-taken", groups=groups))


@flow
def join_their_group(world: World, place: Place) -> Flow:
    own = world.own.user("editor")
    data = person(username=own.username, groups=[world.own.groups[0].pk, place.first("group")])
    yield post(url("wagtailusers_users:edit", own.pk), {**data, "password1": "", "password2": ""})


@flow
def become_superuser(world: World, place: Place) -> Flow:
    own = world.own.user("admin")
    data = person(username=own.username, groups=[group.pk for group in world.own.groups], is_superuser="on")
    yield post(url("wagtailusers_users:edit", own.pk), {**data, "password1": "", "password2": ""})


@flow
def make_a_token_for_their_site(world: World, place: Place) -> Flow:
    yield post(url("api_token_add"), {"name": "x", "site": place.site.pk, "access": "write", "days": 30})


@flow
def revoke_their_token(world: World, place: Place) -> Flow:
    yield post(url("api_token_revoke", place.first("token")))


for _action, _values in {
    "assign_role": lambda world, place: {"role": place.first("group")},
    "assign_role_to_own": lambda world, place: {"role": place.first("group")},
    "set_active_state": lambda world, place: {"mark_as_active": "False"},
    "delete": lambda world, place: {},
}.items():

    def _on_people(world: World, place: Place, action: str = _action, values=_values) -> Request:
        whose = world.own if action.endswith("own") else place
        keys = [world.own.ids["user"][-1], whose.ids["user"][-1]]
        address = reverse("wagtail_bulk_action", args=["users", "user", action.removesuffix("_to_own")])
        return Request("", address, "POST", tuple(("id", key) for key in keys), values(world, place))

    single(f"bulk_{_action}_user", _on_people)


# Snippets and settings


def _alert(place: Place) -> dict[str, object]:
    starts_at = f"{timezone.localdate()} 00:00"
    return {"site": place.site.pk, "level": "info", "title": TITLE, "text": "", "starts_at": starts_at}


def _bet(place: Place) -> dict[str, object]:
    return {"site": place.site.pk, "queries": TITLE, "title": TITLE, "address": "https://www.gov.cn/", "page": ""}


def _case(place: Place) -> dict[str, object]:
    words = {"title": TITLE, "description": TITLE, "severity": "ordinary", "source": "message", "source_note": ""}
    return {"site": place.site.pk, **words}


def _term(place: Place) -> dict[str, object]:
    words = {"term": TITLE, "kind": "wrong", "severity": 1, "suggestion": "", "exceptions": "", "note": ""}
    return {"site": place.site.pk, **words}


# What the forms of a site's own snippets need, by the names that their addresses have.
SNIPPET_FORMS: dict[str, Callable[[Place], dict[str, object]]] = {
    "sitewide_alertbanner": _alert,
    "search_bestbet": _bet,
    "cases_case": _case,
    "texts_term": _term,
}
for _model, _form in SNIPPET_FORMS.items():
    _kind = _model.partition("_")[2]

    def _add(world: World, place: Place, model: str = _model, form=_form) -> Request:
        return post(url(f"wagtailsnippets_{model}:add"), form(place))

    def _take(world: World, place: Place, model: str = _model, form=_form, kind: str = _kind) -> Request:
        return post(url(f"wagtailsnippets_{model}:edit", place.first(kind)), form(world.own))

    def _give(world: World, place: Place, model: str = _model, form=_form, kind: str = _kind) -> Request:
        return post(url(f"wagtailsnippets_{model}:edit", world.own.first(kind)), form(place))

    def _copy(world: World, place: Place, model: str = _model, form=_form, kind: str = _kind) -> Request:
        return post(url(f"wagtailsnippets_{model}:copy", place.first(kind)), form(place))

    def _delete_many_rows(world: World, place: Place, model: str = _model, kind: str = _kind) -> Request:
        address = reverse("wagtail_bulk_action", args=[*model.split("_"), "delete"])
        return Request("", address, "POST", tuple(("id", key) for key in [world.own.first(kind), *place.ids[kind]]))

    for _name, _make in {
        "add": _add,
        "take": _take,
        "give": _give,
        "copy": _copy,
        "bulk_delete": _delete_many_rows,
    }.items():
        # A case is opened with its own two tracks, never as a copy.
        if (_name, _kind) != ("copy", "case"):
            single(f"{_name}_{_kind}", _make)


for _model in ("news_topic", "commentary_penname", "search_dictionaryword", "languages_glossaryterm"):

    def _add_word(world: World, place: Place, model: str = _model) -> Request:
        words = {"name": "新词", "slug": "new-word", "word": "新词", "kind": "other", "simplified": "新词"}
        return post(url(f"wagtailsnippets_{model}:add"), {**words, "traditional": "新詞"})

    single(f"add_{_model}", _add_word)


def _on_case(case: object, data: dict[str, object]) -> Request:
    return post(url("wagtailsnippets_cases_case:inspect", case), data)


def _track(person: object) -> dict[str, object]:
    fields = {"status": "progress", "department": TITLE, "person": person, "working_days": 5, "result": ""}
    return {"step": "track-real", **{f"real-{name}": value for name, value in fields.items()}}


single(
    "their_page_into_an_own_case",
    lambda world, place: _on_case(world.own.first("case"), {"step": "page", "page-page": place.first("live_page")}),
)
single(
    "their_person_into_an_own_case",
    lambda world, place: _on_case(world.own.first("case"), _track(place.user("editor").pk)),
)
single(
    "a_note_into_their_case",
    lambda world, place: _on_case(place.first("case"), {"step": "note", "note-text": TITLE, "note-track": ""}),
)
single(
    "assess_their_page",
    lambda world, place: post(url("risk_page", place.first("live_page")), _assessment(place.first("live_page"))),
)


def _assessment(page: object) -> dict[str, object]:
    content = fingerprint(Page.objects.get(pk=page).get_latest_revision_as_object())
    return {"content": content, "stability_level": 1, "opinion_level": 1, "measures": TITLE, "valid_until": ""}
