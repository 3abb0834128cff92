"""Pages of every type and in every state, with what hangs on them: workflows, comments, locks, translations."""

import datetime
from collections.abc import Iterator
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import (
    Comment,
    CommentReply,
    Page,
    PageSubscription,
    PageViewRestriction,
    Revision,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from cms.core.mixins import ColumnType
from cms.core.models import BasePage
from cms.editorial.review.models import Reminder, ReviewStage, TextCheckState
from cms.editorial.texts.findings import Finding
from cms.languages.models import SentenceLock
from cms.media.models import Image
from cms.pages.commentary.models import PenName
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.pages.standard.models import HomePage
from cms.pages.units.models import UnitIndexPage
from cms.tv.kinds import item_id, kind_of
from tests.factories.english import translate
from tests.sites.isolation.crawler.marks import mark, mark_texts
from tests.sites.isolation.crawler.world import Place

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not HomePage]


def make_page(place: Place, parent: Page, page_type: type[Page] = NewsPage, live: bool = False, **values) -> Page:
    page = page_type(slug=f"zz{place.letter}-{uuid4().hex[:8]}".lower(), live=False, **_needed(page_type), **values)
    mark_texts(page, place.letter)
    if "body" in {field.name for field in page_type._meta.fields if isinstance(field, StreamField)}:
        page.body = [("heading", {"text": f"{mark(place.letter, 'body')}的雾"})]
    page.title = page.draft_title = values.get("title") or mark(place.letter, page_type._meta.model_name)
    parent = Page.objects.get(pk=parent.pk)
    page = parent.add_child(instance=page)
    revision = page.save_revision(user=place.user("editor"), log_action=True)
    if live:
        # As the last approval does: nobody holds the permission.
        revision.publish(user=place.user("reviewer"), log_action="wagtail.publish", skip_permission_checks=True)
    return page_type.objects.get(pk=page.pk)


def _needed(page_type: type[Page]) -> dict[str, object]:
    names = {field.name for field in page_type._meta.fields}
    values = {
        "column_type": ColumnType.NEWS,
        "pen_name": PenName.objects.first(),
        "series_number": 900,
        "latitude": 30,
        "longitude": 109,
    }
    return {name: value for name, value in values.items() if name in names}


def parent_for(page_type: type[Page], home: Page) -> Page:
    """A page of that site below which the type may stand."""
    allowed = page_type.allowed_parent_page_models()
    if HomePage in allowed:
        return home
    found = allowed[0].objects.child_of(home).first()
    return found or home.add_child(instance=allowed[0](title="栏目", slug="column", column_type=ColumnType.NEWS))


def fill_pages(place: Place) -> None:
    column = NewsIndexPage.objects.child_of(place.home).first()
    news = make_page(place, column, live=True, lead_image=Image.objects.order_by("pk").first())
    place.keep(news, "page", "newspage")
    place.keep(column, "column")
    for page in _in_every_state(place, column):
        place.keep(page, "page")
    for page_type in PAGE_TYPES:
        page = make_page(place, parent_for(page_type, Page.objects.get(pk=place.home.pk).specific), page_type)
        place.keep(page, "typed_page")
        place.ids["tv_item"].append(item_id(kind_of(page_type), page.translation_key))
    place.keep(place.home, "home")
    place.keep(UnitIndexPage.objects.child_of(place.home).first(), "unit_index")
    _translate(place, news)
    _discuss(place, news)
    _submit(place, news)


def _in_every_state(place: Place, column: Page) -> Iterator[Page]:
    editor = place.user("editor")
    yield make_page(place, column)
    private = make_page(place, column, live=True)
    restriction = PageViewRestriction.objects.create(
        page=private, restriction_type="password", password=mark(place.letter, "password")
    )
    place.keep(restriction)
    for_groups = PageViewRestriction.objects.create(page=make_page(place, column, live=True), restriction_type="groups")
    for_groups.groups.set(place.groups)
    yield private
    scheduled = make_page(place, column, go_live_at=timezone.now() + datetime.timedelta(days=9))
    scheduled.get_latest_revision().publish(user=place.user("reviewer"), skip_permission_checks=True)
    place.keep(scheduled, "scheduled_page")
    place.keep(Revision.objects.for_instance(scheduled).first(), "scheduled_revision")
    yield scheduled
    locked = make_page(place, column, locked=True, locked_by=editor, locked_at=timezone.now())
    yield place.keep(locked, "locked_page") and locked
    source = place.keep(make_page(place, column, live=True), "live_page")
    alias = source.create_alias(parent=column, update_slug=f"{source.slug}-alias")
    yield place.keep(alias, "alias") and alias
    changed = make_page(place, column, live=True)
    changed.title = mark(place.letter, "changed")
    place.keep(changed.save_revision(user=editor, changed=True, log_action=True), "old_revision")
    yield changed


