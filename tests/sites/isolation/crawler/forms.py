"""The real forms of the admin, taken out of its pages, so that what is sent is what a browser would send."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

from tests.sites.isolation.crawler.oracle import without_marks

SKIPPED_TYPES = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    data: dict[str, list[str]] = field(default_factory=dict)
    # Fields with a given set of answers, and what they are.
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(str(without_marks(value)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = self._textarea = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input":
            self._input(self._open, given)
        elif tag == "button" and given.get("name"):
            self._open.buttons.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select:
            self._option(self._open, given)
        elif tag == "textarea" and given.get("name"):
            self._textarea, self._text = given["name"], ""
        elif "data-block" in given and given.get("id"):
            # A stream or struct is drawn by the browser; an empty stream says that it has no items.
            self._open.data.setdefault(f"{given['id']}-count", ["0"])

    def _input(self, form: Form, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or kind in SKIPPED_TYPES:
            return
        if kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" not in given:
                return
        form.add(name, given.get("value", "on" if kind == "checkbox" else ""))

    def _option(self, form: Form, given: dict[str, str]) -> None:
        form.choices.setdefault(self._select, []).append(given.get("value", ""))
        if "selected" in given or self._select not in form.data:
            form.data[self._select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._textarea and self._open:
            self._open.add(self._textarea, self._text)
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data


def forms_in(response: HttpResponse) -> list[Form]:
    """Forms that change something, of a page or of the HTML that a dialogue's JSON carries."""
    if response.streaming or response.status_code != 200:
        return []
    text = response.content.decode(errors="replace")
    if "json" in response.get("Content-Type", ""):
        answer = json.loads(text)
        text = answer.get("html", "") if isinstance(answer, dict) else ""
    if "<form" not in text:
        return []
    reader = _Reader()
    reader.feed(text)
    return [form for form in reader.forms if form.method == "post" and "logout" not in form.action]
