"""What people do about risks and matters, as requests to the admin."""

from django.test import Client
from django.urls import reverse

from cms.editorial.cases.models import Case
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.risk.models import Assessment, RiskRules
from tests.sites.admin_actions import NEW_TITLE, Done, Place, shows


def assess_a_draft(client: Client, place: Place) -> Done:
    content = fingerprint(place.draft.get_latest_revision_as_object())
    data = {"content": content, "stability_level": 1, "opinion_level": 1, "valid_until": ""}
    response = client.post(reverse("risk_page", args=[place.draft.pk]), data)
    return Done(response, Assessment.objects.of(place.draft).exists())


def read_the_risk_statistics(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailsnippets_risk_assessment:list"))
    names = [name for name, _figures in response.context["table"]] if response.status_code == 200 else []
    return Done(response, place.site.site_name in names)


def change_the_risk_rules(client: Client, place: Place) -> Done:
    address = reverse("wagtailsettings:edit", args=["risk", "riskrules", place.site.pk])
    response = client.post(address, {"page_types": ["scenic.scenicspotpage"]})
    rules = RiskRules.objects.filter(site=place.site).first()
    return Done(response, rules is not None and rules.page_types == ["scenic.scenicspotpage"])


def see_a_case_in_the_list(client: Client, place: Place) -> Done:
    response = client.get(reverse("wagtailsnippets_cases_case:list"))
    return Done(response, shows(response, place.case.title))


def open_a_case(client: Client, place: Place) -> Done:
    words = {"title": NEW_TITLE, "description": "停水", "severity": "grave", "source": "hotline", "source_note": ""}
    response = client.post(reverse("wagtailsnippets_cases_case:add"), {"site": place.site.pk, **words})
    return Done(response, Case.objects.filter(site=place.site, title=NEW_TITLE).exists())


def handle_a_case(client: Client, place: Place) -> Done:
    data = {"step": "note", "note-text": NEW_TITLE, "note-track": ""}
    response = client.post(reverse("wagtailsnippets_cases_case:inspect", args=[place.case.pk]), data)
    return Done(response, place.case.entries.filter(text=NEW_TITLE).exists())
