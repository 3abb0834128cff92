"""Who may do what where, as tables: every cell is one request to the admin, its answer and its effect in the database.

Listings, filters, choosers and reports in which Wagtail 8 shows other sites' things are not in these tables.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from wagtail.models import Collection, Site

from cms.media.models import Document
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.sitewide.models import AlertBanner
from tests.factories.media import ImageFactory
from tests.sites.admin_actions import *  # noqa

PLACES = {"lichuan": "利川", "badong": "巴东", "prefecture": "恩施州", "shared": "全州共享素材"}


def news_page(column: NewsIndexPage, title: str, live: bool) -> NewsPage:
    page = column.add_child(instance=NewsPage(title=title, source="示例来源", live=live))
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def build_place(name: str) -> Place:
    collection = Collection.objects.get(name=PLACES[name])
    files = {
        "collection": collection,
        "image": ImageFactory(
            title=f"{name}-image",
            collection=collection,
            file__width=8,
            file__height=6,
        ),
        "document": Document.objects.create(
            title=f"{name}-document", collection=collection, file=ContentFile(b"text", name=f"{name}.txt")
        ),
    }
    if name == "shared":
        return Place(**files)
    site = Site.objects.get(hostname="localhost" if name == "prefecture" else f"{name}.localhost")
    column = NewsIndexPage.objects.child_of(site.root_page).get(slug="news")
    return Place(
        **files,
        site=site,
        column=column,
        news=news_page(column, f"{name}-news", live=True),
        draft=news_page(column, f"{name}-draft", live=False),
        alert=AlertBanner.objects.create(site=site, title=f"{name}-alert"),
    )


@pytest.fixture(scope="module")
def places(_built, django_db_blocker) -> Iterator[dict[str, Place]]:
    with django_db_blocker.unblock(), transaction.atomic():
        group = Group.objects.get(name="恩施州管理员")
        get_user_model().objects.create(username="prefecture-admin").groups.add(group)
        yield {name: build_place(name) for name in PLACES}
        transaction.set_rollback(True)


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    return client
