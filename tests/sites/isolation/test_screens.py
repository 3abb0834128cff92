"""Listings, reports, filters, choosers and exports: everything of the own site is there, nothing of another's."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import reverse
from wagtail.admin.site_summary import SiteSummaryPanel
from wagtail.models import Collection, Page

from cms.media.models import Media
from cms.pages.news.models import NewsPage
from sites.isolation.scope import scope_of
from sites.isolation.urls import exchanged
from tests.factories.files import mp3
from tests.factories.gate import behind_the_gate
from tests.sites.isolation.marked_sites import client_of, text_of

COUNTY = ["lichuan-editor", "lichuan-reviewer", "lichuan-admin"]

# Address -> what of the own site it shows to an editor, a reviewer and an administrator; "-" where they may not go.
SCREENS = {
    "/admin/":                               ("", "", ""),
    "/admin/pages/{home}/":                  ("ZZA-site ZZA-person",) * 3,
    "/admin/pages/{home}/results/?q=素材":     ("ZZA-news",) * 3,
    "/admin/pages/{home}/?q=素材&search_all=1": ("ZZA-news",) * 3,
    "/admin/pages/{page}/history/":          ("ZZA-person",) * 3,
    "/admin/pages/{waiting}/workflow_history/": ("ZZA-workflow",) * 3,
    "/admin/pages/search/?q=素材":             ("ZZA-news",) * 3,
    "/admin/pages/usage/news/newspage/":     ("ZZA-news ZZA-person",) * 3,
    "/admin/choose-page/search/?q=素材":       ("ZZA-news",) * 3,
    "/admin/reports/locked/":                ("-", "ZZA-news ZZA-person", "ZZA-news ZZA-person"),
    "/admin/reports/locked/?export=csv":     ("-", "ZZA-news", "ZZA-news"),
    "/admin/reports/locked/?export=xlsx":    ("-", "ZZA-news", "ZZA-news"),
    "/admin/reports/workflow/":              ("ZZA-waiting ZZA-workflow ZZA-person",) * 3,
    "/admin/reports/workflow/?export=csv":   ("ZZA-waiting ZZA-workflow",) * 3,
    "/admin/reports/workflow/?export=xlsx":  ("ZZA-waiting ZZA-workflow",) * 3,
    "/admin/reports/workflow_tasks/":        ("ZZA-waiting ZZA-task ZZA-workflow",) * 3,
    "/admin/reports/workflow_tasks/?export=csv": ("ZZA-waiting ZZA-task",) * 3,
    "/admin/reports/workflow_tasks/?export=xlsx": ("ZZA-waiting ZZA-task",) * 3,
    "/admin/reports/site-history/":          ("ZZA-news ZZA-image ZZA-bet ZZA-old ZZA-site ZZA-person",) * 3,
    "/admin/reports/site-history/?export=csv": ("ZZA-news ZZA-image ZZA-bet ZZA-old ZZA-site",) * 3,
    "/admin/reports/site-history/?export=xlsx": ("ZZA-news ZZA-image ZZA-bet ZZA-old ZZA-site",) * 3,
    "/admin/reports/aging-pages/":           ("", "ZZA-news ZZA-person", ""),
    "/admin/reports/aging-pages/?export=csv": ("", "ZZA-news", ""),
    "/admin/reports/aging-pages/?export=xlsx": ("", "ZZA-news", ""),
    "/admin/reports/page-types-usage/":      ("ZZA-waiting",) * 3,
    "/admin/languages/english/":             ("ZZA-site ZZA-news",) * 3,
    "/admin/languages/english/?export=csv":  ("ZZA-site ZZA-news",) * 3,
    "/admin/reports/changed-locks/":         ("", "", ""),
    "/admin/images/":                        ("ZZA-image ZZA-tag",) * 3,
    "/admin/images/?q=素材":                   ("ZZA-image",) * 3,
    "/admin/images/chooser/":                ("ZZA-image ZZA-tag ZZS-image ZZS-tag",) * 3,
    "/admin/documents/":                     ("ZZA-document ZZA-tag",) * 3,
    "/admin/documents/chooser/":             ("ZZA-document ZZS-document",) * 3,
    "/admin/media/": ("ZZA-media",) * 3,
    "/admin/media/?tag=ZZA-tag&q=素材":        ("ZZA-media",) * 3,
    "/admin/media/chooser/":                 ("ZZA-media ZZA-collection ZZA-tag ZZS-media",) * 3,
    "/admin/media/chooser/audio/":           ("ZZA-media ZZA-collection ZZS-media",) * 3,
    "/admin/media/chooser/?q=素材":            ("ZZA-media ZZS-media",) * 3,
    "/admin/media/chooser/?tag=ZZA-tag":     ("ZZA-media",) * 3,
    "/admin/tag-autocomplete/?term=ZZ":      ("ZZA-tag ZZS-tag",) * 3,
    "/admin/tag-autocomplete/taggit/tag/?term=ZZ": ("ZZA-tag ZZS-tag",) * 3,
    "/admin/api/main/pages/?search=素材":      ("ZZA-news",) * 3,
    "/admin/api/main/images/?order=-id":     ("ZZA-image ZZS-image",) * 3,
    "/admin/api/main/images/?search=素材":     ("ZZA-image ZZS-image",) * 3,
    "/admin/api/main/documents/?search=素材":  ("ZZA-document ZZS-document",) * 3,
    "/admin/collections/":                   ("-", "-", "ZZA-collection"),
    "/admin/collections/add/":               ("-", "-", "ZZA-collection"),
    "/admin/collections/{collection}/privacy/": ("-", "-", "ZZA-"),
    "/admin/pages/{page}/privacy/":          ("-", "ZZA-", "-"),
    "/admin/redirects/":                     ("-", "ZZA-old ZZA-site", "ZZA-old ZZA-site"),
    "/admin/redirects/?q=ZZ":                ("-", "ZZA-old", "ZZA-old"),
    "/admin/redirects/?export=csv":          ("-", "ZZA-old", "ZZA-old"),
    "/admin/redirects/?export=xlsx":         ("-", "ZZA-old", "ZZA-old"),
    "/admin/redirects/add/":                 ("-", "ZZA-site", "ZZA-site"),
    "/admin/account/":                       ("", "", ""),
    "/admin/dismissibles/":                  ("", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("person", "address", "shown"),
    [
        pytest.param(person, address, shown, id=f"{person}:{address}")
        for address, row in SCREENS.items()
        for person, shown in zip(COUNTY, row, strict=True)
    ],
)
def test_a_screen_shows_the_own_site_and_no_other(marked, db, person, address, shown):
    own = marked["lichuan"]
    numbers = {name: getattr(own, name).pk for name in ("home", "page", "waiting", "collection")}
    response = client_of(person).get(address.format(**numbers))
    if shown == "-":
        assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))
        return
    assert response.status_code == 200
    text = text_of(response)
    assert [each for each in shown.split() if each not in text] == []
    assert "ZZB-" not in text
    assert "ZZP-" not in text


FORMS = [
    "/admin/pages/{page}/edit/",
    "/admin/pages/{page}/copy/",
    "/admin/pages/{page}/move/",
    "/admin/pages/{page}/usage/",
    "/admin/pages/{home}/add_subpage/",
    "/admin/pages/add/news/newspage/{column}/",
    "/admin/pages/news/newspage/choose_parent/",
    "/admin/images/{image}/",
    "/admin/images/{image}/delete/",
    "/admin/images/usage/{image}/",
    "/admin/images/add/",
    "/admin/images/multiple/add/",
    "/admin/documents/add/",
    "/admin/documents/multiple/add/",
    "/admin/documents/usage/{document}/",
    "/admin/documents/edit/{document}/",
    "/admin/media/audio/add/",
    "/admin/media/edit/{media}/",
    "/admin/media/usage/{media}/",
    "/admin/bulk/media/image/add_to_collection/?id={image}",
    "/admin/bulk/media/image/add_tags/?id={image}",
    "/admin/collections/{collection}/",
    "/admin/snippets/",
    "/admin/snippets/search/bestbet/add/",
    "/admin/snippets/search/bestbet/edit/{bet}/",
    "/admin/snippets/search/bestbet/usage/{bet}/",
    "/admin/snippets/search/bestbet/history/{bet}/",
    "/admin/redirects/{redirect}/",
    "/admin/redirects/import/",
    "/admin/settings/sitewide/sitefooter/{site}/",
    "/admin/pages/?q=素材",
]


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("person", COUNTY)
def test_a_form_names_nobody_and_nothing_of_another_site(marked, db, person, address):
    own = vars(marked["lichuan"]) | {"column": marked["lichuan"].page.get_parent()}
    numbers = {name: thing.pk for name, thing in own.items()}
    response = client_of(person).get(address.format(**numbers))
    assert response.status_code in (200, 302, 404)
    text = text_of(response)
    assert "ZZB-" not in text
    # A county's footer says what it takes over from the prefecture's, which everybody can read there.
    assert "ZZP-" not in text or "sitefooter" in address


def test_the_search_begins_at_the_own_pages(marked, db):
    response = client_of("lichuan-editor").get("/admin/pages/?q=素材")
    assert "ZZA-news" in text_of(response)


def test_usage_elsewhere_is_told_without_a_title(marked, db):
    """A picture of the own collection, which the prefecture has put on another county's page."""
    page, image = marked["badong"].page, marked["lichuan"].image
    page.body = [{"type": "image", "value": {"image": image.pk, "caption": "", "credit": ""}}]
    page.save()
    for address in ("wagtailimages:image_usage", "wagtailimages:delete"):
        response = client_of("lichuan-admin").get(reverse(address, args=[image.pk]))
        assert (response.status_code, "ZZB-" in text_of(response)) == (200, False)
    assert "ZZB-news" in text_of(client_of("admin").get(reverse("wagtailimages:image_usage", args=[image.pk])))


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/{home}/?owner={editor}",
        "/admin/pages/{home}/?edited_by={editor}",
        "/admin/pages/usage/news/newspage/?owner={editor}",
        "/admin/reports/locked/?locked_by={editor}",
        "/admin/reports/workflow/?requested_by={editor}",
        "/admin/reports/site-history/?user={editor}",
    ],
)
def test_a_filter_knows_nobody_of_another_site(marked, db, address):
    other = address.format(home=marked["lichuan"].home.pk, editor=marked["badong"].editor.pk)
    response = client_of("lichuan-reviewer").get(other)
    assert response.status_code == 404 or "ZZB-" not in text_of(response)
    own = address.format(home=marked["lichuan"].home.pk, editor=marked["lichuan"].editor.pk)
    assert client_of("lichuan-reviewer").get(own).status_code == 200


