"""Ways to look at a draft beside the page itself. Layers above know them; the editor offers them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


@dataclass(frozen=True)
class PreviewMode:
    """`serve` answers with the draft on a screen `width` pixels wide."""

    name: str
    label: str
    icon: str
    width: int
    serve: Callable[[Page, HttpRequest], HttpResponse]


_modes: dict[str, PreviewMode] = {}


def register_preview_mode(mode: PreviewMode) -> None:
    """Call from an app's `ready`."""
    _modes[mode.name] = mode


class PreviewsMixin:
    """Stands before Wagtail's Page."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("", _("Web page")), *((mode.name, mode.label) for mode in _modes.values())]

    @property
    def preview_sizes(self) -> list[dict]:
        others = [
            {"name": mode.name, "icon": mode.icon, "device_width": mode.width, "label": mode.label}
            for mode in _modes.values()
        ]
        return [*super().preview_sizes, *others]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        mode = _modes.get(mode_name)
        return mode.serve(self, request) if mode else super().serve_preview(request, mode_name)
