"""Through the review: approvals that are worth nothing, and reviews that end without them."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.paths import MARK, PEOPLE, Case, path
from tests.factories.media import ImageFactory
from tests.factories.pages import TopicFactory


def _decide(case: Case, *people: str) -> None:
    for person in people:
        case.desk.decide(case.page, getattr(case.desk, person))


def _submit(case: Case) -> None:
    if not case.page.workflow_in_progress:
        case.desk.submit(case.page)


@path(*PEOPLE)
def author_approves(case: Case):
    _submit(case)
    _decide(case, "editor")


@path("root")
def superuser_takes_both_stages(case: Case):
    case.desk.root.groups.add(*case.desk.reviewer.groups.all(), *case.desk.checker.groups.all())
    _submit(case)
    _decide(case, "root", "root")


@path()
def one_person_takes_both_stages(case: Case):
    case.desk.reviewer.groups.add(*case.desk.checker.groups.all())
    _submit(case)
    _decide(case, "reviewer", "reviewer")


@path()
def one_person_approves_the_same_stage_twice(case: Case):
    _submit(case)
    state = case.page.current_workflow_task_state
    again = type(state).objects.get(pk=state.pk)
    state.task.specific.on_action(state, case.desk.reviewer, "approve")
    again.task.specific.on_action(again, case.desk.reviewer, "approve")


@path()
def two_people_approve_the_same_stage(case: Case):
    """Both saw the page waiting; the second answer comes after the stage is done."""
    case.desk.other.groups.add(*case.desk.reviewer.groups.all())
    _submit(case)
    state = case.page.current_workflow_task_state
    again = type(state).objects.get(pk=state.pk)
    state.task.specific.on_action(state, case.desk.reviewer, "approve")
    try:
        again.task.specific.on_action(again, case.desk.other, "approve")
    finally:
        assert case.page.workflow_in_progress


@path()
def approved_by_somebody_who_wrote_it(case: Case):
    case.desk.change(case.page, case.desk.checker, summary=MARK)
    _submit(case)
    _decide(case, "reviewer", "checker")


@path()
def approved_by_somebody_who_edits_afterwards(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.desk.change(case.page, case.desk.reviewer, summary=f"{MARK}又改")
    _decide(case, "checker")


@path()
def approved_by_somebody_who_edits_and_takes_it_back(case: Case):
    """The text is again what was approved, but its approver has become one of its authors."""
    _submit(case)
    _decide(case, "reviewer")
    before = case.draft.summary
    case.desk.change(case.page, case.desk.reviewer, summary="改")
    case.desk.change(case.page, case.desk.reviewer, summary=before)
    _decide(case, "checker")


@path()
def revision_saved_between_the_stages(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.desk.change(case.page, summary=f"{MARK}又改")
    _decide(case, "checker")


@path()
def revision_saved_behind_the_review(case: Case):
    """The newest revision is not the one that the stage has before it."""
    _submit(case)
    state = case.page.current_workflow_task_state
    case.desk.change(case.page, summary=f"{MARK}又改")
    state.task.specific.on_action(state, case.desk.reviewer, "approve")


@path()
def row_changed_between_the_stages(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    revision = case.revision
    revision.content = revision.content | {"summary": f"{MARK}又改"}
    revision.save()
    _decide(case, "checker")


@path()
def task_state_approve(case: Case):
    _submit(case)
    for _stage in range(2):
        case.page.current_workflow_task_state.approve(user=case.desk.root)


@path()
def workflow_state_finish(case: Case):
    _submit(case)
    case.page.current_workflow_state.finish(user=case.desk.root)


@path()
def workflow_state_update(case: Case):
    _submit(case)
    case.page.current_workflow_state.update(user=case.desk.root)


@path()
def on_finish(case: Case):
    _submit(case)
    case.page.current_workflow_state.on_finish(user=case.desk.root)


@path()
def task_states_rewritten(case: Case):
    """Every stage says that it was approved; nobody's approval stands behind it."""
    from wagtail.models import TaskState

    _submit(case)
    TaskState.objects.update(status=TaskState.STATUS_APPROVED, finished_by=case.desk.root)
    case.page.current_workflow_state.update(user=case.desk.root)


