import pytest

from cms.core.release import shipped
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family, make_family


@pytest.fixture
def family(db) -> Family:
    """A prefecture's site with two counties below it."""
    with shipped():
        return make_family()


@pytest.fixture
def news(family):
    """A live page of Lichuan."""
    with shipped():
        column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
        return NewsPageFactory(parent=column, title="峡谷晨雾", slug="mist")
