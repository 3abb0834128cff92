"""By code: schedules, dates, and fields that are saved one by one."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from tests.cms.editorial.gate.paths import MARK, Case, path
from tests.factories.pages import TopicFactory


@path()
def schedule_and_publish_scheduled(case: Case):
    page = case.draft
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(user=case.desk.editor).publish()


@path()
def revision_saved_with_a_schedule(case: Case):
    page = case.draft
    past = timezone.now() - timedelta(minutes=1)
    try:
        page.save_revision(user=case.desk.editor, approved_go_live_at=past)
    finally:
        call_command("publish_scheduled")


@path()
def schedule_on_the_live_row(case: Case):
    page = case.marked()
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save()


@path(on="live")
def expire_at_by_save(case: Case):
    page = case.page
    page.expire_at = timezone.now() + timedelta(days=365)
    page.save()


@path(on="live")
def expire_at_by_a_plain_page(case: Case):
    page = Page.objects.get(pk=case.pk)
    page.expire_at = timezone.now() + timedelta(days=365)
    page.save()


@path(on="live")
def first_published_at_by_save(case: Case):
    page = case.page
    page.first_published_at = timezone.now() - timedelta(days=3650)
    page.save()


@path(on="live")
def first_published_at_of_one_field(case: Case):
    page = Page.objects.get(pk=case.pk)
    page.first_published_at = timezone.now() - timedelta(days=3650)
    page.save(update_fields=["first_published_at"])


@path(on="live")
def first_published_at_while_it_is_away(case: Case):
    case.page.unpublish()
    page = case.page
    page.first_published_at = timezone.now() - timedelta(days=3650)
    try:
        page.save()
    finally:
        from cms.core.release import shipped

        page = case.page
        page.live = True
        with shipped():
            page.save()


@path(on="live")
def topics_by_save(case: Case):
    page = case.page
    page.topics.add(TopicFactory(name=MARK))
    page.save()


@path(on="live")
def topics_alone(case: Case):
    page = case.page
    page.topics.add(TopicFactory(name=MARK))
    page.save(update_fields=["topics"])


@path(on="live")
def show_in_menus(case: Case):
    page = case.page
    page.show_in_menus = True
    page.save()


@path(on="live")
def slug(case: Case):
    page = case.page
    page.slug = "wu-ren-pi-zhun"
    page.save()
