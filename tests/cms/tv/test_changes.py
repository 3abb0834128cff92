"""Following the channel's changes: nothing is missed, and what went is said to be gone."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.core.release import shipped
from cms.media.models import Image
from cms.sitewide.models import SiteIdentity
from cms.tv.approving import approve, take_off
from tests.cms.publications.rows import row


def test_what_is_approved_comes_and_what_is_not_does_not(page, live, mirror):
    live(approved=False, title="还没批", slug="not-yet")
    assert set(mirror.follow().values()) == {"峡谷晨雾"}


GOING = {
    "withdrawn": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "restricted": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "not_approved": take_off,
}


@pytest.mark.parametrize("reason", GOING)
def test_what_goes_is_told_with_its_reason(page, ask, mirror, reason):
    mirror.follow()
    cursor = ask("/changes").json()["cursor"]
    GOING[reason](page)
    (change,) = ask(f"/changes?cursor={cursor}").json()["changes"]
    assert (change["op"], change["reason"]) == ("delete", reason)
    assert mirror.follow() == {}


def test_a_change_on_the_web_takes_the_item_off_until_it_is_approved_again(page, mirror):
    mirror.follow()
    page.tv_title = "峡谷的早晨"
    with shipped():
        page.save_revision().publish()
    assert mirror.follow() == {}
    approve(Page.objects.get(pk=page.pk), None)
    assert set(mirror.follow().values()) == {"峡谷的早晨"}


def test_a_validity_that_ends_hides_the_item_before_the_scheduler_runs(page, ask):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert ask("/items").json()["items"] == []


def test_the_same_item_survives_a_move_and_a_new_address(page, family, mirror):
    before = set(mirror.follow())
    target = Page.objects.get(pk=family.enshi.root_page.pk)
    with shipped():
        page.move(target, pos="last-child")
    assert set(mirror.follow()) == before


def test_changes_cost_four_queries(page, ask, django_assert_num_queries):
    """And one that numbers the rows where the database does that at commit (PostgreSQL)."""
    ask("/changes")
    with django_assert_num_queries(4 if connection.vendor == "sqlite" else 5):
        assert ask("/changes").json()["changes"]


def test_an_item_that_was_never_approved_is_never_mentioned(live, ask):
    secret = live(approved=False, title="秘密", slug="secret")
    secret.unpublish()
    assert ask("/changes").json()["changes"] == []


def test_an_old_row_of_a_type_of_page_that_is_no_more_breaks_nothing(page, mirror):
    old = row(0)
    old.translation_key, old.page_type = page.translation_key, "gone.gonepage"
    old.save()
    assert set(mirror.follow().values()) == {"峡谷晨雾"}


def rename_host(site: Site) -> None:
    site.hostname = "neu.localhost"
    site.save()


def rename(site: Site) -> None:
    identity = SiteIdentity.for_site(site)
    identity.short_name = "新名"
    identity.save()


@pytest.mark.parametrize("change", [rename_host, rename])
def test_copies_are_told_that_their_site_has_another_name(page, family, ask, change):
    before = ask("/changes").json()
    change(Site.objects.get(pk=family.lichuan.pk))
    (told,) = ask(f"/changes?cursor={before['cursor']}").json()["changes"]
    (held,) = before["changes"]
    assert told["id"] == held["id"]
    assert told["item"]["site"] != held["item"]["site"]


def test_what_else_is_saved_of_a_site_is_nothing_to_copies(page, family, ask):
    cursor = ask("/changes").json()["cursor"]
    Site.objects.get(pk=family.lichuan.pk).save()
    SiteIdentity.for_site(family.lichuan).save()
    assert ask(f"/changes?cursor={cursor}").json()["changes"] == []


def hide_collection(image: Image) -> None:
    image.collection = Collection.get_first_root_node().add_child(name="内部")
    image.save()
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")


def withhold(image: Image) -> None:
    image.is_withheld = True
    image.save()


def private_collection() -> Collection:
    collection = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def move_as_one_of_many(image: Image) -> None:
    """As Wagtail's “Add to collection” does."""
    Image.objects.filter(pk=image.pk).update(collection=private_collection())


def move_its_collection(image: Image) -> None:
    image.collection = Collection.get_first_root_node().add_child(name="照片")
    image.save()
    closed = private_collection()
    Collection.objects.get(pk=image.collection.pk).move(closed, "sorted-child")


def end_its_licence(image: Image) -> None:
    """Saved in time; the day comes by itself."""
    Image.objects.filter(pk=image.pk).update(expires_on=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize("hide", [hide_collection, withhold])
def test_copies_are_told_at_once_that_a_picture_is_not_for_everybody_any_more(page, ask, hide):
    cursor = ask("/changes").json()["cursor"]
    hide(page.lead_image)
    assert_told_without_pictures(page, ask, cursor)


@pytest.mark.parametrize("hide", [move_as_one_of_many, move_its_collection, end_its_licence])
def test_the_scheduler_tells_copies_what_no_signal_says(page, ask, hide):
    hide(page.lead_image)
    cursor = ask("/changes").json()["cursor"]
    call_command("tell_hidden_files")
    assert_told_without_pictures(page, ask, cursor)


def assert_told_without_pictures(page: Page, ask, cursor: str) -> None:
    (change,) = ask(f"/changes?cursor={cursor}").json()["changes"]
    assert (change["op"], change["id"]) == ("upsert", f"news:{page.translation_key}")
    assert ask(f"/items/{change['id']}").json()["item"]["pictures"] == []


def test_a_hidden_picture_is_told_once_and_when_it_is_back(page, ask):
    withhold(page.lead_image)
    cursor = ask("/changes").json()["cursor"]
    call_command("tell_hidden_files")
    page.lead_image.title = "另一个名字"
    page.lead_image.save()
    assert ask(f"/changes?cursor={cursor}").json()["changes"] == []
    Image.objects.update(is_withheld=False)
    call_command("tell_hidden_files")
    (change,) = ask(f"/changes?cursor={cursor}").json()["changes"]
    assert len(ask(f"/items/{change['id']}").json()["item"]["pictures"]) == 1
