"""A draft as the screen would show it: compiled as for an approval, and kept by nobody."""

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.core.models import BasePage
from cms.editorial.gate.fingerprints import fingerprint
from cms.tv.answering import Answers
from cms.tv.compiling import compile_item
from cms.tv.pictures import qr_code
from cms.tv.schemas import ItemFull
from cms.tv.screen.views import shell


def show_draft(page: BasePage, request: HttpRequest) -> HttpResponse:
    return render(request, "tv/screen.html", shell(request) | {"draft": draft_of(page)})


def draft_of(page: BasePage) -> dict[str, Any] | None:
    """As `/items/{id}` would answer it, with the QR code inside; None for a page that lies in no site.

    Addresses are relative: the editor may work on another host than the page's, and may load from that one only.
    """
    item = compile_item(page, fingerprint(page))
    item.pk = 0
    answers = Answers([item], "").full()
    if not answers:
        return None
    draft = ItemFull.model_validate(answers[0]).model_dump(mode="json")
    draft["links"]["qr"] = "data:image/svg+xml;base64," + b64encode(qr_code(draft["links"]["phone"])).decode()
    return draft
