"""Review of each site: a workflow and its stages, made once; from then on the prefecture's to change.

Home pages in every language in which people write get it anew in every run: without it nothing could go live there.
"""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from cms.core.scripts import TRADITIONAL
from cms.editorial.review.models import ReviewStage, TextCheckStage
from sites.provisioning.run import Action, Run
from sites.registry import SiteEntry
from sites.stages import StageEntry, stages_for


def build_review(run: Run, entry: SiteEntry) -> None:
    """After the groups, whose people sit at the stages."""
    workflow = Workflow.objects.filter(pk=run.records.get(f"{entry.slug}/workflow")).first()
    if workflow is None:
        if f"{entry.slug}/workflow" in run.records:
            return
        workflow = _make(run, entry)
    _put_text_check(run, entry, workflow)
    _put_on_homes(run, entry, workflow)


def _make(run: Run, entry: SiteEntry) -> Workflow:
    workflow = Workflow.objects.create(name=_("Review of %(site)s") % {"site": entry.short_name})
    for number, stage in enumerate(stages_for(entry.is_prefecture)):
        task = ReviewStage.objects.create(
            name=f"{entry.short_name}{stage.title}",
            kind=stage.kind,
            required=stage.required,
            page_types=list(stage.page_types),
            hours=stage.hours,
        )
        task.groups.set(_groups(run, entry, stage))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    run.records.put(f"{entry.slug}/workflow", workflow.pk)
    run.note(Action.CREATED, entry, _("workflow %(name)s") % {"name": workflow.name})
    return workflow


def _put_text_check(run: Run, entry: SiteEntry, workflow: Workflow) -> None:
    """Before all people, also where a workflow stood before there was one; once only, as with the other stages."""
    record = f"{entry.slug}/text-check"
    if record in run.records:
        return
    task = TextCheckStage.objects.create(name=_("Text check of %(site)s") % {"site": entry.short_name})
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=-1)
    run.records.put(record, task.pk)
    run.note(Action.CREATED, entry, _("text check in workflow %(name)s") % {"name": workflow.name})


def _groups(run: Run, entry: SiteEntry, stage: StageEntry) -> list[Group]:
    records = [f"{entry.slug}/group/{role}" for role in stage.roles]
    records += [f"{run.prefecture.slug}/group/{role}" for role in stage.prefecture_roles]
    return list(Group.objects.filter(pk__in=[run.records.get(record) for record in records]))


def _put_on_homes(run: Run, entry: SiteEntry, workflow: Workflow) -> None:
    home = run.homes[entry.slug]
    for page in home.get_translations(inclusive=True).exclude(locale__language_code=TRADITIONAL):
        _row, created = WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
        if created:
            run.note(Action.CREATED, entry, _("workflow on “%(title)s”") % {"title": page.title})
