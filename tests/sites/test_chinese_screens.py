"""No English word is left on what staff see in Chinese: the screens of every role, with something on each of them."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.editorial.recall.models import Freeze
from cms.editorial.recall.recalling import recall_page
from cms.editorial.urgent.releasing import put_out
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.users.models import User
from tests.factories.assessments import assess
from tests.factories.cases import make_case, make_overdue_case

pytestmark = pytest.mark.django_db

# Names, formats and keys of the keyboard; single letters are keys too.
ALLOWED = {
    *("Wagtail", "English", "JavaScript", "HTML", "CSV", "XLSX", "PDF", "UTF", "GBK", "MB", "KB"),
    *("AVIF", "GIF", "JPEG", "JPG", "PNG", "WebP", "WEBP", "API", "ID", "URL", "SEO", "AI"),
    *("Alt", "Cmd", "Ctrl", "Enter", "Esc", "Shift", "Tab"),
    # A label in one of Wagtail's templates, and the page above all sites.
    *("Actions", "Root"),
}
ROLES = ("lichuan-editor", "lichuan-reviewer", "lichuan-admin", "prefecture-editor", "prefecture-reviewer")
SHOWN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-w-tooltip-content-value")
# Addresses, file names, logins and keys of messages hold one of these.
WORD = re.compile(r"[A-Za-z][\w./:@#?=&%+-]*")


@pytest.fixture
def screens(nine_sites) -> dict[str, list[str]]:
    """Role -> addresses; whoever may not see one gets another answer than 200, and nothing is read there."""
    people = {name: User.objects.get(username=name) for name in ("lichuan-editor", "lichuan-admin")}
    editor, admin = people["lichuan-editor"], people["lichuan-admin"]
    reviewer, prefecture = (User.objects.get(username=f"{place}-reviewer") for place in ("lichuan", "prefecture"))
    site = Site.objects.get(hostname="lichuan.localhost")
    column = NewsIndexPage.objects.child_of(site.root_page).first()
    waiting, returned = (_handed_in(column, title, editor) for title in ("等待审核", "退回修改"))
    _decide(returned, reviewer, "reject", "请注明出处。")
    draft = _draft(column, "未交的草稿", editor, "<p>请看恩施自治州。</p>")
    live = NewsPage.objects.live().child_of(column).order_by("pk").first()
    gone = NewsPage.objects.live().child_of(column).order_by("pk").last()
    recall = recall_page(gone, admin, reason="error", explanation="核实")
    put_out(prefecture, [site], title="暴雨预警", summary="请转移。", text="请转移。", reason="紧急")
    until = timezone.now() + timedelta(hours=1)
    Freeze.objects.create(site_id=site.pk, reason="统一口径", by=prefecture, ends_at=until)
    case, _late = make_case(site, admin), make_overdue_case(site, admin)
    addresses = [
        *("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/media/", "/admin/account/"),
        *(f"/admin/review/?show={name}" for name in ("mine", "back", "handed-in", "all")),
        *(f"/admin/review/{page.pk}/" for page in (waiting, returned, draft, live)),
        *(f"/admin/pages/{page.pk}/edit/" for page in (waiting, returned, draft, live)),
        *(f"/admin/pages/{page.pk}/{screen}/" for page in (live,) for screen in ("history", "usage", "unpublish")),
        *(f"/admin/pages/{column.pk}/{screen}" for screen in ("", "add_subpage/", "edit/")),
        reverse("risk_page", args=[draft.pk]),
        *(reverse(f"wagtailsnippets_{name}:list") for name in ("cases_case", "texts_term", "texts_livefinding")),
        *(reverse(f"wagtailsnippets_{name}:list") for name in ("texts_listversion", "risk_assessment")),
        *(reverse(f"wagtailsnippets_{name}:add") for name in ("cases_case", "texts_term")),
        reverse("wagtailsnippets_cases_case:inspect", args=[case.pk]),
        *(reverse(name) for name in ("texts_file", "texts_above", "freezes", "urgent_list", "urgent_new")),
        *(reverse("recall_list"), reverse("recall_certificate", args=[recall.pk])),
        *(reverse(name) for name in ("publication_report", "audit_report", "english_report")),
        f"{reverse('chain_report')}?page={live.pk}",
    ]
    return dict.fromkeys(ROLES, addresses)


def _draft(column: Page, title: str, author: User, text: str = "<p>清江涨水。</p>") -> Page:
    page = NewsPage(title=title, summary="一句话。", source="示例编辑部", body=[("paragraph", text)], owner=author)
    page.live = False
    column.add_child(instance=page)
    page.save_revision(user=author)
    return Page.objects.get(pk=page.pk).specific


def _handed_in(column: Page, title: str, author: User) -> Page:
    page = _draft(column, title, author)
    assess(page, author)
    page.get_workflow().start(page, author)
    return page


def _decide(page: Page, person: User, action: str, comment: str) -> None:
    state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    state.task.specific.on_action(state, person, action, comment=comment)


@pytest.mark.parametrize("role", ROLES)
def test_the_screens_of_every_role_are_in_chinese(screens: dict[str, list[str]], role: str):
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=role))
    read, found = 0, {}
    for address in screens[role]:
        answer = client.get(address)
        if answer.status_code != 200:
            assert answer.status_code in (302, 403, 404), address
            continue
        read += 1
        if words := english_words(answer.content.decode()):
            found[address] = words
    assert read > 25
    assert found == {}


def english_words(html: str) -> list[str]:
    document = BeautifulSoup(html, "html.parser")
    sidebar = document.select_one("#wagtail-sidebar-props")
    texts = [*_labels(json.loads(sidebar.string))] if sidebar else []
    # What somebody wrote: rows of reports, titles of English pages, choices that are names.
    written = "main tbody, .recall-extent strong, [lang=en], option"
    for element in document.select(f"script, style, svg, noscript, kbd, [data-side-panel-toggle-counter], {written}"):
        element.decompose()
    texts += [text for text in document.find_all(string=True) if not isinstance(text, PreformattedString)]
    texts += [element[name] for name in SHOWN_ATTRIBUTES for element in document.select(f"[{name}]")]
    return sorted({word for text in texts for word in _english(text)})


def _english(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        if len(word) > 1 and word.rstrip(".:") not in ALLOWED and not re.search(r"[./:@_\d-]\w", word):
            yield word


def _labels(value: object) -> Iterator[str]:
    """All that the menu says."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from [part] if name == "label" else _labels(part)
    elif isinstance(value, list):
        for part in value:
            yield from _labels(part)