def _translate(place: Place, news: Page) -> None:
    english = place.keep(translate(news), "english")
    for string in StringTranslation.objects.filter(context__object_id=news.translation_key):
        string.data = mark(place.letter, "string")
        string.last_translated_by = place.user("editor")
        string.save()
    source = place.keep(TranslationSource.objects.get(object_id=news.translation_key))
    place.keep(Translation.objects.get(source=source))
    place.keep(StringSegment.objects.filter(source=source).first())
    overridable = place.keep(OverridableSegment.objects.filter(source=source).first())
    SegmentOverride.objects.create(
        locale=english.locale,
        context=overridable.context,
        data_json="1",
        field_error=mark(place.letter, "error"),
        last_translated_by=place.user("editor"),
    )
    _rare_segments(place, make_page(place, news.get_parent(), live=True))
    lock = SentenceLock(translation_key=news.translation_key, locked_by=place.user("editor"))
    mark_texts(lock, place.letter).save()
    place.keep(Page.objects.get(pk=english.pk), "page")


def _rare_segments(place: Place, page: Page) -> None:
    """Kinds of segments that our page types do not have, on a page that nobody translates any further."""
    place.keep(page, "machine_page")
    translate(page, machine=True)
    source = place.keep(TranslationSource.objects.get(object_id=page.translation_key), "machine_source")
    strings = StringTranslation.objects.filter(context__object_id=page.translation_key)
    strings.update(field_error=mark(place.letter, "error"))
    context = TranslationContext.objects.filter(object_id=page.translation_key).first()
    TranslationLog.objects.create(source=source, locale=source.locale)
    template = Template.objects.create(
        template=mark(place.letter, "template"), template_format="html", uuid=uuid4(), string_count=1
    )
    common = {"source": source, "context": context}
    TemplateSegment.objects.create(**common, order=98, template=template)
    RelatedObjectSegment.objects.create(**common, order=97, object_id=page.translation_key)


def _discuss(place: Place, news: Page) -> None:
    editor, reviewer = place.user("editor"), place.user("reviewer")
    comment = Comment.objects.create(
        page=news,
        user=editor,
        text=mark(place.letter, "comment"),
        contentpath="title",
        position=mark(place.letter, "position"),
    )
    reply = CommentReply.objects.create(comment=comment, user=reviewer, text=mark(place.letter, "reply"))
    place.keep(comment)
    place.keep(reply)
    for user in (editor, reviewer):
        PageSubscription.objects.get_or_create(page=news, user=user, defaults={"comment_notifications": True})


def _check_text(place: Place, waiting: TaskState) -> None:
    """What the text check has found in the draft that waits."""
    found = Finding(1, "other", "", "", "title", "", mark(place.letter, "finding"), "", "", "", 1)
    TextCheckState.objects.create(
        workflow_state=waiting.workflow_state,
        revision=waiting.revision,
        task=waiting.task,
        status=TaskState.STATUS_APPROVED,
        report=[found.as_data()],
    )


def _submit(place: Place, news: Page) -> None:
    """The first page of the place waits in a workflow of its own; a second one was decided with a comment."""
    task = ReviewStage.objects.create(name=mark(place.letter, "task"))
    task.groups.set(Group.objects.filter(pk__in=[group.pk for group in place.groups]))
    workflow = Workflow.objects.create(name=mark(place.letter, "workflow"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=news)
    WorkflowContentType.objects.get_or_create(
        content_type=apps.get_model("contenttypes.ContentType").objects.get_for_model(SentenceLock),
        defaults={"workflow": workflow},
    )
    news.save_revision(user=place.user("editor"), log_action=True)
    state = workflow.start(news, place.user("editor"))
    state.current_task_state.reject(user=place.user("reviewer"), comment=mark(place.letter, "rejection"))
    state.refresh_from_db()
    state.resume(user=place.user("editor"))
    place.keep(workflow)
    place.keep(task, "task", "groupapprovaltask")
    place.keep(state)
    waiting = TaskState.objects.filter(workflow_state=state, status="in_progress").get()
    place.keep(waiting, "taskstate")
    Reminder.objects.create(task_state=waiting, kind=Reminder.Kind.OVERDUE)
    _check_text(place, waiting)
    place.keep(news.get_latest_revision(), "revision")
