"""Things to act upon in the admin, one of each kind, and somebody who may do everything."""

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.media.models import Document, Image, Media
from cms.pages.news.models import NewsIndexPage, NewsPage, Topic
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory, root_collection
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.factories.sites import Family

PASSWORD = "a-password-that-nobody-may-find"


@dataclass
class World:
    """What a test does not ask for is not made."""

    client: Client
    boss: AbstractBaseUser
    family: Family

    def post(self, name: str, /, *args: object, query: str = "", **data: object) -> HttpResponse:
        return self._checked(self.client.post(reverse(name, args=args) + query, data))

    def get(self, name: str, /, *args: object, query: str = "") -> HttpResponse:
        return self._checked(self.client.get(reverse(name, args=args) + query))

    def bulk(self, app: str, model: str, action: str, *ids: int, **data: object) -> HttpResponse:
        query = "?" + "&".join(f"id={number}" for number in ids)
        return self.post("wagtail_bulk_action", app, model, action, query=query, **data)

    def _checked(self, response: HttpResponse) -> HttpResponse:
        form = (response.context or {}).get("form")
        errors = getattr(form, "errors", None)
        assert response.status_code in (200, 302) and not errors, (response.status_code, errors)
        return response

    @cached_property
    def column(self) -> NewsIndexPage:
        return NewsIndexPageFactory(parent=self.family.lichuan.root_page, slug="news")

    @cached_property
    def other_column(self) -> NewsIndexPage:
        return NewsIndexPageFactory(parent=self.family.lichuan.root_page, slug="notices")

    @cached_property
    def story(self) -> NewsPage:
        return NewsPageFactory(parent=self.column, title="峡谷晨雾", slug="mist")

    @cached_property
    def draft(self) -> NewsPage:
        page = NewsPageFactory(parent=self.column, title="草稿", slug="draft", live=False)
        page.save_revision()
        return page

    @cached_property
    def workflow(self) -> Workflow:
        workflow = Workflow.objects.create(name="审核")
        task = GroupApprovalTask.objects.create(name="一审")
        task.groups.add(self.group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=self.column.pk))
        return workflow

    @cached_property
    def topic(self) -> Topic:
        return TopicFactory(name="非遗")

    @cached_property
    def image(self) -> Image:
        return ImageFactory()

    @cached_property
    def document(self) -> Document:
        return DocumentFactory()

    @cached_property
    def film(self) -> Media:
        return MediaFactory()

    @cached_property
    def collection(self) -> Collection:
        return root_collection().add_child(instance=Collection(name="利川图片"))

    @cached_property
    def group(self) -> Group:
        return Group.objects.create(name="利川编辑")

    @cached_property
    def group_that_may_edit(self) -> Group:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=self.group, page=self.column, permission=right)
        return self.group

    @cached_property
    def person(self) -> AbstractBaseUser:
        return get_user_model().objects.create_user("tan", "tan@example.com", "first-password-of-tan")

    @cached_property
    def redirect(self) -> Redirect:
        return Redirect.objects.create(old_path="/old", site=self.family.lichuan, redirect_link="/new/")


def picture_file() -> SimpleUploadedFile:
    content = BytesIO()
    PillowImage.new("RGB", (8, 6)).save(content, "JPEG")
    return SimpleUploadedFile("picture.jpg", content.getvalue(), content_type="image/jpeg")
