"""Figures that can be checked: a number never stands without its source and date."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.text import CodeBlock

SAMPLE_FACT = {
    "label": "峡谷全长",
    "number": "108",
    "unit": "公里",
    "source": "公开资料（示例）",
    "source_url": "",
    "as_of": date(2024, 3, 27),
}


class FactBlock(blocks.StructBlock):
    """One figure with unit, source and the day it was true."""

    label = blocks.CharBlock(
        label=_("What is counted"), max_length=60, help_text=_("For example: length of the canyon.")
    )
    number = CodeBlock(label=_("Number"), max_length=20, help_text=_("Only the number, for example 108 or 59.8."))
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False, help_text=_("For example km, places, %."))
    source = blocks.CharBlock(
        label=_("Source"), max_length=100, help_text=_("Who published the number. Readers see it below the number.")
    )
    source_url = blocks.URLBlock(label=_("Web address of the source"), required=False)
    as_of = blocks.DateBlock(label=_("As of"), help_text=_("The day for which the number was true."))

    class Meta:
        icon = "order"
        label = _("Fact")
        description = _("A number with its unit, source and date.")
        label_format = "{label} {number}{unit}"
        preview_value = SAMPLE_FACT


class FactBoxBlock(blocks.StructBlock):
    """Several figures under one title; wide screens set them in the margin."""

    title = blocks.CharBlock(label=_("Title"), max_length=60, required=False)
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Fact box")
        description = _("Up to eight numbers with unit, source and date, set apart from the text.")
        label_format = "{title}"
        template = "blocks/fact_box.html"
        preview_value = {
            "title": "恩施大峡谷",
            "facts": [SAMPLE_FACT, {**SAMPLE_FACT, "label": "景区面积", "number": "300", "unit": "平方公里"}],
        }
