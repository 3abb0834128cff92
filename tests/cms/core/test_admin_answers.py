"""Requests that no form of the admin sends get an answer: Wagtail's own views fail on these."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.search.models import DailyQuery


@pytest.fixture
def admin(db) -> Client:
    """An error 500 would be raised."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.com", "long-and-secret"))
    return client


def test_a_link_to_elsewhere_without_an_address_is_asked_for_again(admin):
    address = reverse("wagtailadmin_choose_page_external_link")
    answer = admin.post(address, {}).json()
    assert answer["step"] == "external_link"
    assert "external-link-chooser-url" in answer["html"]
    answer = admin.post(address, {"external-link-chooser-url": "https://www.gov.cn/"}).json()
    assert answer["result"]["url"] == "https://www.gov.cn/"


@pytest.mark.parametrize("snippet", ["sitewide/alertbanner", "search/bestbet", "news/topic"])
def test_choosers_have_no_form_and_no_address_for_one(admin, snippet):
    assert admin.get(f"/admin/snippets/choose/{snippet}/").status_code == 200
    assert admin.get(f"/admin/snippets/choose/{snippet}/create/").status_code == 404
    assert admin.post(f"/admin/snippets/choose/{snippet}/create/", {}).status_code == 404


def test_the_usage_of_a_site_names_rows_that_have_only_a_report(admin):
    site = Site.objects.get(is_default_site=True)
    DailyQuery.objects.create(site=site, query="峡谷", day=timezone.localdate(), language="zh-hans", searches=9)
    answer = admin.get(reverse("wagtailsites:usage", args=[site.pk]))
    assert answer.status_code == 200
    kinds = {str(row["references"][0].model_name) for row in answer.context["table"].data}
    assert str(DailyQuery._meta.verbose_name) in kinds
