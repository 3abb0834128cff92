"""What people do in the admin, as requests to it.

Each action returns the answer and whether its effect is there: in the database, or for a look, in the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Collection, Page, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation

from cms.core import release
from cms.core.mixins import ColumnType
from cms.editorial.cases.models import Case
from cms.editorial.recall.models import Notice, Reason
from cms.editorial.texts.models import LiveFinding, Term
from cms.languages.english import english_of
from cms.languages.models import GlossaryTerm
from cms.media.models import Document, Image
from cms.pages.commentary.models import PenName
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.search.models import BestBet, DailyQuery, DictionaryWord
from cms.sitewide.models import AlertBanner, SiteFooter
from tests.factories.english import translate

NEW_TITLE = "刚刚改过的标题"


@dataclass(frozen=True)
class Place:
    """One site's things; of the collection that all sites share only the first three."""

    collection: Collection
    image: Image
    document: Document
    site: Site | None = None
    column: NewsIndexPage | None = None
    news: NewsPage | None = None
    draft: NewsPage | None = None
    alert: AlertBanner | None = None
    bet: BestBet | None = None
    term: Term | None = None
    finding: LiveFinding | None = None
    searches: DailyQuery | None = None
    redirect: Redirect | None = None
    case: Case | None = None


class Done(NamedTuple):
    response: HttpResponse
    effect: bool


Action = Callable[[Client, object], Done]


def page_form(page_type: type[Page], **values: object) -> dict[str, object]:
    """A page's form with the least that a draft of any type needs."""
    streams = {field.name: streamfield([]) for field in page_type._meta.fields if isinstance(field, StreamField)}
    texts = {field.name: rich_text("") for field in page_type._meta.fields if isinstance(field, RichTextField)}
    needed = {
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        "source": "示例来源",
        "column_type": ColumnType.NEWS.value,
        "update_interval_days": 14,
        "pen_name": PenName.objects.values_list("pk", flat=True).first(),
        "series_number": 99,
    }
    return nested_form_data({**streams, **texts, **needed, **values})


def shows(response: HttpResponse, text: str) -> bool:
    return response.status_code == 200 and text in response.content.decode()


def _latest_title(page: Page) -> str:
    return NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().title


def _live_title(page: Page) -> str | None:
    return NewsPage.objects.live().filter(pk=page.pk).values_list("title", flat=True).first()


# Pages


def see_the_column_in_the_explorer(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailadmin_explore", args=[place.column.pk]))
    return Done(response, shows(response, place.draft.title))


def open_the_form_of_a_page(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[place.news.pk]))
    return Done(response, shows(response, place.news.title))


def save_a_draft(client: Client, place: Place) -> Done:
    response = client.post(_edit_url(place.news), _changed(place.news))
    return Done(response, _latest_title(place.news) == NEW_TITLE and _live_title(place.news) == place.news.title)


def publish_from_the_form(client: Client, place: Place) -> Done:
    response = client.post(_edit_url(place.news), {**_changed(place.news), "action-publish": "action-publish"})
    return Done(response, _live_title(place.news) == NEW_TITLE)


def publish_in_bulk(client: Client, place: Place) -> Done:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{address}?id={place.draft.pk}")
    return Done(response, _live_title(place.draft) is not None)


def publish_through_the_admins_interface(client: Client, place: Place) -> Done:
    address = reverse("wagtailadmin_api:pages:action", args=[place.draft.pk, "publish"])
    response = client.post(address, {}, content_type="application/json")
    return Done(response, _live_title(place.draft) is not None)


def hand_a_page_in(client: Client, place: Place) -> Done:
    response = client.post(_edit_url(place.draft), {**_changed(place.draft), "action-submit": "action-submit"})
    return Done(response, NewsPage.objects.get(pk=place.draft.pk).workflow_in_progress)


def recall(client: Client, place: Place) -> Done:
    why = {"reason": Reason.ERROR, "explanation": "地名写错了", "notice": Notice.PLAIN}
    response = client.post(reverse("wagtailadmin_pages:unpublish", args=[place.news.pk]), why)
    return Done(response, _live_title(place.news) is None)


def create_a_page(client: Client, place: Place, page_type: type[Page] = NewsPage, parent: Page | None = None) -> Done:
    parent = parent or place.column
    names = [page_type._meta.app_label, page_type._meta.model_name]
    response = client.post(
        reverse("wagtailadmin_pages:add", args=[*names, parent.pk]), page_form(page_type, title=NEW_TITLE)
    )
    return Done(response, page_type.objects.child_of(parent).filter(title=NEW_TITLE, live=False).exists())


