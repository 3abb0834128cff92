"""What people do with the list of words and with what it finds, as requests to the admin."""

from django.test import Client
from django.urls import reverse

from cms.editorial.texts.models import ListVersion, LiveFinding, Term
from tests.sites.admin_actions import Done, Place, shows

WORD = "穿流不息的水"
LIST = "wagtailsnippets_texts_term"


def see_an_entry_of_the_list_of_words(client: Client, place: Place) -> Done:
    response = client.get(reverse(f"{LIST}:list"), {"q": place.term.term})
    return Done(response, shows(response, reverse(f"{LIST}:edit", args=[place.term.pk])))


def create_an_entry_of_the_list(client: Client, place: Place) -> Done:
    response = client.post(reverse(f"{LIST}:add"), _form(place))
    return Done(response, Term.objects.filter(site=place.site, term=WORD).exists())


def change_an_entry_of_the_list(client: Client, place: Place) -> Done:
    response = client.post(reverse(f"{LIST}:edit", args=[place.term.pk]), _form(place))
    return Done(response, Term.objects.get(pk=place.term.pk).term == WORD)


def delete_an_entry_of_the_list(client: Client, place: Place) -> Done:
    response = client.post(reverse(f"{LIST}:delete", args=[place.term.pk]))
    return Done(response, not Term.objects.filter(pk=place.term.pk).exists())


def download_the_list_of_words(client: Client, place: Place) -> Done:
    response = client.get(reverse("texts_download"), {"site": place.site.pk})
    return Done(response, shows(response, place.term.term))


def see_a_version_of_the_list(client: Client, place: Place) -> Done:
    response = client.get(reverse(ListVersion.snippet_viewset.get_url_name("list")))
    return Done(response, shows(response, place.term.term))


def see_a_finding_when_looking_back(client: Client, place: Place) -> Done:
    response = client.get(reverse(LiveFinding.snippet_viewset.get_url_name("list")))
    return Done(response, shows(response, place.finding.matched))


def _form(place: Place) -> dict[str, object]:
    return {"site": place.site.pk, "term": WORD, "kind": "wrong", "severity": 2}
