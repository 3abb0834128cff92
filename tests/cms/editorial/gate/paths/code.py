"""By code: actions, models and commands, with nobody's permission to ask for."""

import json
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page, Revision

from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.paths import MARK, PEOPLE, Case, path
from tests.factories.pages import NewsPageFactory


@path(*PEOPLE)
def revision_publish_by_somebody(case: Case):
    case.revision.publish(user=case.user)


@path()
def revision_publish_without_a_user(case: Case):
    case.revision.publish()


@path(*PEOPLE)
def revision_publish_that_skips_permissions(case: Case):
    case.revision.publish(user=case.user, skip_permission_checks=True)


@path()
def page_publish(case: Case):
    page = case.page
    page.publish(case.revision)


@path()
def publish_action(case: Case):
    PublishPageRevisionAction(case.revision).execute(skip_permission_checks=True)


@path()
def generic_publish_action(case: Case):
    PublishRevisionAction(case.revision).execute(skip_permission_checks=True)


@path()
def publish_of_an_older_revision(case: Case):
    case.page.revisions.order_by("pk").last().publish(previous_revision=case.page.revisions.order_by("pk").first())


@path()
def revision_changed_in_place_and_published(case: Case):
    revision = case.page.live_revision or case.revision
    revision.content = revision.content | {"title": MARK, "summary": MARK}
    revision.save()
    revision.publish()


@path()
def revision_overwritten_as_autosave_does(case: Case):
    page = case.draft
    page.title = MARK
    page.save_revision(user=case.desk.editor, overwrite_revision=case.revision).publish()


@path()
def save(case: Case):
    case.marked().save()


@path()
def save_without_validation(case: Case):
    case.marked().save(clean=False)


@path()
def save_of_the_draft(case: Case):
    draft = case.draft
    draft.live = True
    draft.save()


@path()
def save_with_live_revision(case: Case):
    page = case.marked()
    page.live_revision = case.revision
    page.save()


@path(on="live")
def save_of_the_title_alone(case: Case):
    case.marked().save(update_fields=["title"])


@path(on="live")
def save_of_the_title_by_a_page_that_says_it_is_not_live(case: Case):
    """`live` is not written, so the page stays live."""
    page = case.marked()
    page.live = False
    page.save(update_fields=["title", "summary"])


@path(on="live")
def save_of_the_text_by_a_page_that_says_it_is_of_another_type(case: Case):
    page = case.marked()
    page.title = case.page.title
    page.content_type = ContentType.objects.get_for_model(Page)
    page.save(update_fields=["summary"])


@path(on="live")
def save_as_another_type(case: Case):
    page = case.marked()
    page.title = case.page.title
    page.content_type = ContentType.objects.get_for_model(Page)
    page.save()


@path()
def save_of_live_alone(case: Case):
    case.marked().save(update_fields=["live"])


@path()
def save_of_harmless_fields_beside_live(case: Case):
    case.marked().save(update_fields=["live", "locked", "draft_title"])


@path(on="live")
def save_of_less_than_was_approved(case: Case):
    """Two people approved the draft as a whole; only its title would be written."""
    _approve_without_publishing(case)
    page = case.draft
    page.live = True
    page.save(update_fields=["title"])


def _approve_without_publishing(case: Case) -> None:
    """As if the publication itself had failed: both approvals of the draft are there."""
    from cms.editorial.gate.fingerprints import fingerprint
    from cms.editorial.gate.models import Approval

    page = case.draft
    for person in (case.desk.reviewer, case.desk.checker):
        Approval.objects.create(
            translation_key=page.translation_key,
            locale=page.locale,
            fingerprint=fingerprint(page),
            stage="site",
            approver=person,
        )


@path()
def save_as_a_plain_page(case: Case):
    page = Page.objects.get(pk=case.pk)
    page.title, page.live = MARK, True
    page.save()


@path(on="live")
def save_as_a_plain_page_of_one_field(case: Case):
    page = Page.objects.get(pk=case.pk)
    page.seo_title = MARK
    page.save(update_fields=["seo_title"])


@path(on="live")
def save_of_a_page_whose_text_was_left_out(case: Case):
    page = NewsPage.objects.only("title", "live", "summary").get(pk=case.pk)
    page.summary = MARK
    page.save()


@path()
def save_base(case: Case):
    case.marked().save_base()


@path()
def save_base_raw(case: Case):
    case.marked().save_base(raw=True)


@path(on="live")
def save_base_raw_of_a_row_that_says_it_is_not_live(case: Case):
    page = case.marked()
    page.live = False
    page.save_base(raw=True)


