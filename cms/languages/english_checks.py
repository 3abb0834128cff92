"""Finds blocks that wagtail-localize does not know: it would leave their Chinese text in the English page."""

from collections.abc import Iterator

from django.core.checks import Error, register
from wagtail import blocks
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from cms.core.checks import page_types

CONTAINERS = (blocks.StructBlock, blocks.ListBlock, blocks.StreamBlock)
TRANSLATED = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, blocks.BlockQuoteBlock, ImageBlock)
# The same in all languages, or chosen anew for another one.
WITHOUT_TEXT = (
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.ChooserBlock,
    blocks.ChoiceBlock,
    blocks.MultipleChoiceBlock,
    blocks.BooleanBlock,
    blocks.IntegerBlock,
    blocks.FloatBlock,
    blocks.DecimalBlock,
    blocks.DateBlock,
    blocks.TimeBlock,
    blocks.DateTimeBlock,
)


@register()
def check_blocks_can_be_translated(app_configs, **kwargs) -> list[Error]:
    found = {}
    for page_type in page_types():
        for field in page_type._meta.get_fields():
            if isinstance(field, StreamField):
                for block in leaves(field.stream_block):
                    if not is_known(block):
                        found[type(block)] = f"{page_type._meta.label}.{field.name}"
    return [
        Error(
            f"The text of {block.__name__} in {where} would not be translated.",
            hint="Give the block get_translatable_segments and restore_translated_segments of wagtail-localize.",
            obj=block,
            id="languages.E001",
        )
        for block, where in found.items()
    ]


def leaves(block: Block) -> Iterator[Block]:
    if hasattr(block, "get_translatable_segments") or not isinstance(block, CONTAINERS):
        yield block
    elif isinstance(block, blocks.ListBlock):
        yield from leaves(block.child_block)
    else:
        for child in block.child_blocks.values():
            yield from leaves(child)


def is_known(block: Block) -> bool:
    return hasattr(block, "get_translatable_segments") or isinstance(block, TRANSLATED + WITHOUT_TEXT)
