"""A crawl over every live page of all nine sites: what must be true of each of them."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, unquote_plus, urldefrag, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from django.core.signing import Signer

from cms.core.links import signer
from tests.e2e.platform import SECRET_KEY, Answer, Platform, hosts
from tests.e2e.sights import fewest, sights

MAX_HTML, MAX_CSS, MAX_JS = 60_000, 25_000, 15_000
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SITE_TAGS = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN_TAGS = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE_TAGS = ["ArticleTitle", "PubDate", "ContentSource"]
PREFIXES = {"": "zh-Hans", "/zh-hant": "zh-Hant", "/en": "en"}
FOOTER_MARKS = {
    "zh-Hans": ["主办单位", "承办单位", "网站标识码", "ICP备", "公网安备", "示例内容"],
    "zh-Hant": ["主辦單位", "承辦單位", "網站標識碼", "ICP", "示例內容"],
    "en": ["Organiser", "Operatedby", "GovernmentwebsiteID", "ICP备", "公网安备", "Samplecontent"],
}
# Other names for things that are not fetched: namespaces, vocabularies and links that a reader follows.
FETCHING = {"img": "src", "script": "src", "link": "href", "source": "srcset", "iframe": "src", "video": "src"}


@dataclass
class Crawled:
    """A live page as the public gets it."""

    host: str
    path: str
    answer: Answer

    @property
    def name(self) -> str:
        return f"{self.host}{self.path}"

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.answer.text, "html.parser")

    @cached_property
    def ids(self) -> set[str]:
        return {tag["id"] for tag in self.soup.find_all(id=True)}

    def meta(self, name: str) -> str:
        tag = self.soup.find("meta", attrs={"name": name})
        return tag["content"].strip() if tag else ""

    @property
    def prefix(self) -> str:
        return next((prefix for prefix in PREFIXES if prefix and self.path.startswith(f"{prefix}/")), "")

    @property
    def language(self) -> str:
        return PREFIXES[self.prefix]

    @property
    def local_path(self) -> str:
        """Without the language's prefix."""
        return self.path.removeprefix(self.prefix)

    @property
    def is_home(self) -> bool:
        return self.local_path == "/"


@pytest.fixture(scope="module")
def pages(platform: Platform) -> list[Crawled]:
    found = [
        Crawled(host, path, platform.get(host, path))
        for host in hosts().values()
        for path in [*platform.sitemap(host), *(f"{prefix}/site-map/" for prefix in PREFIXES)]
    ]
    for language in PREFIXES.values():
        assert sum(page.language == language for page in found) > 9 * 14, (
            f"The starter content in {language} is missing."
        )
    return found


def failures(pages: list[Crawled], rule) -> list[str]:
    """`host/path: what is wrong` for every page that the rule objects to."""
    return [f"{page.name}: {problem}" for page in pages if (problem := rule(page))]


def test_every_page_answers_200(pages):
    assert not failures(pages, lambda page: page.answer.status != 200 and page.answer.status)


def test_every_page_names_its_own_site(platform, pages):
    """G-01: the three site tags carry this site's values and no other's."""
    codes: dict[str, set[str]] = {}

    def rule(page: Crawled) -> str:
        codes.setdefault(page.host, set()).add(page.meta("SiteIDCode"))
        if missing := [tag for tag in SITE_TAGS if not page.meta(tag)]:
            return f"lacks {missing}"
        return "" if page.meta("SiteDomain") == page.host else f"SiteDomain is {page.meta('SiteDomain')}"

    assert not failures(pages, rule)
    assert all(len(values) == 1 for values in codes.values()), codes
    assert len(set.union(*codes.values())) == 9


def test_every_page_of_a_column_names_the_column(pages):
    """G-01, G-02: column pages have the four column tags and content pages inherit them."""

    def rule(page: Crawled) -> list[str]:
        inside_column = not page.is_home and page.local_path != "/site-map/" and page.local_path.count("/") >= 2
        return [tag for tag in COLUMN_TAGS if inside_column and not page.meta(tag)]

    assert not failures(pages, rule)


