"""Another picture for the English of a page comes from one's own collections or the shared one."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.test.client import encode_multipart
from django.urls import reverse
from wagtail.models import Collection, Site
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.media.models import Image
from cms.pages.news.models import NewsIndexPage, NewsPage
from sites.isolation.overrides import model_pointed_at
from tests.factories.english import translate
from tests.factories.media import ImageFactory

COLLECTIONS = {"lichuan": "利川", "badong": "巴东", "shared": "全州共享素材"}


def picture(owner: str) -> Image:
    collection = Collection.objects.get(name=COLLECTIONS[owner])
    return ImageFactory(title=owner, collection=collection, file__width=8, file__height=6)


@pytest.fixture
def segment(nine_sites) -> OverridableSegment:
    """The picture inside the text of a news page that is being translated."""
    home = Site.objects.get(hostname="lichuan.localhost").root_page
    column = NewsIndexPage.objects.child_of(home).get(slug="news")
    body = [{"type": "image", "value": {"image": picture("lichuan").pk, "caption": "", "credit": ""}}]
    page = column.add_child(instance=NewsPage(title="有图的新闻", source="示例来源", body=body))
    page.save_revision().publish()
    translate(page)
    segments = OverridableSegment.objects.filter(source__object_id=page.translation_key)
    return next(each for each in segments if model_pointed_at(each) is Image)


@pytest.mark.parametrize(("owner", "status", "stored"), [("lichuan", 201, 1), ("shared", 201, 1), ("badong", 404, 0)])
@pytest.mark.parametrize("form", ["multipart", "urlencoded"])
def test_a_translator_overrides_with_own_and_shared_pictures_only(segment, owner, status, stored, form):
    client = Client(SERVER_NAME="localhost", headers={"accept": "application/json"})
    client.force_login(get_user_model().objects.get(username="lichuan-editor"))
    translation = Translation.objects.get(source=segment.source)
    address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    number = picture(owner).pk
    if form == "multipart":
        data, kind = encode_multipart("x", {"value": number}), "multipart/form-data; boundary=x"
    else:
        data, kind = f"value={number}", "application/x-www-form-urlencoded"
    assert client.put(address, data, content_type=kind).status_code == status
    assert SegmentOverride.objects.filter(context=segment.context).count() == stored
