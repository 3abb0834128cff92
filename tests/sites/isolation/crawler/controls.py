"""What people of a county need every day. All of it has to work: a wall without a door is no isolation."""

import json
import re
from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, TaskState
from wagtail.test.utils.form_data import nested_form_data

from cms.languages.correction import field_name, text_of
from cms.languages.models import SentenceLock
from cms.media.models import Image
from cms.pages.news.models import NewsIndexPage, NewsPage, Topic
from cms.pages.units.models import SmartVillagePage
from cms.search.models import BestBet, DailyQuery
from cms.sitewide.models import AlertBanner, SiteMenu
from sites.provisioning.library import SHARED_NAME
from tests.sites import admin_actions as do
from tests.sites.isolation.crawler import flows_pages, flows_review, flows_things
from tests.sites.isolation.crawler.flows import post, url
from tests.sites.isolation.crawler.oracle import Flow, Request
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS, Place, World

EDITOR, REVIEWER, ADMIN = COUNTY_PERSONAS
Control = Callable[[Client, World], bool]
CONTROLS: dict[str, tuple[Control, list[str]]] = {}


def control(*personas: str) -> Callable[[Control], Control]:
    def register(function: Control) -> Control:
        CONTROLS[function.__name__] = (function, list(personas or COUNTY_PERSONAS))
        return function

    return register


def place_of(own: Place) -> do.Place:
    """Lichuan's things as the role matrix names them."""
    return do.Place(
        collection=own.collection,
        image=Image.objects.get(pk=own.first("image")),
        document=do.Document.objects.get(pk=own.first("document")),
        site=own.site,
        column=NewsIndexPage.objects.get(pk=own.first("column")),
        news=NewsPage.objects.get(pk=own.first("live_page")),
        draft=NewsPage.objects.get(pk=own.ids["page"][1]),
        alert=AlertBanner.objects.get(pk=own.first("alertbanner")),
        bet=BestBet.objects.get(pk=own.first("bestbet")),
        searches=DailyQuery.objects.get(pk=own.first("dailyquery")),
    )


OF_THE_MATRIX: dict[do.Action, list[str]] = {
    **dict.fromkeys(
        [
            do.see_the_column_in_the_explorer,
            do.open_the_form_of_a_page,
            do.save_a_draft,
            do.create_a_page,
            do.delete_a_draft,
            do.begin_the_english_of_a_page,
            do.open_the_english_editor,
            do.download_the_english_of_a_page,
            do.choose_a_picture,
            do.see_a_picture_among_those_to_choose,
            do.change_a_picture,
            do.upload_a_picture,
            do.see_a_document_in_the_list,
            do.delete_a_document,
        ],
        COUNTY_PERSONAS,
    ),
    do.hand_a_page_in: COUNTY_PERSONAS,
    do.recall: [REVIEWER, ADMIN],
    **dict.fromkeys(
        [
            do.see_an_alert_in_the_list,
            do.open_the_form_of_an_alert,
            do.save_an_alert,
            do.create_an_alert,
            do.delete_an_alert,
            do.see_what_people_search_for,
        ],
        [REVIEWER, ADMIN],
    ),
    **dict.fromkeys(
        [
            do.create_a_collection_inside,
            do.open_the_footer_settings,
            do.save_the_footer_settings,
            do.see_a_best_bet_in_the_list,
            do.save_a_best_bet,
            do.create_a_best_bet,
            do.delete_a_best_bet,
        ],
        [ADMIN],
    ),
}
for _action, _personas in OF_THE_MATRIX.items():

    def _do(client: Client, world: World, action: do.Action = _action) -> bool:
        return action(client, place_of(world.own)).effect

    CONTROLS[_action.__name__] = (_do, _personas)


def send(client: Client, request: Request) -> HttpResponse:
    path = request.path + ("?" + "&".join(f"{name}={value}" for name, value in request.query) if request.query else "")
    options = {"content_type": request.content_type} if request.content_type else {}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(path, request.data or {}, **options)


def play(client: Client, flow: Flow) -> None:
    request = next(flow)
    while True:
        answer = send(client, request) if request.method == "POST" else client.get(request.path)
        try:
            request = flow.send(answer)
        except StopIteration:
            return


def shows(client: Client, path: str, text: str) -> bool:
    response = client.get(path)
    return response.status_code == 200 and text in response.content.decode()


def title_of(key: object) -> str:
    return Page.objects.get(pk=key).title


