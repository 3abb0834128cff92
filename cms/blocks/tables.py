"""Tables whose headers are marked, so that a screen reader can say where a cell belongs."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.blocks.text import RICH_TEXT_FEATURES


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        label=_("Caption"), max_length=80, help_text=_("Says what the table shows; read out before its cells.")
    )
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
            ("rich_text", blocks.RichTextBlock(label=_("Formatted text"), features=RICH_TEXT_FEATURES, required=False)),
        ],
        label=_("Table"),
    )
    row_header = blocks.BooleanBlock(
        label=_("First column holds headers"), required=False, help_text=_("Each row is named by its first cell.")
    )

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{caption}"
        description = _("Figures or facts in rows and columns; every column needs a heading.")
        template = "blocks/table.html"
        preview_value = {
            "caption": "票价（示例）",
            "table": {
                "columns": [{"type": "text", "heading": "票种"}, {"type": "number", "heading": "元"}],
                "rows": [{"values": ["成人票", 80]}, {"values": ["学生票", 40]}],
                "caption": "",
            },
            "row_header": True,
        }

    def get_preview_value(self):
        return self.to_python(self.meta.preview_value)

    def clean(self, value):
        cleaned = super().clean(value)
        columns = cleaned["table"].columns
        if not columns or any(not column["heading"].strip() for column in columns):
            raise StructBlockValidationError({"table": ValidationError(_("Give every column a heading."))})
        return cleaned
