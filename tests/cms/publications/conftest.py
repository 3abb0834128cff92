import pytest
from wagtail.models import Locale

from tests.cms.publications.world import Log, assert_log_agrees
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family, make_family


@pytest.fixture
def family(db) -> Family:
    return make_family()


@pytest.fixture
def trilingual(db) -> Family:
    for code in ("zh-hant", "en"):
        Locale.objects.get_or_create(language_code=code)
    return make_family()


@pytest.fixture
def column(family):
    """Lichuan's column with two live pages and a draft below it."""
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    for slug in ("fog", "tea"):
        NewsPageFactory(parent=column, slug=slug).save_revision().publish()
    NewsPageFactory(parent=column, slug="draft", live=False)
    column.refresh_from_db()
    return column


@pytest.fixture
def fog(column):
    return column.get_children().get(slug="fog").specific


@pytest.fixture
def log(column) -> Log:
    """What happens from here on; in the end log and tables agree, whatever it was."""
    log = Log()
    yield log
    assert_log_agrees()