def create_and_publish_a_page(client: Client, place: Place) -> Done:
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", place.column.pk])
    response = client.post(address, {**page_form(NewsPage, title=NEW_TITLE), "action-publish": "action-publish"})
    return Done(response, NewsPage.objects.child_of(place.column).filter(title=NEW_TITLE, live=True).exists())


def move_a_draft_of_lichuan_here(client: Client, place: Place) -> Done:
    # From another column, so that moving within Lichuan is a move too.
    draft = NewsPage.objects.get(title="lichuan-draft")
    notices = NewsIndexPage.objects.sibling_of(draft.get_parent(), inclusive=False).first()
    draft.move(notices, "last-child")
    response = client.post(reverse("wagtailadmin_pages:move_confirm", args=[draft.pk, place.column.pk]))
    return Done(response, NewsPage.objects.child_of(place.column).filter(pk=draft.pk).exists())


def copy_a_page_of_lichuan_here(client: Client, place: Place) -> Done:
    source = NewsPage.objects.get(title="lichuan-news", locale__language_code="zh-hans")
    data = {"new_title": NEW_TITLE, "new_slug": "copied", "new_parent_page": place.column.pk}
    response = client.post(reverse("wagtailadmin_pages:copy", args=[source.pk]), data)
    return Done(response, NewsPage.objects.child_of(place.column).filter(title=NEW_TITLE).exists())


def delete_a_live_page(client: Client, place: Place) -> Done:
    """As in the product, where the gate is shut."""
    ground = release._ground.set(None)
    try:
        return _delete(client, place.news)
    finally:
        release._ground.reset(ground)


def delete_a_draft(client: Client, place: Place) -> Done:
    return _delete(client, place.draft)


def _delete(client: Client, page: Page) -> Done:
    response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    return Done(response, not Page.objects.filter(pk=page.pk).exists())


# English