def test_the_first_page_counts_the_own_pages(marked, db):
    def counted(person: str) -> int:
        panel = SiteSummaryPanel(client_of(person).get("/admin/").wsgi_request)
        return panel.get_context_data({})["summary_items"][0].get_context_data({})["total_pages"]

    own = scope_of(get_user_model().objects.get(username="lichuan-editor")).pages.count()
    assert counted("lichuan-editor") == own < Page.objects.count() / 4
    assert counted("prefecture-editor") > own * 4


def test_page_types_are_counted_in_the_own_site(marked, db):
    response = client_of("lichuan-editor").get(reverse("wagtailadmin_reports:page_types_usage"))
    counts = {kind.model: kind.count for kind in response.context["object_list"]}
    homes = marked["lichuan"].home.get_translations(inclusive=True)
    assert counts["newspage"] == sum(NewsPage.objects.descendant_of(home).count() for home in homes) > 0
    chief = client_of("admin").get(reverse("wagtailadmin_reports:page_types_usage"))
    everywhere = {kind.model: kind.count for kind in chief.context["object_list"]}
    assert everywhere["newspage"] == NewsPage.objects.count() > counts["newspage"]


# Choosing what is shared


def test_shared_audio_can_be_chosen_and_never_changed(marked, db):
    client = client_of("lichuan-admin")
    for owner, status in {"lichuan": 200, "shared": 200, "badong": 404, "localhost": 404}.items():
        chosen = client.get(reverse("wagtailmedia:media_chosen", args=[marked[owner].media.pk]))
        assert (owner, chosen.status_code) == (owner, status)
    response = client.post(reverse("wagtailmedia:edit", args=[marked["shared"].media.pk]), {"title": "改过"})
    assert response.status_code == 302
    assert Media.objects.get(pk=marked["shared"].media.pk).title == "ZZS-media 素材"


