"""Through the admin's screens."""

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.cms.editorial.gate.paths import MARK, PEOPLE, Case, path


def edit_form(**values: object) -> dict:
    data = {
        "title": f"{MARK}的标题",
        "summary": MARK,
        "source": "编辑部",
        "body": streamfield([("paragraph", rich_text(f"<p>{MARK}</p>"))]),
        "attachments": streamfield([]),
        "related_pages": streamfield([]),
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "slug": "wu-ren-pi-zhun",
    }
    return nested_form_data({**data, **values})


def _edit(case: Case, **values: object) -> HttpResponse:
    return case.post(reverse("wagtailadmin_pages:edit", args=[case.pk]), edit_form(slug=case.page.slug, **values))


@path(*PEOPLE)
def edit_view_with_publish(case: Case):
    return _edit(case, **{"action-publish": "on"})


@path(*PEOPLE)
def edit_view_with_publish_at_a_time_that_has_passed(case: Case):
    past = timezone.localtime() - timedelta(hours=1)
    return _edit(case, go_live_at=past.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "on"})


@path(*PEOPLE)
def edit_view_with_publish_at_a_time_to_come(case: Case):
    soon = timezone.localtime() + timedelta(minutes=1)
    return _edit(case, go_live_at=soon.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "on"})


@path(*PEOPLE)
def edit_view_saves_a_draft(case: Case):
    return _edit(case)


@path(*PEOPLE)
def edit_view_forges_the_fields_that_say_live(case: Case):
    return _edit(case, live="on", live_revision=case.revision.pk, first_published_at="2020-01-01", alias_of="")


@path(*PEOPLE)
def edit_view_edits_and_approves_at_once(case: Case):
    return _edit(case, **{"action-workflow-action": "on", "workflow-action-name": "approve"})


@path(*PEOPLE)
def edit_view_hands_in(case: Case):
    return _edit(case, **{"action-submit": "on"})


@path(*PEOPLE)
def edit_view_starts_the_review_again(case: Case):
    return _edit(case, **{"action-restart-workflow": "on"})


@path(*PEOPLE)
def create_view_with_publish(case: Case):
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", case.desk.column.pk])
    return case.post(address, edit_form(**{"action-publish": "on"}))


@path(*PEOPLE)
def create_view_hands_in(case: Case):
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", case.desk.column.pk])
    return case.post(address, edit_form(**{"action-submit": "on"}))


@path(*PEOPLE)
def bulk_publish(case: Case):
    return case.post(_bulk("publish", case.pk))


@path(*PEOPLE)
def bulk_publish_of_the_column_with_everything_below(case: Case):
    return case.post(_bulk("publish", case.desk.column.pk), {"include_descendants": "on"})


@path(*PEOPLE)
def bulk_publish_of_everything(case: Case):
    return case.post(_bulk("publish", "all") + f"&childOf={case.desk.column.pk}", {"include_descendants": "on"})


def _bulk(action: str, number: int | str) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={number}"


@path(*PEOPLE)
def copy_view_publishes_its_copies(case: Case):
    return _copy(case, publish_copies="on")


@path(*PEOPLE)
def copy_view_makes_an_alias(case: Case):
    return _copy(case, alias="on")


@path(*PEOPLE)
def copy_view_of_the_column_publishes_what_lies_below(case: Case):
    return _copy(case, case.desk.column, copy_subpages="on", publish_copies="on")


def _copy(case: Case, page: Page | None = None, **values: str) -> HttpResponse:
    page = page or case.page
    parent = page.get_parent()
    data = {"new_title": f"{MARK}的副本", "new_slug": "copy-of-it", "new_parent_page": parent.pk, **values}
    return case.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)


@path(*PEOPLE)
def move_view(case: Case):
    """Into another site's column; what is a draft arrives as a draft."""
    target = case.desk.family.enshi.root_page
    return case.post(reverse("wagtailadmin_pages:move_confirm", args=[case.pk, target.pk]))


@path(*PEOPLE, on="live")
def unpublish_view_leaves_nothing_unapproved(case: Case):
    """Saving the column again afterwards, as order and menus do."""
    return case.post(reverse("wagtailadmin_pages:set_page_position", args=[case.pk]) + "?position=0")


@path(*PEOPLE)
def revert_view_with_publish(case: Case):
    """What the edit view does with an old revision: it posts the revision's content with its number."""
    revision = case.page.revisions.order_by("pk").last()
    return _edit(case, revision=revision.pk, **{"action-publish": "on"})


@path(*PEOPLE)
def workflow_action_approve(case: Case):
    state = case.page.current_workflow_task_state
    number = state.pk if state else 1
    return case.post(reverse("wagtailadmin_pages:workflow_action", args=[case.pk, "approve", number]))


@path(*PEOPLE)
def workflow_action_with_collected_data(case: Case):
    state = case.page.current_workflow_task_state
    number = state.pk if state else 1
    address = reverse("wagtailadmin_pages:collect_workflow_action_data", args=[case.pk, "approve", number])
    return case.post(address, {"comment": "可以"})


@path(*PEOPLE)
def convert_alias_view(case: Case):
    return case.post(reverse("wagtailadmin_pages:convert_alias", args=[case.pk]))


@path(*PEOPLE)
def lock_and_unlock(case: Case):
    case.post(reverse("wagtailadmin_pages:lock", args=[case.pk]))
    return case.post(reverse("wagtailadmin_pages:unlock", args=[case.pk]))


@path(*PEOPLE)
def preview_shows_it_to_nobody_else(case: Case):
    case.client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[case.pk]), edit_form(slug=case.page.slug))
    return case.client.get(reverse("wagtailadmin_pages:view_draft", args=[case.pk]))


@path("root")
def workflow_without_an_active_stage(case: Case):
    """The stages are switched off and the page is handed in: vanilla Wagtail publishes it."""
    for task in case.desk.workflow.tasks:
        task.specific.deactivate(user=case.user)
    return _edit(case, **{"action-submit": "on"})


@path("root")
def submit_for_translation(case: Case):
    english = Locale.objects.get_or_create(language_code="en")[0]
    address = reverse("wagtail_localize:submit_page_translation", args=[case.pk])
    return case.post(address, {"locales": [english.pk], "include_subtree": "on"})
