import pytest
from wagtail.models import Locale

from tests.factories.sites import Family, make_family


@pytest.fixture
def trilingual(db) -> Family:
    """The family of sites in an installation with all three languages; nothing is published yet."""
    for code in ("zh-hant", "en"):
        Locale.objects.get_or_create(language_code=code)
    return make_family()
