"""Nothing that may not be shown is ever shown, whatever has been done to the tree before."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.core.release import shipped
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.recall.recalling import recall_page
from cms.media.models import Image
from cms.tv.approving import NotApprovable, approve, take_off
from cms.tv.models import Item
from tests.factories.pages import SectionPageFactory

LATER, EARLIER = timedelta(days=1), timedelta(seconds=-1)


def publish(page: Page) -> None:
    with shipped():
        page = page.specific
        page.title += "！"
        page.save_revision().publish()


def expire(page: Page) -> None:
    with shipped():
        page = page.specific
        page.expire_at = timezone.now() + random.choice([LATER, EARLIER])
        page.save(clean=False)


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def open_again(page: Page) -> None:
    for restriction in PageViewRestriction.objects.filter(page=page):
        restriction.delete()


def try_to_approve(page: Page) -> None:
    try:
        approve(page, None)
    except NotApprovable:
        assert not page.live


def recall(page: Page) -> None:
    if page.live:
        recall_page(page, None, reason="error", explanation="演练")


OPERATIONS = [publish, expire, restrict, open_again, try_to_approve, try_to_approve, take_off, recall, Page.unpublish]


def may_be_shown(page: Page) -> bool:
    """Said a second time, without a query of the product's: by looking at one page and at what was approved."""
    above = page.get_ancestors(inclusive=True)
    item = Item.objects.filter(page=page, ended_at=None).first()
    return bool(
        item
        and page.live
        and (page.expire_at is None or page.expire_at > timezone.now())
        and not PageViewRestriction.objects.filter(page__in=above).exists()
        and item.fingerprint == fingerprint(page.specific)
    )


@pytest.mark.parametrize("seed", range(12))
def test_after_any_sequence_exactly_what_may_be_shown_is_shown(live, column, ask, mirror, seed):
    """In the list at every step; in a copy that is brought up to date now and then, in small pieces, at the end."""
    chance = random.Random(seed)
    random.seed(seed)
    section = SectionPageFactory(parent=column.get_parent(), slug="section")
    pages = [live(approved=False, slug=f"p{number}") for number in range(3)]
    for _step in range(12):
        page = Page.objects.get(pk=chance.choice([*pages, section]).pk)
        chance.choice(OPERATIONS)(page)
        shown = {item["id"] for item in ask("/items?limit=100").json()["items"]}
        everything = [Page.objects.get(pk=page.pk) for page in [*pages, section]]
        expected = {str(page.translation_key) for page in everything if may_be_shown(page)}
        assert {number.partition(":")[2] for number in shown} == expected
        if chance.random() < 0.5:
            mirror.step(limit=chance.randint(1, 3))
    assert {number for number, _locale in mirror.follow()} == shown


def test_a_draft_of_an_approved_page_reaches_nobody(page, ask):
    page.title = "还没有发布"
    page.save_revision()
    assert "还没有发布" not in ask("/items").content.decode()


def test_what_is_not_live_cannot_be_approved(page):
    page.unpublish()
    with pytest.raises(NotApprovable):
        approve(page, None)


def test_a_picture_that_becomes_private_is_left_out(page, ask):
    private = Collection.get_first_root_node().add_child(name="内部")
    Image.objects.filter(pk=page.lead_image_id).update(collection=private)
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    (item,) = ask("/items").json()["items"]
    assert (item["lead"], item["pictures"]) == (None, [])


def test_a_picture_that_is_withheld_or_past_its_licence_is_left_out(page, ask):
    Image.objects.filter(pk=page.lead_image_id).update(is_withheld=True)
    assert ask("/items").json()["items"][0]["lead"] is None
