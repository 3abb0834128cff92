"""Recall: off every channel in one go, and back only through the gate."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.release import shipped
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.recall.models import Recall
from cms.editorial.recall.recalling import RecallRefused, recall_page
from cms.editorial.recall.signals import recalled
from cms.pages.news.models import NewsPage
from cms.publications.models import LogRow
from tests.factories.languages import translate
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

WHY = {"reason": "error", "explanation": "地名写错了"}
SECRET = "只此一处的标题"


def ask(path: str, host: str = "lichuan.localhost"):
    return Client(SERVER_NAME=host).get(path)


def body_of(response) -> str:
    return b"".join(response).decode(errors="replace")


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def page(desk: Desk) -> NewsPage:
    """Live, with a picture and a document that nothing else uses."""
    with shipped():
        files = {
            "lead_image": ImageFactory(file__width=40, file__height=30),
            "attachments": [("attachment", {"document": DocumentFactory()})],
        }
    return desk.live(title=SECRET, **files)


def recall(page: Page, desk: Desk, **values) -> Recall:
    return recall_page(page, desk.reviewer, **(WHY | values))


def path_of(page: Page) -> str:
    return page.specific.get_url_parts()[2]


def channels_of(page: NewsPage) -> dict[str, tuple[str, str]]:
    """Name of a channel -> address, and what shows the page there; empty where the answer's status says it."""
    path = path_of(page)
    return {
        "web": (path, ""),
        "column": (path_of(page.get_parent()), path),
        "feed": ("/feed.xml", path),
        "feed of the column": (f"{path_of(page.get_parent())}feed.xml", path),
        "sitemap": ("/sitemap.xml", path),
        "search": (f"/search/?q={SECRET}", path),
        "suggestions": (f"/search/suggestions/?q={SECRET}", path),
        "api": (f"/api/v2/pages/{page.pk}/", ""),
        "api list": ("/api/v2/pages/?limit=50", f'"id":{page.pk},'),
        "picture": (page.lead_image.file.url, ""),
        "rendition": (page.lead_image.get_rendition("width-20").url, ""),
        "document": (page.attachments[0].value["document"].url, ""),
    }


def seen(page: NewsPage) -> set[str]:
    """Names of the channels on which it is."""
    answers = {name: (ask(path), sign) for name, (path, sign) in channels_of(page).items()}
    return {name for name, (answer, sign) in answers.items() if answer.status_code == 200 and sign in body_of(answer)}


def test_it_goes_off_every_channel_and_comes_back_only_through_the_gate(
    desk: Desk, page: NewsPage, django_capture_on_commit_callbacks
):
    assert seen(page) == channels_of(page).keys()
    with django_capture_on_commit_callbacks(execute=True):
        made = recall(page, desk)
    assert seen(page) == set()
    assert ask(path_of(page)).status_code == 410
    assert SECRET not in body_of(ask(path_of(page)))
    assert ask(f"/api/v2/pages/{page.pk}/").status_code == 410
    assert {channel.gone_at is not None for channel in made.channels.all()} == {True}, list(
        made.channels.filter(gone_at=None).values("url", "answer")
    )
    row = LogRow.objects.filter(page_id=page.pk).last()
    assert (row.operation, row.actor_id, row.details) == ("withdraw", desk.reviewer.pk, {"recall": made.pk})
    assert "地名写错了" in row.reason
    with pytest.raises(GateRefusal):
        Revision.objects.filter(object_id=page.pk).last().publish()
    assert seen(page) == set()
    desk.approve_all(page)
    assert seen(page) == channels_of(page).keys()
    assert made.pages.get(page_id=page.pk).is_back