# Pages


@control()
def move_a_page_within_the_own_site(client: Client, world: World) -> bool:
    page = NewsPage.objects.get(pk=world.own.ids["page"][1])
    column = NewsIndexPage.objects.child_of(world.own.home).exclude(pk=world.own.first("column")).first()
    client.post(url("wagtailadmin_pages:move_confirm", page.pk, column.pk))
    return NewsPage.objects.child_of(column).filter(pk=page.pk).exists()


@control()
def copy_a_page_within_the_own_site(client: Client, world: World) -> bool:
    play(client, flows_pages.copy_within_the_other_site(world, world.own))
    return Page.objects.filter(slug="zz-copied").exists()


@control()
def refer_to_own_and_shared_things(client: Client, world: World) -> bool:
    page, shared = NewsPage.objects.get(pk=world.own.ids["page"][1]), shared_picture()
    related = do.streamfield([("page", world.own.first("column"))])
    data = do.page_form(NewsPage, title=do.NEW_TITLE, slug=page.slug, lead_image=shared.pk, related_pages=related)
    client.post(url("wagtailadmin_pages:edit", page.pk), {**data, "topics": Topic.objects.first().pk})
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft.lead_image_id == shared.pk and len(draft.related_pages) == 1 and draft.topics.count() == 1


@control()
def look_at_the_history_of_a_page(client: Client, world: World) -> bool:
    page = world.own.first("page")
    return shows(client, url("wagtailadmin_pages:history", page), title_of(page))


@control()
def compare_two_versions(client: Client, world: World) -> bool:
    page, old = world.own.ids["page"][6], world.own.first("old_revision")
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page, "earliest", old])
    return shows(client, address, "ZZL-changed")


@control()
def look_at_a_draft(client: Client, world: World) -> bool:
    page = world.own.ids["page"][1]
    return shows(client, url("wagtailadmin_pages:view_draft", page), title_of(page))


