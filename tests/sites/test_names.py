"""The names of the nine reach the public pages in every language."""

import pytest
from django.test import Client

from cms.sitewide.models import SiteFooter, SiteIdentity


def test_every_site_starts_with_its_english_names(nine_sites):
    for entry in nine_sites.entries:
        identity = SiteIdentity.objects.get(site__hostname=entry.hostname)
        names = (identity.name_en, identity.short_name_en, identity.brand_name_en, identity.tagline_en)
        assert names == (entry.name_en, entry.short_name_en, entry.brand_name_en, entry.tagline_en)
        footer = SiteFooter.objects.get(site__hostname=entry.hostname)
        assert entry.name_en in footer.organiser_en and footer.address_en.isascii()


@pytest.mark.parametrize(
    ("path", "brand"), [("/", "云上宣恩"), ("/zh-hant/", "雲上宣恩"), ("/en/", "Yunshang Xuan&#x27;en")]
)
def test_the_header_has_the_brand_in_the_reader_s_language(nine_sites, path, brand):
    html = Client(SERVER_NAME="xuanen.localhost", SERVER_PORT="8000").get(path).content.decode()
    assert f'<span class="brand__name">{brand}</span>' in html