def test_audio_is_uploaded_from_the_chooser_into_the_own_collection(marked, db):
    address = reverse("wagtailmedia:chooser_upload", args=["audio"])

    def upload(collection: Collection) -> HttpResponse:
        values = {"title": "ZZA-new", "duration": 1, "collection": collection.pk, "tags": ""}
        data = {f"media-chooser-upload-{name}": value for name, value in values.items()}
        data["media-chooser-upload-file"] = ContentFile(mp3(), name="sound.mp3")
        return client_of("lichuan-editor").post(address, data)

    assert upload(marked["lichuan"].collection).json()["step"] == "media_chosen"
    assert Media.objects.get(title="ZZA-new").collection == marked["lichuan"].collection
    elsewhere = upload(marked["badong"].collection)
    assert "ZZB-" not in elsewhere.content.decode()
    assert not Media.objects.filter(title="ZZA-new", collection=marked["badong"].collection).exists()


# The explorer


def test_breadcrumbs_begin_with_the_own_home_page(marked, db):
    own = marked["lichuan"]
    for person, above in {"lichuan-editor": False, "admin": True}.items():
        text = client_of(person).get(reverse("wagtailadmin_pages:edit", args=[own.page.pk])).content.decode()
        assert (f'href="/admin/pages/{marked["localhost"].home.pk}/"' in text) is above
        assert f'href="/admin/pages/{own.home.pk}/"' in text