@control()
def find_a_page(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_pages:search") + "?q=ZZL", "ZZL-newspage")


@control()
def choose_an_own_page(client: Client, world: World) -> bool:
    address = url("wagtailadmin_choose_page_child", world.own.first("column"))
    return shows(client, address, title_of(world.own.first("live_page")))


@control()
def comment_on_an_own_page(client: Client, world: World) -> bool:
    play(client, flows_pages.comment_on_a_page(world, world.own))
    return Page.objects.get(pk=world.own.first("live_page")).wagtail_admin_comments.filter(text="意见").exists()


@control(REVIEWER)
def approve_an_own_page(client: Client, world: World) -> bool:
    state = TaskState.objects.get(pk=world.own.first("taskstate"))
    address = url("review_page", world.own.first("page"))
    screen = client.get(address).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(task_state|content)" value="([^"]*)"', screen))
    send(client, post(address, {**hidden, "decision": "approve", "comment": "好"}))
    state.refresh_from_db()
    return state.status == TaskState.STATUS_APPROVED


@control(REVIEWER)
def return_an_own_page(client: Client, world: World) -> bool:
    play(client, flows_review.return_a_page_on_the_screen(world, world.own))
    return TaskState.objects.get(pk=world.own.first("taskstate")).status == TaskState.STATUS_REJECTED


@control(REVIEWER, ADMIN)
def unlock_an_own_page(client: Client, world: World) -> bool:
    send(client, post(url("wagtailadmin_pages:unlock", world.own.first("locked_page"))))
    return not Page.objects.get(pk=world.own.first("locked_page")).locked


@control()
def say_that_one_is_editing(client: Client, world: World) -> bool:
    page = world.own.ids["page"][1]
    client.get(url("wagtailadmin_pages:edit", page))
    session = EditingSession.objects.latest("pk")
    answer = send(client, post(url("wagtailadmin_editing_sessions:ping", "wagtailcore", "page", page, session.pk)))
    return answer.status_code == 200 and json.loads(answer.content)["session_id"] == session.pk


@control()
def import_units(client: Client, world: World) -> bool:
    play(client, flows_pages.import_units(world, world.own))
    return SmartVillagePage.objects.descendant_of(world.own.home).filter(title="示例村").exists()


# Translations


@control()
def correct_traditional_characters(client: Client, world: World) -> bool:
    page = Page.objects.get(pk=world.own.first("machine_page"))
    sentence = text_of(page)[0]
    send(client, post(url("languages_correction", page.pk), {field_name(sentence): "改"}))
    return SentenceLock.objects.filter(translation_key=page.translation_key, traditional="改").exists()


@control()
def see_own_pages_in_the_report_on_english(client: Client, world: World) -> bool:
    return shows(client, url("english_report"), "ZZL-newspage")


# Files


@control()
def choose_a_shared_picture(client: Client, world: World) -> bool:
    shared = shared_picture()
    answer = client.get(url("wagtailimages_chooser:chosen", shared.pk))
    return answer.status_code == 200 and shared.title in answer.json()["result"]["title"]


@control()
def see_own_tags(client: Client, world: World) -> bool:
    return shows(
        client, reverse("wagtailadmin_tag_model_autocomplete", args=["taggit", "tag"]) + "?term=ZZL", "ZZL-tag"
    )


@control(ADMIN)
def rename_an_own_collection(client: Client, world: World) -> bool:
    key = world.own.first("collection")
    parent = world.own.collection.pk
    send(client, post(url("wagtailadmin_collections:edit", key), {"name": do.NEW_TITLE, "parent": parent}))
    return Collection.objects.get(pk=key).name == do.NEW_TITLE


def shared_picture() -> Image:
    return Image.objects.filter(collection__name=SHARED_NAME).first()


# The site


@control(ADMIN)
def put_an_own_page_into_the_menu(client: Client, world: World) -> bool:
    link = {"label": "专题", "page": world.own.first("column"), "address": ""}
    data = nested_form_data({"items": do.streamfield([("link", link)])})
    send(client, post(url("wagtailsettings:edit", "sitewide", "sitemenu", world.own.site.pk), data))
    return len(SiteMenu.objects.get(site=world.own.site).items) == 1


@control(ADMIN)
def add_a_redirect(client: Client, world: World) -> bool:
    play(client, flows_things.add_a_redirect(world, world.own))
    return Redirect.objects.filter(old_path="/zz-new", site=world.own.site).exists()


@control(ADMIN)
def import_redirects(client: Client, world: World) -> bool:
    play(client, flows_things.import_redirects(world, world.own))
    return Redirect.objects.filter(old_path="/zz-imported", site=world.own.site).exists()


@control(ADMIN)
def invite_a_colleague(client: Client, world: World) -> bool:
    data = flows_things.person(groups=[world.own.groups[0].pk])
    send(client, post(url("wagtailusers_users:add"), data))
    return world.own.groups[0].user_set.filter(username="zz-new").exists()


@control(ADMIN)
def see_the_colleagues(client: Client, world: World) -> bool:
    return shows(client, url("wagtailusers_users:index"), world.own.user("editor").username)


@control()
def choose_a_topic(client: Client, world: World) -> bool:
    topic = Topic.objects.first()
    return shows(client, url("wagtailsnippetchoosers_news_topic:choose_results"), topic.name)


# Reports


@control()
def see_own_pages_in_the_history_of_the_site(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_reports:site_history"), "ZZL-newspage")


@control()
def see_own_pages_in_the_report_on_workflows(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_reports:workflow"), title_of(world.own.first("page")))


@control()
def see_own_pages_in_the_report_on_tasks(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_reports:workflow_tasks"), title_of(world.own.first("page")))


@control(REVIEWER)
def see_own_pages_by_age(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_reports:aging_pages"), "ZZL-newspage")


@control(REVIEWER)
def export_the_pages_by_age(client: Client, world: World) -> bool:
    answer = client.get(url("wagtailadmin_reports:aging_pages") + "?export=csv")
    return "ZZL-newspage" in b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


@control(REVIEWER, ADMIN)
def see_own_locked_pages(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_reports:locked_pages"), title_of(world.own.first("locked_page")))


@control()
def see_own_pages_on_the_dashboard(client: Client, world: World) -> bool:
    return shows(client, url("wagtailadmin_home"), title_of(world.own.first("page")))


@control()
def read_own_pages_through_the_admins_interface(client: Client, world: World) -> bool:
    address = reverse("wagtailadmin_api:pages:detail", args=[world.own.first("page")])
    return shows(client, address, title_of(world.own.first("page")))


@control()
def upload_an_english_file(client: Client, world: World) -> bool:
    play(client, flows_pages.exchange_a_translation_file(world, world.own))
    translation = world.own.first("translation")
    return shows(client, url("wagtail_localize:download_pofile", translation), "Changed")
