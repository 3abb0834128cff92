"""Through the admin's own interface and through version 3 of the public one, with a person's token."""

from django.http import HttpResponse
from django.urls import reverse

from tests.cms.editorial.gate.paths import MARK, PEOPLE, Case, path

NEW = {"title": f"{MARK}的新稿", "summary": MARK, "source": "编辑部"}


def _act(case: Case, action: str, data: dict | None = None, pk: int | None = None) -> HttpResponse:
    return case.admin_api(reverse("wagtailadmin_api:pages:action", args=[pk or case.pk, action]), data)


@path(*PEOPLE)
def admin_api_publish(case: Case):
    return _act(case, "publish")


@path(*PEOPLE)
def admin_api_copy_keeps_live(case: Case):
    return _act(case, "copy", {"slug": "copied", "title": f"{MARK}的副本"})


@path(*PEOPLE)
def admin_api_copy_of_the_column_keeps_live(case: Case):
    return _act(case, "copy", {"slug": "copied", "recursive": True, "keep_live": True}, case.desk.column.pk)


@path(*PEOPLE)
def admin_api_copy_as_a_draft(case: Case):
    return _act(case, "copy", {"slug": "copied", "keep_live": False})


@path(*PEOPLE)
def admin_api_move(case: Case):
    return _act(case, "move", {"destination_page_id": case.desk.column.pk, "position": "last-child"})


@path(*PEOPLE)
def admin_api_create_alias(case: Case):
    return _act(case, "create_alias", {"update_slug": "mirror"})


@path(*PEOPLE)
def admin_api_convert_alias(case: Case):
    return _act(case, "convert_alias")


@path(*PEOPLE)
def admin_api_revert(case: Case):
    return _act(case, "revert_to_page_revision", {"revision_id": case.page.revisions.order_by("pk").first().pk})


@path(*PEOPLE)
def admin_api_copy_for_translation(case: Case):
    return _act(case, "copy_for_translation", {"locale": "en", "copy_parents": True, "recursive": True})


@path(*PEOPLE)
def admin_api_copy_for_translation_as_an_alias(case: Case):
    return _act(case, "copy_for_translation", {"locale": "en", "copy_parents": True, "alias": True})


@path(*PEOPLE, on="draft")
def admin_api_unpublish(case: Case):
    return _act(case, "unpublish", {"recursive": True})


@path(*PEOPLE)
def api_create_with_publish(case: Case):
    meta = {"type": "news.NewsPage", "parent_id": case.desk.column.pk, "action": "publish"}
    return case.api("POST", "/pages/", NEW | {"meta": meta})


@path(*PEOPLE)
def api_create_as_a_draft(case: Case):
    meta = {"type": "news.NewsPage", "parent_id": case.desk.column.pk}
    return case.api("POST", "/pages/", NEW | {"meta": meta})


@path(*PEOPLE)
def api_patch_with_publish(case: Case):
    return case.api("PATCH", f"/pages/{case.pk}/", {"title": f"{MARK}的标题", "meta": {"action": "publish"}})


@path(*PEOPLE)
def api_patch_as_a_draft(case: Case):
    return case.api("PATCH", f"/pages/{case.pk}/", {"title": f"{MARK}的标题"})


@path(*PEOPLE)
def api_patch_of_the_fields_that_say_live(case: Case):
    return case.api("PATCH", f"/pages/{case.pk}/", {"live": True, "first_published_at": "2020-01-01T00:00:00Z"})


@path(*PEOPLE)
def api_publish(case: Case):
    return case.api("POST", f"/pages/{case.pk}/actions/publish/")


@path(*PEOPLE)
def api_copy_keeps_live(case: Case):
    return case.api("POST", f"/pages/{case.pk}/actions/copy/", {"keep_live": True, "slug": "copied"})


@path(*PEOPLE)
def api_copy_without_saying(case: Case):
    return case.api("POST", f"/pages/{case.pk}/actions/copy/", {"slug": "copied", "title": f"{MARK}的副本"})


@path(*PEOPLE)
def api_create_alias(case: Case):
    return case.api("POST", f"/pages/{case.pk}/actions/create_alias/", {"update_slug": "mirror"})


@path(*PEOPLE)
def api_convert_alias(case: Case):
    return case.api("POST", f"/pages/{case.pk}/actions/convert_alias/")


@path(*PEOPLE)
def api_revert(case: Case):
    first = case.page.revisions.order_by("pk").first()
    return case.api("POST", f"/pages/{case.pk}/actions/revert/", {"revision_id": first.pk})


@path(*PEOPLE)
def api_move(case: Case):
    target = {"destination_id": case.desk.column.pk, "position": "last-child"}
    return case.api("POST", f"/pages/{case.pk}/actions/move/", target)


@path(*PEOPLE)
def api_submit(case: Case):
    return case.api("POST", f"/pages/{case.pk}/actions/submit/")
