"""A site with its review: a column, people at every stage, and pages on their way."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page, TaskState, Workflow, WorkflowPage, WorkflowTask

from cms.core.release import shipped
from cms.editorial.review.models import Required, ReviewStage, StageKind, TextCheckStage
from cms.pages.news.models import NewsPage
from cms.users.models import User
from tests.factories.assessments import assess
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family, make_family, works_for
from tests.factories.users import UserFactory

STAGES = (
    ("reviewer", "本级审核", StageKind.SITE, Required.ALWAYS, []),
    ("checker", "保密审查", StageKind.CONFIDENTIALITY, Required.ALWAYS, []),
    ("prefecture", "州级审核", StageKind.PREFECTURE, Required.SOMETIMES, ["commentary.CommentaryPage"]),
)
# As sites/roles.py has them: who reviews may also take down, move and order what is live.
WRITING, HANDLING = ("add", "change"), ("add", "change", "publish", "lock", "unlock")


@dataclass
class Desk:
    """`editor` writes; one person sits at each stage; `other` may edit and sits nowhere; `root` is a superuser."""

    family: Family
    column: Page
    workflow: Workflow
    editor: User
    reviewer: User
    checker: User
    prefecture: User
    other: User
    root: User

    def draft(self, author: User | None = None, **values) -> NewsPage:
        """A new page that was never live, with its author's revision."""
        page = NewsPageFactory(parent=self.column, live=False, owner=author or self.editor, **values)
        page.save_revision(user=author or self.editor)
        return page

    def live(self, **values) -> NewsPage:
        """A page that is live with a revision, as the platform brings them along."""
        with shipped():
            page = NewsPageFactory(parent=self.column, owner=self.editor, live=False, **values)
            page.save_revision(user=self.editor).publish()
        page.refresh_from_db()
        return page

    def change(self, page: NewsPage, author: User | None = None, **values) -> NewsPage:
        """Another draft of the page."""
        changed = page.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(changed, name, value)
        changed.save_revision(user=author or self.editor)
        return NewsPage.objects.get(pk=page.pk)

    def submit(self, page: Page, by: User | None = None) -> None:
        """With its risks assessed, as the gate demands of news."""
        page = Page.objects.get(pk=page.pk).specific
        assess(page.get_latest_revision_as_object(), by or self.editor)
        page.get_workflow().start(page, by or self.editor)

    def decide(self, page: Page, by: User, action: str = "approve", comment: str = "") -> None:
        """At the stage at which the page waits now."""
        state: TaskState = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
        state.task.specific.on_action(state, by, action, comment=comment)

    def approve_all(self, page: Page) -> None:
        self.submit(page)
        self.decide(page, self.reviewer)
        self.decide(page, self.checker)


def make_desk(family: Family | None = None) -> Desk:
    with shipped():
        family = family or make_family()
        home = family.lichuan.root_page
        column = NewsIndexPageFactory(parent=home)
    workflow = Workflow.objects.create(name="利川审核流程")
    check = TextCheckStage.objects.create(name="文字检查")
    WorkflowTask.objects.create(workflow=workflow, task=check, sort_order=-1)
    people = {}
    for number, (key, name, kind, required, page_types) in enumerate(STAGES):
        group = _group(key, home, family)
        stage = ReviewStage.objects.create(name=name, kind=kind, required=required, page_types=page_types)
        stage.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=stage, sort_order=number)
        people[key] = UserFactory(username=key, groups=[group])
    WorkflowPage.objects.filter(page=home).delete()
    WorkflowPage.objects.create(page=home, workflow=workflow)
    writers = _group("editors", home, family, WRITING)
    return Desk(
        family,
        column,
        workflow,
        editor=UserFactory(username="editor", groups=[writers]),
        other=UserFactory(username="other", groups=[writers]),
        root=UserFactory(username="root", is_superuser=True, groups=[]),
        **people,
    )


def _group(name: str, home: Page, family: Family, actions: tuple[str, ...] = HANDLING) -> Group:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in actions:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    works_for(group, family.lichuan)
    return group
