"""What an editor may write into the settings of a site, and what the form says about values from above."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.sitewide.models import SiteFooter, SiteIdentity
from cms.users.models import User


def errors_of(**fields) -> dict[str, list[str]]:
    try:
        SiteIdentity(**fields).clean_fields(exclude=["site"])
        SiteIdentity(**fields).clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"division_code": "422802", "site_id_code": "4228029999"}, None),
        ({"division_code": "422802", "site_id_code": "bm01000001"}, None),
        ({"division_code": "422802", "site_id_code": "4228019999"}, "site_id_code"),
        ({"division_code": "4228"}, "division_code"),
        ({"division_code": "42280a"}, "division_code"),
        ({"site_id_code": "bm1"}, "site_id_code"),
        ({"site_id_code": "12345"}, "site_id_code"),
        ({"theme": "lichuan"}, None),
        ({"theme": "../base"}, "theme"),
        ({"latitude": "30.29", "longitude": "108.93"}, None),
        ({"latitude": "91", "longitude": "108.93"}, "latitude"),
    ],
)
def test_identity(fields, wrong):
    assert list(errors_of(**fields)) == ([wrong] if wrong else [])


def test_half_a_position_is_none():
    with pytest.raises(ValidationError):
        SiteIdentity(latitude=30.29).clean()


def test_addresses_are_addresses():
    with pytest.raises(ValidationError) as caught:
        SiteFooter(error_report_url="gov.cn", email="nobody").clean_fields(exclude=["site"])
    assert set(caught.value.message_dict) == {"error_report_url", "email"}


class TestAdmin:
    @pytest.fixture
    def form_of(self, family):
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_superuser("administrator"))

        def form_of(model: str, site) -> str:
            response = client.get(reverse("wagtailsettings:edit", args=["sitewide", model, site.pk]))
            assert response.status_code == 200
            return response.content.decode()

        return form_of

    def test_every_empty_field_names_the_value_from_above(self, family, form_of):
        SiteFooter.objects.create(
            site=family.prefecture,
            organiser="示例州政府办公室",
            social_accounts=[("account", {"kind": "wechat", "name": "云上示例", "url": ""})],
        )
        html = form_of("sitefooter", family.lichuan)
        assert "留空则沿用上级站点（恩施州）：示例州政府办公室" in html
        assert "留空则沿用上级站点（恩施州）：云上示例" in html
        assert html.count("留空则沿用上级站点") == 2

    def test_the_site_on_top_inherits_nothing(self, family, form_of):
        SiteIdentity.objects.create(site=family.lichuan, tagline="水从洞里来")
        assert "留空则沿用" not in form_of("siteidentity", family.prefecture)

    def test_names_and_codes_are_never_offered_from_above(self, family, form_of):
        SiteIdentity.objects.create(site=family.prefecture, full_name="恩施州", division_code="422800")
        assert "留空则沿用" not in form_of("siteidentity", family.lichuan)

    def test_the_form_of_the_menu_opens(self, family, form_of):
        assert "菜单" in form_of("sitemenu", family.lichuan)

    def test_an_unknown_theme_is_refused_with_the_list(self, family):
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_superuser("administrator"))
        url = reverse("wagtailsettings:edit", args=["sitewide", "siteidentity", family.lichuan.pk])
        response = client.post(url, {"theme": "atlantis"})
        assert "没有“atlantis”这个主题" in response.content.decode()