def test_content_pages_tell_title_time_and_source(pages):
    """G-01, G-08."""
    content = [page for page in pages if page.local_path.count("/") >= 3]
    assert len(content) > 100

    def rule(page: Crawled) -> str:
        if missing := [tag for tag in ARTICLE_TAGS if not page.meta(tag)]:
            return f"lacks {missing}"
        if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", page.meta("PubDate")):
            return f"PubDate is {page.meta('PubDate')}"
        return "" if page.soup.find("nav", attrs={"aria-label": True}) else "no breadcrumb"

    assert not failures(content, rule)


def test_titles_read_article_column_site_and_differ(pages):
    """G-03."""
    titles: dict[str, str] = {}

    def rule(page: Crawled) -> str:
        title = page.soup.title.get_text(strip=True)
        if title in titles:
            return f"has the same title as {titles[title]}"
        titles[title] = page.name
        return "" if page.is_home or title.count(" - ") >= 1 else f"title is {title}"

    assert not failures(pages, rule)


def test_every_page_has_one_canonical_ascii_address(platform, pages):
    """G-03, G-04."""

    def rule(page: Crawled) -> str:
        links = [link["href"] for link in page.soup.find_all("link", rel="canonical")]
        expected = platform.url(page.host, page.path)
        if links != [expected]:
            return f"canonical is {links}"
        return "" if page.path.isascii() and "%" not in page.path else "address is not ASCII"

    assert not failures(pages, rule)


def test_every_page_can_be_shared_and_understood_by_machines(pages):
    """G-03: Open Graph and JSON-LD."""

    def rule(page: Crawled) -> str:
        for name in ("og:title", "og:type", "og:url", "og:site_name"):
            if not page.soup.find("meta", property=name):
                return f"lacks {name}"
        data = [json.loads(script.string) for script in page.soup.find_all("script", type="application/ld+json")]
        if page.local_path == "/site-map/":
            return ""
        return "" if data and all(item["@context"] == "https://schema.org" for item in data) else "no JSON-LD"

    assert not failures(pages, rule)


def test_every_footer_has_the_official_marks(pages):
    """G-07, and rule 8 for sample content."""

    def rule(page: Crawled) -> list[str]:
        # The last one: articles have a footer of their own.
        footer = page.soup.find_all("footer")[-1]
        text = footer.get_text("", strip=True).replace(" ", "")
        missing = [mark for mark in FOOTER_MARKS[page.language] if mark not in text]
        if not footer.find("a", href=f"{page.prefix}/site-map/"):
            missing.append("/site-map/")
        return missing

    assert not failures(pages, rule)


def test_every_page_is_landmarked_and_names_its_language(pages):
    def rule(page: Crawled) -> str:
        soup = page.soup
        if soup.html.get("lang") != page.language:
            return f"lang is {soup.html.get('lang')}"
        if len(soup.find_all("h1")) != 1:
            return f"{len(soup.find_all('h1'))} main headings"
        if not (soup.find("main", id=True) and soup.find("header") and soup.find("footer")):
            return "a landmark is missing"
        skip = soup.find("a", href=f"#{soup.find('main')['id']}")
        return "" if skip else "no skip link"

    assert not failures(pages, rule)


def test_no_english_interface_text_is_left_on_chinese_pages(pages):
    """A sign of a message without translation: a run of English words outside links to other languages."""

    def rule(page: Crawled) -> list[str]:
        lines = [
            text.strip()
            for text in page.soup.find("body").find_all(string=True)
            if not text.find_parent(lang="en") and text.parent.name != "script"
        ]
        return [line for line in lines if re.fullmatch(r"[A-Z][a-z]+( [a-z]+){1,}[.:]?", line)]

    assert not failures([page for page in pages if page.language != "en"], rule)


def test_every_page_names_its_translations_and_they_name_it(platform, pages):
    """hreflang holds in both directions, and only between pages that answer."""
    alternates = {
        platform.url(page.host, page.path): {
            link["hreflang"]: link["href"] for link in page.soup.find_all("link", rel="alternate", hreflang=True)
        }
        for page in pages
        if page.local_path != "/site-map/"
    }

    def rule(page: Crawled) -> str:
        address = platform.url(page.host, page.path)
        if address not in alternates:
            return ""
        own = alternates[address]
        if own.get(page.language) != address or "x-default" not in own:
            return f"hreflang is {own}"
        return next((f"{other} disagrees" for other in own.values() if alternates.get(other) != own), "")

    assert not failures(pages, rule)