def test_a_copy_that_a_cache_or_a_browser_holds_is_not_confirmed(desk: Desk, page: NewsPage):
    """They ask with what they know of it, and shared caches ask within half a minute."""
    held = {path: ask(path) for path in (path_of(page), page.lead_image.file.url)}
    recall(page, desk)
    for path, before in held.items():
        known = {"if-none-match": before.get("ETag", "*"), "if-modified-since": before.get("Last-Modified", "")}
        answer = Client(SERVER_NAME="lichuan.localhost").get(path, headers=known)
        assert (answer.status_code, path) == (410, path)
        assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("notice", "sentence"),
    [("", ""), ("correcting", "更正"), ("outdated", "原内容已失效")],
)
def test_readers_get_a_page_that_says_so_kindly_and_leads_on(desk: Desk, page: NewsPage, notice: str, sentence: str):
    recall(page, desk, notice=notice)
    answer = ask(path_of(page))
    text = answer.content.decode()
    assert (answer.status_code, answer["X-Robots-Tag"]) == (410, "noindex")
    assert sentence in text
    assert 'href="/"' in text and "地名写错了" not in text and SECRET not in text


def test_its_translations_go_along_from_whichever_it_begins(desk: Desk, page: NewsPage):
    with shipped():
        english = translate(page, "en", title="A secret title")
        traditional = translate(page, "zh-hant", title="秘密標題")
    paths = [path_of(one) for one in (page, english, traditional)]
    assert [ask(path).status_code for path in paths] == [200] * 3
    made = recall_page(english, desk.root, **WHY)
    assert [ask(path).status_code for path in paths] == [410] * 3
    assert {row.part for row in made.pages.all()} == {"chosen", "translation"}
    for path in ("/feed.xml", "/en/feed.xml", "/zh-hant/feed.xml", "/sitemap.xml"):
        assert page.slug not in body_of(ask(path)), path


def test_a_long_title_fits_the_certificate(desk: Desk):
    made = recall(desk.live(title="长" * 255), desk)
    for channel in made.channels.all():
        channel.clean_fields(exclude=["asked_at", "gone_at"])


def test_what_was_made_out_of_it_goes_along_on_every_site(desk: Desk, page: NewsPage):
    """A mirror and a copy of the prefecture, a copy that was written anew, and a page that only looks similar."""
    with shipped():
        column = NewsIndexPageFactory(parent=desk.family.prefecture.root_page)
        alias = page.create_alias(parent=column, update_slug="mirror")
        copy, rewritten = (page.copy(to=column, update_attrs={"slug": slug, "title": slug}) for slug in ("copy", "new"))
        copy.get_latest_revision().publish()
        changed = rewritten.get_latest_revision_as_object()
        changed.body = [("paragraph", "<p>完全另一件事。</p>")]
        changed.save_revision().publish()
        other = NewsPageFactory(parent=column, title=SECRET)
    made = recall(page, desk)
    assert {row.page_id: row.part for row in made.pages.all()} == {
        page.pk: "chosen",
        alias.pk: "alias",
        copy.pk: "copy",
    }
    assert set(Page.objects.live().filter(pk__in=[rewritten.pk, other.pk])) == {rewritten.page_ptr, other.page_ptr}
    assert {ask(path_of(one), "localhost").status_code for one in (alias, copy)} == {410}


def test_a_county_takes_its_copy_down_and_not_the_original_of_the_prefecture(desk: Desk, page: NewsPage):
    with shipped():
        column = NewsIndexPageFactory(parent=desk.family.prefecture.root_page)
        original = NewsPageFactory(parent=column)
        copy = original.copy(to=desk.column, update_attrs={"slug": "copy"})
        copy.get_latest_revision().publish()
    recall(Page.objects.get(pk=copy.pk), desk)
    assert Page.objects.get(pk=original.pk).live
    assert not Page.objects.get(pk=copy.pk).live


def test_a_column_takes_along_what_lies_below_it_and_what_was_on_its_way(desk: Desk, page: NewsPage):
    draft = desk.draft()
    desk.submit(draft)
    Revision.objects.filter(object_id=draft.pk).update(approved_go_live_at=timezone.now())
    Redirect.objects.create(site=desk.family.lichuan, old_path="/old", redirect_page=page)
    recall(desk.column, desk)
    assert not Page.objects.live().descendant_of(desk.column, inclusive=True).exists()
    assert WorkflowState.objects.get(object_id=draft.pk).status == WorkflowState.STATUS_CANCELLED
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
    assert {ask(path).status_code for path in (path_of(desk.column), path_of(page), "/old/", "/old")} == {410}
    assert ask(path_of(draft)).status_code == 404


