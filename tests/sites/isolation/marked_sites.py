"""Sites, files and people that carry their site's mark, so one look at an answer tells whose things are in it."""

from collections.abc import Iterator
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Collection, GroupApprovalTask, Site, Workflow, WorkflowPage, WorkflowTask

from cms.media.models import Document, Media
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.search.models import BestBet
from sites.models import SharedCollection, Tenant
from tests.factories.media import ImageFactory

MARKS = {"lichuan": "ZZA", "badong": "ZZB", "localhost": "ZZP", "shared": "ZZS"}


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    return client


def text_of(response: HttpResponse) -> str:
    """Also of what is streamed, and of spreadsheets."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response["Content-Type"].startswith("application/vnd.openxml"):
        return "\n".join(str(cell.value) for row in load_workbook(BytesIO(body)).active for cell in row)
    return body.decode()


@pytest.fixture(scope="module")
def marked(_built, django_db_blocker) -> Iterator[dict[str, SimpleNamespace]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield {name: _mark(name) for name in MARKS}
        transaction.set_rollback(True)


def _mark(name: str) -> SimpleNamespace:
    mark = MARKS[name]
    if name == "shared":
        collection = SharedCollection.objects.get().collection
        return _files(mark, collection)
    host = name if name == "localhost" else f"{name}.localhost"
    tenant = Tenant.objects.select_related("site", "collection").get(site__hostname=host)
    found = _files(mark, tenant.collection)
    Site.objects.filter(pk=tenant.site_id).update(site_name=f"{mark}-site")
    Collection.objects.filter(pk=tenant.collection_id).update(name=f"{mark}-collection")
    for group in tenant.groups.all():
        Group.objects.filter(pk=group.pk).update(name=f"{mark}-{group.pk}")
        get_user_model().objects.filter(groups=group).update(first_name=f"{mark}-person", last_name="")
    found.site = Site.objects.get(pk=tenant.site_id)
    found.home = found.site.root_page
    found.editor = get_user_model().objects.filter(groups__in=tenant.groups.all()).order_by("pk").first()
    found.page = news_page(found, f"{mark}-news 素材")
    found.page.locked, found.page.locked_by, found.page.locked_at = True, found.editor, timezone.now()
    found.page.save(clean=False, log_action=False)
    found.redirect = Redirect.objects.create(old_path=f"/{mark}-old", site=found.site, redirect_link="https://x.cn/")
    found.bet = BestBet.objects.create(site=found.site, queries=f"{mark}-bet", title="推荐", address="https://x.cn/")
    for thing in (found.image, found.bet, found.redirect, found.site):
        log(thing, "wagtail.edit", user=found.editor)
    _review(found, mark)
    return found


def _files(mark: str, collection: Collection) -> SimpleNamespace:
    content = ContentFile(b"text", name=f"{mark}.txt")
    found = SimpleNamespace(
        collection=collection,
        image=ImageFactory(title=f"{mark}-image 素材", collection=collection, file__width=8, file__height=6),
        document=Document.objects.create(title=f"{mark}-document 素材", collection=collection, file=content),
        media=Media.objects.create(
            title=f"{mark}-media 素材", collection=collection, file=content, type="audio", duration=1
        ),
    )
    for thing in (found.image, found.document, found.media):
        thing.tags.add(f"{mark}-tag")
    return found


def news_page(found: SimpleNamespace, title: str) -> NewsPage:
    column = NewsIndexPage.objects.child_of(found.home).get(slug="news")
    page = column.add_child(instance=NewsPage(title=title, source="示例来源", live=False, owner=found.editor))
    page.save_revision(user=found.editor, log_action=True).publish(user=found.editor, skip_permission_checks=True)
    return NewsPage.objects.get(pk=page.pk)


def _review(found: SimpleNamespace, mark: str) -> None:
    workflow = Workflow.objects.create(name=f"{mark}-workflow")
    task = GroupApprovalTask.objects.create(name=f"{mark}-task")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    found.waiting = news_page(found, f"{mark}-waiting 素材")
    if mark != "ZZP":
        WorkflowPage.objects.update_or_create(page=found.home, defaults={"workflow": workflow})
    workflow.start(found.waiting, found.editor)