def test_every_page_is_small(platform, pages):
    sizes: dict[str, int] = {}

    def size_of(host: str, url: str) -> int:
        if url not in sizes:
            sizes[url] = len(platform.get(host, urlsplit(url).path).body)
        return sizes[url]

    def rule(page: Crawled) -> str:
        css = sum(size_of(page.host, link["href"]) for link in page.soup.find_all("link", rel="stylesheet"))
        js = sum(size_of(page.host, script["src"]) for script in page.soup.find_all("script", src=True))
        html = len(page.answer.body)
        return f"HTML {html}, CSS {css}, JS {js}" if html > MAX_HTML or css > MAX_CSS or js > MAX_JS else ""

    assert not failures(pages, rule)


def test_no_page_contacts_a_foreign_host(pages):
    own = set(hosts().values())

    def rule(page: Crawled) -> list[str]:
        fetched = [
            tag[attribute]
            for name, attribute in FETCHING.items()
            for tag in page.soup.find_all(name)
            if tag.get(attribute)
        ]
        return [url for url in fetched if (host := urlsplit(url.split(" ")[0]).hostname) and host not in own]

    assert not failures(pages, rule)


def test_foreign_links_go_through_the_leaving_notice(pages):
    """G-05: only government hosts and our own are linked directly."""
    own = set(hosts().values())

    def rule(page: Crawled) -> list[str]:
        links = [urlsplit(link["href"]) for link in page.soup.find_all("a", href=True)]
        return [
            link.geturl()
            for link in links
            if link.hostname and link.hostname not in own and not link.hostname.endswith(".gov.cn")
        ]

    assert not failures(pages, rule)


def test_no_link_and_no_fragment_is_dead(platform, pages):
    """The leaving notice answers whatever we have signed: one of each site and language is asked for."""
    known = {page.name: page for page in pages}
    statuses: dict[str, int] = {}
    notices = Signer(key=SECRET_KEY, salt=signer.salt)

    def target(page: Crawled, href: str) -> tuple[str, str, str]:
        absolute, fragment = urldefrag(urljoin(platform.url(page.host, page.path), href))
        parts = urlsplit(absolute)
        return parts.hostname or "", parts.path + (f"?{parts.query}" if parts.query else ""), unquote(fragment)

    def status(host: str, path: str) -> int:
        name = f"{host}{path}"
        if name in known:
            return 200
        address, _, signed = name.partition("leaving/?to=")
        if signed:
            notices.unsign(unquote_plus(signed))
            name = f"{address}leaving/"
        if name not in statuses:
            statuses[name] = platform.get(host, path).status
        return statuses[name]

    def rule(page: Crawled) -> list[str]:
        dead = []
        for href in {link["href"] for link in page.soup.find_all("a", href=True)}:
            if href.startswith(("mailto:", "tel:", "geo:")):
                continue
            host, path, fragment = target(page, href)
            if host not in hosts().values():
                continue
            there = known.get(f"{host}{path}")
            lost = fragment and there and fragment not in there.ids
            if lost or status(host, path) not in (200, 301, 302):
                dead.append(href)
        return dead

    assert not failures(pages, rule)


def test_every_page_is_valid_html(pages, html_errors):
    assert html_errors({page.name: page.answer.text for page in pages}) == {}


def test_no_page_has_a_barrier_that_axe_can_see(platform, pages, context):
    """WCAG 2.2 AA, on pages that show every kind of element in every theme and in every language.

    Traditional pages have the markup of the simplified ones: those of one site stand for all. That labels, names and
    identifiers lead somewhere is a matter of each page's own markup, which the checker of HTML has seen.
    """
    tab = context.new_page()
    axe = Axe()

    def rule(page: Crawled) -> list[str]:
        tab.goto(platform.url(page.host, page.path))
        results = axe.run(tab, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        return [f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in results.response["violations"]]

    named = {page.name: page for page in pages if page.language != "zh-Hant" or page.host.startswith("lichuan.")}
    chosen = fewest({name: sights(page.soup, theme=page.host) for name, page in named.items()})
    assert {named[name].host for name in chosen} == set(hosts().values())
    assert not failures([named[name] for name in chosen], rule)
