"""What people do about what waits for review and what has passed it, as requests to the admin."""

import re

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from cms.editorial.gate.models import Approval
from cms.editorial.review.submitting import submit
from tests.sites.admin_actions import Done, Place, shows


def open_the_reviewers_screen(client: Client, place: Place) -> Done:
    response = client.get(reverse("review_page", args=[place.draft.pk]))
    return Done(response, shows(response, place.draft.title))


def approve_a_page(client: Client, place: Place) -> Done:
    """At its first stage, where the reviewers of its site sit; somebody else has handed it in."""
    submit(place.draft, get_user_model().objects.get(username="admin"))
    address = reverse("review_page", args=[place.draft.pk])
    screen = client.get(address).content.decode()
    seen = dict(re.findall(r'type="hidden" name="(task_state|content)" value="([^"]*)"', screen))
    response = client.post(address, {**seen, "decision": "approve", "comment": ""})
    return Done(response, Approval.objects.of(place.draft).exists())


def read_the_chain_of_responsibility(client: Client, place: Place) -> Done:
    response = client.get(reverse("chain_report"))
    rows = response.context["object_list"] if response.status_code == 200 else []
    return Done(response, any(row.translation_key == place.news.translation_key for row in rows))


def download_the_chain_of_responsibility(client: Client, place: Place) -> Done:
    response = client.get(reverse("chain_report"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode() if response.streaming else ""
    return Done(response, f",{place.news.title}," in text)
