from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from cms.pages.news.models import NewsIndexPage
from tests.factories.pages import NewsIndexPageFactory
from tests.factories.sites import Family, make_family


@dataclass
class Found:
    """The search page as a reader sees it."""

    response: HttpResponse
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        assert self.response.status_code == 200
        self.soup = BeautifulSoup(self.response.content, "html.parser")

    @property
    def titles(self) -> list[str]:
        return [link.get_text() for link in self.soup.select(".search__results > .results .result__title a")]

    @property
    def attachments(self) -> list[str]:
        return [link.get_text() for link in self.soup.select(".search__attachments .result__title a")]

    @property
    def text(self) -> str:
        return self.soup.find("main").get_text(" ", strip=True)

    def links(self, selector: str) -> dict[str, str]:
        """Text -> address, counts and hidden words left out."""
        return {next(link.stripped_strings): link["href"] for link in self.soup.select(f"{selector} a")}

    def counts(self, name: str) -> dict[str, int]:
        """Label -> count of one filter."""
        options = self.soup.select(f"[aria-labelledby=filter-{name}] a")
        return {next(link.stripped_strings): int(link.select_one(".filters__count").text) for link in options}


class Searched(NamedTuple):
    family: Family
    news: NewsIndexPage
    search: Callable[..., Found]


@pytest.fixture
def searched(db) -> Searched:
    """A family of sites with a news column on one of them, and the way to ask it."""
    family = make_family()

    def search(
        query: str | None = None, host: str = "lichuan.localhost", path: str = "/search/", **parameters
    ) -> Found:
        data = parameters if query is None else {"q": query, **parameters}
        return Found(Client(SERVER_NAME=host).get(path, data))

    return Searched(family, NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news"), search)