@path()
def save_base_raw_of_the_plain_row(case: Case):
    page = Page.objects.get(pk=case.pk)
    page.title, page.live = MARK, True
    page.save_base(raw=True)


def _load(tmp_name: str, rows: list[dict]) -> None:
    import tempfile
    from pathlib import Path as FilePath

    with tempfile.TemporaryDirectory() as folder:
        fixture = FilePath(folder) / f"{tmp_name}.json"
        fixture.write_text(json.dumps(rows))
        call_command("loaddata", str(fixture), verbosity=0)


@path()
def loaddata_of_the_page_row(case: Case):
    page = Page.objects.get(pk=case.pk)
    fields = {
        "path": page.path,
        "depth": page.depth,
        "title": MARK,
        "draft_title": MARK,
        "slug": page.slug,
        "url_path": page.url_path,
        "content_type": page.content_type_id,
        "locale": page.locale_id,
        "translation_key": str(page.translation_key),
        "live": True,
    }
    _load("pages", [{"model": "wagtailcore.page", "pk": page.pk, "fields": fields}])


@path(on="live")
def loaddata_of_the_news_row(case: Case):
    _load("news", [{"model": "news.newspage", "pk": case.pk, "fields": {"summary": MARK, "source": "x", "body": "[]"}}])


@path(on="live")
def loaddata_of_a_news_row_that_says_it_is_not_live(case: Case):
    fields = {"summary": MARK, "source": "x", "body": "[]", "live": False}
    _load("news", [{"model": "news.newspage", "pk": case.pk, "fields": fields}])


@path()
def add_child_live(case: Case):
    case.desk.column.add_child(instance=NewsPage(title=MARK, slug="wu", source="编辑部", summary=MARK, live=True))


@path()
def add_child_without_saying(case: Case):
    """`live` is True by default."""
    case.desk.column.add_child(instance=NewsPage(title=MARK, slug="wu", source="编辑部", summary=MARK))


@path()
def add_sibling(case: Case):
    case.page.add_sibling(instance=NewsPage(title=MARK, slug="wu", source="编辑部", summary=MARK))


@path()
def add_root(case: Case):
    """Beside the root of everything; a site could be made of it."""
    NewsPage.add_root(instance=NewsPage(title=MARK, slug="wu", source="编辑部", summary=MARK))


@path()
def create_and_save(case: Case):
    NewsPageFactory(parent=case.desk.column, title=MARK, live=True)


@path(on="draft")
def taking_over_the_identity_of_a_live_page(case: Case):
    other = case.desk.live()
    key = other.translation_key
    other.translation_key = uuid4()
    other.save()
    page = case.marked()
    page.translation_key = key
    page.save()


@path(on="draft")
def taking_over_the_identity_of_a_page_that_is_gone(case: Case):
    other = case.desk.live()
    key = other.translation_key
    other.delete()
    page = case.marked()
    page.translation_key = key
    page.save()


@path(on="live")
def another_language_of_the_same_page(case: Case):
    from wagtail.models import Locale

    page = case.marked()
    page.locale = Locale.objects.get_or_create(language_code="en")[0]
    page.save()


@path(on="draft")
def authors_hidden_behind_a_live_revision(case: Case):
    """A draft that claims a live revision would have no authors since."""
    from cms.editorial.gate.authors import authors_of

    Page.objects.filter(pk=case.pk).update(live_revision=case.revision)
    assert case.desk.editor.pk in authors_of(case.page)


@path(on="draft")
def authors_whose_revisions_were_purged(case: Case):
    from cms.editorial.gate.authors import authors_of

    page = case.desk.change(case.page, case.desk.reviewer, summary="改")
    page.get_latest_revision_as_object().save_revision(user=case.desk.reviewer, log_action=True)
    page.get_latest_revision_as_object().save_revision(user=case.desk.other)
    Revision.objects.exclude(pk=page.get_latest_revision().pk).filter(object_id=str(page.pk)).delete()
    assert case.desk.reviewer.pk in authors_of(case.page)


@path()
def dumpdata_and_loaddata_of_all_pages(case: Case):
    """A copy of the site's rows in which somebody has changed a word."""
    from io import StringIO

    out = StringIO()
    call_command("dumpdata", "wagtailcore.page", stdout=out, pks=str(case.pk))
    rows = json.loads(out.getvalue())
    for row in rows:
        row["fields"] |= {"title": MARK, "live": True}
    _load("all", rows)