def begin_the_english_of_a_page(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtail_localize:submit_page_translation", args=[place.news.pk]))
    return Done(response, english_of(place.news) is not None)


def open_the_english_editor(client: Client, place: Place) -> Done:
    response = client.get(_edit_url(english_of(place.column)))
    return Done(response, shows(response, "js-translation-editor"))


def download_the_english_of_a_page(client: Client, place: Place) -> Done:
    translation = Translation.objects.get(source__object_id=place.column.translation_key)
    response = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    return Done(response, shows(response, "msgid"))


def publish_an_english_page(client: Client, place: Place) -> Done:
    english = translate(place.news)
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(_edit_url(english), {"action": "publish"})
    # The translation editor comes back to itself, which is how it says that it has done so.
    return Done(response, Page.objects.get(pk=english.pk).live)


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _changed(page: Page) -> dict[str, object]:
    return page_form(NewsPage, title=NEW_TITLE, slug=page.slug)


# Collections


def choose_a_picture(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailimages_chooser:chosen", args=[place.image.pk]))
    return Done(response, response.status_code == 200 and response.json()["result"]["title"] == place.image.title)


def see_a_picture_among_those_to_choose(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailimages_chooser:choose_results"), {"collection_id": place.collection.pk})
    return Done(response, shows(response, place.image.title))


def change_a_picture(client: Client, place: Place) -> Done:
    data = {"title": NEW_TITLE, "description": "改过的说明", "tags": "", "collection": place.collection.pk}
    response = client.post(reverse("wagtailimages:edit", args=[place.image.pk]), data)
    return Done(response, Image.objects.get(pk=place.image.pk).title == NEW_TITLE)


def upload_a_picture(client: Client, place: Place) -> Done:
    content = BytesIO()
    PillowImage.new("RGB", (8, 6)).save(content, "JPEG")
    data = {
        "title": NEW_TITLE,
        "description": "示例说明",
        "tags": "",
        "collection": place.collection.pk,
        "file": SimpleUploadedFile("picture.jpg", content.getvalue(), content_type="image/jpeg"),
    }
    response = client.post(reverse("wagtailimages:add"), data)
    return Done(response, Image.objects.filter(collection=place.collection, title=NEW_TITLE).exists())


def see_a_document_in_the_list(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtaildocs:index"))
    return Done(response, shows(response, place.document.title))


def delete_a_document(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtaildocs:delete", args=[place.document.pk]))
    return Done(response, not Document.objects.filter(pk=place.document.pk).exists())


def create_a_collection_inside(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailadmin_collections:add"), {"name": NEW_TITLE, "parent": place.collection.pk})
    return Done(response, Collection.objects.child_of(place.collection).filter(name=NEW_TITLE).exists())


# Settings and alert banners


def open_the_footer_settings(client: Client, place: Place) -> Done:
    response = client.get(_footer_url(place))
    return Done(response, shows(response, 'name="organiser"'))


def save_the_footer_settings(client: Client, place: Place) -> Done:
    data = {"organiser": NEW_TITLE, "links": streamfield([]), "social_accounts": streamfield([])}
    response = client.post(_footer_url(place), nested_form_data(data))
    return Done(response, SiteFooter.objects.get(site=place.site).organiser == NEW_TITLE)


def _footer_url(place: Place) -> str:
    return reverse("wagtailsettings:edit", args=["sitewide", "sitefooter", place.site.pk])


def see_an_alert_in_the_list(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailsnippets_sitewide_alertbanner:list"))
    return Done(response, shows(response, place.alert.title))


def open_the_form_of_an_alert(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailsnippets_sitewide_alertbanner:edit", args=[place.alert.pk]))
    return Done(response, shows(response, place.alert.title))


def save_an_alert(client: Client, place: Place) -> Done:
    address = reverse("wagtailsnippets_sitewide_alertbanner:edit", args=[place.alert.pk])
    response = client.post(address, _alert_form(place))
    return Done(response, AlertBanner.objects.get(pk=place.alert.pk).title == NEW_TITLE)


def create_an_alert(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailsnippets_sitewide_alertbanner:add"), _alert_form(place))
    return Done(response, AlertBanner.objects.filter(site=place.site, title=NEW_TITLE).exists())


def delete_an_alert(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailsnippets_sitewide_alertbanner:delete", args=[place.alert.pk]))
    return Done(response, not AlertBanner.objects.filter(pk=place.alert.pk).exists())


def _alert_form(place: Place) -> dict[str, object]:
    starts_at = f"{date.today()} 00:00"
    return {"site": place.site.pk, "level": "info", "title": NEW_TITLE, "text": "", "starts_at": starts_at}


# The search


def see_a_best_bet_in_the_list(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailsnippets_search_bestbet:list"))
    return Done(response, shows(response, place.bet.queries))


def save_a_best_bet(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailsnippets_search_bestbet:edit", args=[place.bet.pk]), _bet_form(place))
    return Done(response, BestBet.objects.get(pk=place.bet.pk).queries == NEW_TITLE)


def create_a_best_bet(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailsnippets_search_bestbet:add"), _bet_form(place))
    return Done(response, BestBet.objects.filter(site=place.site, queries=NEW_TITLE).exists())


def delete_a_best_bet(client: Client, place: Place) -> Done:
    response = client.post(reverse("wagtailsnippets_search_bestbet:delete", args=[place.bet.pk]))
    return Done(response, not BestBet.objects.filter(pk=place.bet.pk).exists())


def _bet_form(place: Place) -> dict[str, object]:
    return {"site": place.site.pk, "queries": NEW_TITLE, "title": "标题", "address": "https://www.gov.cn/", "page": ""}


def see_what_people_search_for(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailsnippets_search_dailyquery:list"))
    return Done(response, shows(response, place.searches.query))


# Topics, pen names, words of the search and of the glossary: what all sites share


def see_the_terms(client: Client, model: type[Model]) -> Done:
    response = client.get(_terms_url(model, "list"))
    return Done(response, shows(response, str(model.objects.first())))


def create_a_term(client: Client, model: type[Model]) -> Done:
    response = client.post(_terms_url(model, "add"), _term_form(model))
    return Done(response, model.objects.filter(**{_name_of(model): NEW_TITLE}).exists())


def change_a_term(client: Client, model: type[Model]) -> Done:
    term = model.objects.first()
    response = client.post(_terms_url(model, "edit", term.pk), _term_form(model))
    return Done(response, model.objects.filter(pk=term.pk, **{_name_of(model): NEW_TITLE}).exists())


def delete_a_term(client: Client, model: type[Model]) -> Done:
    # One that no page uses: the others are protected from everybody.
    term = model.objects.create(**{_name_of(model): "没人用"})
    response = client.post(_terms_url(model, "delete", term.pk))
    return Done(response, not model.objects.filter(pk=term.pk).exists())


def _name_of(model: type[Model]) -> str:
    return {DictionaryWord: "word", GlossaryTerm: "simplified"}.get(model, "name")


def _term_form(model: type[Model]) -> dict[str, str]:
    words = {"slug": "new-term", "introduction": "", "kind": "other", "synonyms": "", "traditional": "新詞"}
    return {_name_of(model): NEW_TITLE, **words}


def _terms_url(model: type[Model], view: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{view}", args=args)
