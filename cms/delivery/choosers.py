"""Choosers that start without an inline script, which the admin's Content-Security-Policy forbids.

Wagtail builds their script element in Python, so no template can replace it: wagtail/wagtail#1288. When that is closed
this goes, together with static/delivery/start_widget.js and the templates for Wagtail's widgets and panels.
"""

import re

from django.template.loader import render_to_string
from wagtail.admin.widgets import BaseChooser

# `new PageChooser("id_page", {...});` or `createTaskChooser("id_task");`
CALL = re.compile(r"(?:new )?(\w+)\((.*)\);", re.DOTALL)


def render(self: BaseChooser, name: str, value: object, attrs: dict | None = None, renderer: object = None) -> str:
    data = self.get_value_data(value)
    call, arguments = CALL.fullmatch(self.render_js_init(attrs["id"], name, data)).groups()
    starter = render_to_string("delivery/start_widget.html", {"call": call, "arguments": f"[{arguments}]"})
    return self.render_html(name, data, attrs) + starter


def replace_inline_scripts() -> None:
    BaseChooser.render = render
