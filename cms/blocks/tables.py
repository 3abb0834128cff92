"""Tables whose headers are marked, so that a screen reader can say where a cell belongs."""

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.rich_text import RichText
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from cms.blocks.text import RICH_TEXT_FEATURES

# What a column's heading is to the code that takes texts out of blocks.
HEADING = blocks.CharBlock()


class TranslatableTableBlock(TypedTableBlock):
    """Wagtail's table, whose headings and cells wagtail-localize does not know by itself.

    A text is named by what it says, not by its row: a row put in between leaves the translations of the others alone,
    and a word that stands in ten cells is translated once.
    """

    def get_translatable_segments(self, table: TypedTable) -> list:
        extract = StreamFieldSegmentExtractor(None).handle_block
        texts = {_name(value): (block, value) for block, value in self._texts(table)}
        return [segment.wrap(name) for name, text in texts.items() for segment in extract(*text)]

    def restore_translated_segments(self, table: TypedTable, segments: list) -> TypedTable:
        restore = StreamFieldSegmentsWriter(None, None, None).handle_block
        by_name = defaultdict(list)
        for segment in segments:
            name, inner = segment.unwrap()
            by_name[name].append(inner)
        translated = {
            _name(value): restore(block, value, by_name[_name(value)])
            for block, value in self._texts(table)
            if _name(value) in by_name
        }
        columns = [
            {**column, "heading": translated.get(_name(column["heading"]), column["heading"])}
            for column in table.columns
        ]
        rows = [[translated.get(_name(cell), cell) for cell in row["values"]] for row in table.row_data]
        return TypedTable(columns, [{"values": row} for row in rows], table.caption)

    def _texts(self, table: TypedTable) -> Iterator[tuple[blocks.Block, str | RichText]]:
        """Block and value of all headings and cells that say something."""
        cells = [
            *((HEADING, column["heading"]) for column in table.columns),
            *(
                (column["block"], cell)
                for row in table.row_data
                for column, cell in zip(table.columns, row["values"], strict=True)
            ),
        ]
        return ((block, value) for block, value in cells if _name(value))


def _name(value: object) -> str:
    """Part of a translation's path; empty for what is no text."""
    text = value.source if isinstance(value, RichText) else value
    return sha256(text.encode()).hexdigest()[:16] if isinstance(text, str) and text else ""


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(
        label=_("Caption"), max_length=80, help_text=_("Says what the table shows; read out before its cells.")
    )
    table = TranslatableTableBlock(
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