def test_a_file_that_another_live_page_uses_is_still_served(desk: Desk, page: NewsPage):
    desk.live(lead_image=page.lead_image)
    recall(page, desk)
    assert ask(page.lead_image.file.url).status_code == 200
    assert ask(page.attachments[0].value["document"].url).status_code == 410


def test_what_a_page_uses_since_a_moment_ago_counts_before_wagtails_index_knows(desk: Desk, page: NewsPage):
    document = page.attachments[0].value["document"]
    with shipped():
        second = desk.live(attachments=[("attachment", {"document": document})])
        with disable_reference_index_auto_update():
            desk.live(lead_image=page.lead_image)
            second.attachments = []
            second.save_revision().publish()
    recall(page, desk)
    assert ask(page.lead_image.file.url).status_code == 200
    assert ask(document.url).status_code == 410


@pytest.mark.parametrize("name", ["editor", "other"])
def test_who_only_writes_does_not_recall(desk: Desk, page: NewsPage, name: str):
    with pytest.raises(RecallRefused):
        recall_page(page, getattr(desk, name), **WHY)


def test_neither_drafts_nor_home_pages_are_recalled(desk: Desk):
    for one, user in ((desk.draft(), desk.reviewer), (desk.family.lichuan.root_page, desk.root)):
        with pytest.raises(RecallRefused):
            recall_page(one, user, **WHY)


def test_it_is_all_or_nothing(desk: Desk, page: NewsPage, monkeypatch):
    monkeypatch.setattr("cms.editorial.recall.recalling.write_channels", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recall(page, desk)
    assert seen(page) == channels_of(page).keys()
    assert not Recall.objects.exists()


def test_others_hear_of_it_when_it_is_done(desk: Desk, page: NewsPage, django_capture_on_commit_callbacks):
    heard = []
    recalled.connect(listener := lambda recall, **kwargs: heard.append(recall), weak=False)
    with django_capture_on_commit_callbacks(execute=True):
        made = recall(page, desk)
        assert not heard
    recalled.disconnect(listener)
    assert heard == [made]


class TestScreens:
    def client(self, user) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    def test_the_form_asks_for_a_reason_and_leads_to_the_certificate(self, desk: Desk, page: NewsPage):
        client = self.client(desk.root)
        address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": "error", "explanation": ""}).status_code == 200
        assert Page.objects.get(pk=page.pk).live
        answer = client.post(address, WHY, follow=True)
        made = Recall.objects.get()
        assert answer.redirect_chain[-1][0] == reverse("recall_certificate", args=[made.pk])
        assert path_of(page) in answer.content.decode()
        lines = client.get(answer.redirect_chain[-1][0], {"csv": ""}).content.decode().splitlines()
        assert len(lines) == made.channels.count() + 1
        assert client.get(reverse("recall_list")).status_code == 200

    def test_in_bulk_one_reason_is_asked_for_all(self, desk: Desk, page: NewsPage):
        client, second = self.client(desk.root), desk.live()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        address += f"?id={page.pk}&id={second.pk}"
        assert client.get(address).status_code == 200
        client.post(address, {"reason": "error"})
        assert Page.objects.live().filter(pk__in=[page.pk, second.pk]).count() == 2
        client.post(address, WHY)
        assert not Page.objects.live().filter(pk__in=[page.pk, second.pk]).exists()
        assert Recall.objects.count() == 2

    def test_what_is_live_is_not_deleted(self, desk: Desk, page: NewsPage):
        self.client(desk.root).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert Page.objects.filter(pk=page.pk, live=True).exists()
        recall(page, desk)
        self.client(desk.root).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert not Page.objects.filter(pk=page.pk).exists()
        assert ask(path_of(page)).status_code == 410
