from typing import NamedTuple

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

from cms.core.release import shipped
from cms.pages.news.models import NewsPage
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family, make_family
from tests.factories.tokens import EDITOR, make_person
from tests.factories.users import UserFactory


class Desk(NamedTuple):
    family: Family
    draft: NewsPage
    editor: AbstractBaseUser
    client: Client


@pytest.fixture
def desk(db) -> Desk:
    """A county's news page that is being written, and its editor."""
    with shipped():
        family = make_family()
        column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
        draft = NewsPageFactory(parent=column, slug="mist", live=False)
        draft.save_revision()
        draft.refresh_from_db()
        editor = make_person("editor", {family.lichuan.root_page: EDITOR})
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    return Desk(family, draft, editor, client)


@pytest.fixture
def reviewers(db) -> list[AbstractBaseUser]:
    return UserFactory.create_batch(2, groups=[])