def test_the_sidebars_explorer_goes_from_the_root_of_the_tree_to_the_own_pages(marked, db):
    own, client = marked["lichuan"], client_of("lichuan-editor")
    root = Page.get_first_root_node()
    listed = client.get(f"/admin/api/main/pages/?child_of={root.pk}&for_explorer=1&fields=parent")
    homes = [home for home in own.home.get_translations(inclusive=True) if home.locale.language_code != "zh-hant"]
    assert {page["id"] for page in listed.json()["items"]} == {home.pk for home in homes}
    inside = client.get(f"/admin/api/main/pages/?child_of={own.home.pk}&for_explorer=1&fields=parent")
    assert own.page.get_parent().pk in {page["id"] for page in inside.json()["items"]}


@pytest.mark.parametrize(
    "address", ["/admin/api/main/pages/{home}/", "/admin/pages/search/", "/admin/pages/usage/standard/homepage/"]
)
def test_the_page_above_the_own_home_page_is_not_named(marked, db, address):
    with behind_the_gate():
        Page.objects.filter(pk=marked["localhost"].home.pk).update(title="ZZP-home", draft_title="ZZP-home")
    response = client_of("lichuan-editor").get(address.format(home=marked["lichuan"].home.pk))
    assert (response.status_code, "ZZP-" in text_of(response)) == (200, False)


# Privacy of a collection


def test_a_collection_is_made_private_for_own_groups(marked, db):
    own = marked["lichuan"]
    part = own.collection.add_child(name="ZZA-part")
    client = client_of("lichuan-admin")
    address = reverse("wagtailadmin_collections:set_privacy", args=[part.pk])
    group = Group.objects.filter(tenants__site=own.site).first()
    foreign = Group.objects.filter(tenants__site=marked["badong"].site).first()
    refused = client.post(address, {"restriction_type": "groups", "groups": [foreign.pk]})
    assert refused.status_code == 404 or refused.json()["step"] == "set_privacy"
    assert not part.view_restrictions.exists()
    done = client.post(address, {"restriction_type": "groups", "groups": [group.pk]})
    assert done.json() == {"step": "set_privacy_done", "is_public": False}
    assert list(part.view_restrictions.get().groups.all()) == [group]
    assert client.post(address, {"restriction_type": "none"}).json()["is_public"]
    assert not part.view_restrictions.exists()


def test_an_address_that_wagtail_gives_up_is_noticed_at_start():
    with pytest.raises(ImproperlyConfigured, match="wagtailadmin_gone"):
        exchanged([], {"wagtailadmin_gone": lambda request: None})