@path()
def stage_switched_off_in_flight(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.page.current_workflow_task_state.task.specific.deactivate(user=case.desk.root)


@path()
def first_stage_switched_off_in_flight(case: Case):
    _submit(case)
    case.page.current_workflow_task_state.task.specific.deactivate(user=case.desk.root)
    _decide(case, "checker")


@path()
def workflow_switched_off_in_flight(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.desk.workflow.deactivate(user=case.desk.root)


@path()
def workflow_without_stages(case: Case):
    case.desk.workflow.workflow_tasks.all().delete()
    case.desk.submit(case.page)


@path()
def workflow_of_a_single_stage(case: Case):
    case.desk.workflow.workflow_tasks.exclude(task__name="本级审核").delete()
    _submit(case)
    _decide(case, "reviewer")


@path()
def workflow_of_stock_group_approvals(case: Case):
    """Wagtail's own task lets superusers and authors approve, and writes no approval of ours."""
    from wagtail.models import GroupApprovalTask, WorkflowTask

    case.desk.workflow.workflow_tasks.all().delete()
    task = GroupApprovalTask.objects.create(name="任何人")
    task.groups.add(*case.desk.editor.groups.all())
    WorkflowTask.objects.create(workflow=case.desk.workflow, task=task, sort_order=0)
    case.desk.submit(case.page)
    case.desk.decide(case.page, case.desk.editor)


@path(on="live")
def approvals_from_before_a_withdrawal(case: Case):
    case.desk.approve_all(case.desk.change(case.page, summary=f"{MARK}又改", title="批准过"))
    approved = case.page.live_revision
    case.page.unpublish()
    approved.publish()


@path(on="live")
def approvals_of_what_was_live_before(case: Case):
    """Back to an old approved text: what is live now was approved after it."""
    case.desk.approve_all(case.desk.change(case.page, summary=f"{MARK}一"))
    old = case.page.live_revision
    case.desk.approve_all(case.desk.change(case.page, title="人人看过", summary="人人看过"))
    old.publish()


@path()
def approved_and_cancelled_and_published(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.page.current_workflow_state.cancel(user=case.desk.editor)
    case.revision.publish()


@path()
def returned_by_the_second_stage(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.desk.decide(case.page, case.desk.checker, "reject", "不行")
    case.revision.publish()


@path()
def picture_changed_after_an_approval(case: Case):
    _with_picture(case, lambda image: setattr(image, "description", MARK))


@path()
def crop_changed_after_an_approval(case: Case):
    _with_picture(case, lambda image: setattr(image, "focal_point_x", 7))


@path()
def file_changed_after_an_approval(case: Case):
    _with_picture(case, lambda image: setattr(image, "file", ImageFactory().file.name))


@path()
def credit_changed_after_an_approval(case: Case):
    _with_picture(case, lambda image: setattr(image, "credit", MARK))


def _with_picture(case: Case, change) -> None:
    image = ImageFactory()
    if case.page.workflow_in_progress:
        case.page.current_workflow_state.cancel()
    case.desk.change(case.page, lead_image=image)
    case.desk.submit(case.page)
    _decide(case, "reviewer")
    change(image)
    image.save()
    _decide(case, "checker")


@path()
def picture_in_the_text_changed_after_an_approval(case: Case):
    image = ImageFactory()
    body = [("image", {"image": image, "caption": "", "credit": ""})]
    case.desk.change(case.page, body=body)
    case.desk.submit(case.page)
    _decide(case, "reviewer")
    type(image).objects.filter(pk=image.pk).update(description=MARK)
    _decide(case, "checker")


@path()
def schedule_changed_after_an_approval(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.desk.change(case.page, go_live_at=timezone.now() - timedelta(minutes=5))
    _decide(case, "checker")


@path()
def end_changed_after_an_approval(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    case.desk.change(case.page, expire_at=timezone.now() + timedelta(days=5))
    _decide(case, "checker")


@path()
def topics_changed_after_an_approval(case: Case):
    _submit(case)
    _decide(case, "reviewer")
    draft = case.draft
    draft.topics.add(TopicFactory(name=MARK))
    draft.save_revision(user=case.desk.editor)
    _decide(case, "checker")


@path(on="draft")
def moved_to_another_site_after_an_approval(case: Case):
    """The people of the site where it arrives have not been asked."""
    from cms.core.release import shipped
    from tests.factories.pages import NewsIndexPageFactory

    _submit(case)
    _decide(case, "reviewer")
    with shipped():
        column = NewsIndexPageFactory(parent=case.desk.family.enshi.root_page)
    Page.objects.get(pk=case.pk).move(column, pos="last-child")
    _decide(case, "checker")


@path(on="live")
def urgent_release_of_something_else(case: Case):
    from cms.editorial.gate.models import UrgentRelease

    page = case.page
    UrgentRelease.objects.create(
        translation_key=page.translation_key,
        locale=page.locale,
        fingerprint="0" * 65,
        reason="汛情",
        by=case.desk.prefecture,
        due_at=timezone.now() + timedelta(hours=24),
    )
    case.revision.publish()


@path()
def approvals_of_another_page_with_the_same_text(case: Case):
    twin = NewsPage.objects.get(pk=case.pk).copy(update_attrs={"slug": "twin"}, keep_live=False)
    case.desk.submit(twin)
    case.desk.decide(twin, case.desk.reviewer)
    case.revision.publish()
