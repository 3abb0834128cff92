"""A prefecture with a county nested in its page tree, each with a column, a text and a page about itself."""

from types import SimpleNamespace

import pytest
from wagtail.models import Page, Site

from cms.sitewide.models import SiteIdentity
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, StandardPageFactory

OUTER = "localhost:8000"
INNER = "lichuan.localhost:8000"


@pytest.fixture
def sites(db) -> SimpleNamespace:
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    prefecture = HomePageFactory(parent=root, title="恩施州", slug="zhou")
    county = HomePageFactory(parent=prefecture, title="利川市", slug="lichuan")
    outer = Site.objects.create(hostname="localhost", port=8000, root_page=prefecture, is_default_site=True)
    inner = Site.objects.create(hostname="lichuan.localhost", port=8000, root_page=county)
    SiteIdentity.objects.create(site=outer, brand_name="云上恩施", full_name="恩施州", theme="enshi-zhou")
    SiteIdentity.objects.create(
        site=inner, brand_name="云上利川", full_name="利川市", tagline="水从洞里来", theme="lichuan"
    )
    found = SimpleNamespace(outer=outer, inner=inner, prefecture=prefecture, county=county)
    for name, home in {"prefecture": prefecture, "county": county}.items():
        column = NewsIndexPageFactory(parent=home, slug="news", title="要闻动态")
        story = published(NewsPageFactory(parent=column, slug="mist", title=f"{home.title}的晨雾"))
        StandardPageFactory(parent=home, slug="about", title="关于本站")
        setattr(found, f"{name}_column", column)
        setattr(found, f"{name}_story", story)
    return found


def published(page: Page) -> Page:
    page.save_revision().publish()
    page.refresh_from_db()
    return page
