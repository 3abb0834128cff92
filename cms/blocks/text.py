"""Blocks of running text."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class UntranslatedMixin:
    """For a text block whose value is the same in every language: nobody is asked to translate it."""

    def get_translatable_segments(self, value: str) -> list:
        return []


class CodeBlock(UntranslatedMixin, blocks.CharBlock):
    """A short value that is no human language: a number, an address."""

    def deconstruct(self) -> tuple:
        """As the block that it stands for, so that migrations need not know this class."""
        return ("wagtail.blocks.CharBlock", *super().deconstruct()[1:])


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        """Fragment for links to this heading; Chinese characters are allowed in ids."""
        return f"h-{slugify(self.get('text', ''), allow_unicode=True)}"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=60)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("h2", _("Main heading")), ("h3", _("Subheading"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        description = _("Divides a long text; readers jump from heading to heading.")
        template = "blocks/heading.html"
        preview_value = {"text": "雨后看峡谷", "level": "h2"}
        value_class = HeadingValue


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs with bold, lists and links.")
        template = "blocks/paragraph.html"
        preview_value = "<p>清晨的雾从谷底升起，先没过溪水，再没过吊脚楼的屋檐。</p>"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quote"), max_length=400)
    attribution = blocks.CharBlock(
        label=_("Who said it"), max_length=60, required=False, help_text=_("Name a role rather than a private person.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{text}"
        description = _("Words of somebody, set apart from the text.")
        template = "blocks/quote.html"
        preview_value = {"text": "路通了，山里的茶就有了名字。", "attribution": "茶农代表（演示）"}


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Good to know")), ("tip", _("Tip")), ("warning", _("Caution"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=40)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Callout")
        label_format = "{title}"
        description = _("A hint, a piece of advice or a caution that must not be missed.")
        template = "blocks/callout.html"
        preview_value = {"kind": "tip", "title": "穿防滑鞋", "text": "<p>雨后石阶湿滑，请放慢脚步。</p>"}


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=60, required=False)
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("when", blocks.CharBlock(label=_("When"), max_length=30)),
                ("title", blocks.CharBlock(label=_("What"), max_length=60)),
                ("text", blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT_FEATURES, required=False)),
            ],
            label_format="{when} {title}",
        ),
        label=_("Steps"),
        min_num=2,
    )

    class Meta:
        icon = "history"
        label = _("Timeline")
        label_format = "{title}"
        description = _("Events or steps in their order.")
        template = "blocks/timeline.html"
        preview_value = {
            "title": "采茶的一天",
            "items": [
                {"when": "清晨", "title": "上山", "text": "<p>露水未干时采一芽一叶。</p>"},
                {"when": "午后", "title": "蒸青", "text": "<p>高温蒸汽锁住青绿。</p>"},
            ],
        }


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=60, required=False)
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("question", blocks.CharBlock(label=_("Question"), max_length=100)),
                ("answer", blocks.RichTextBlock(label=_("Answer"), features=RICH_TEXT_FEATURES)),
            ],
            label_format="{question}",
        ),
        label=_("Questions"),
        min_num=1,
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        label_format = "{title}"
        description = _("Questions people really ask, each with a short answer to unfold.")
        template = "blocks/faq.html"
        preview_value = {
            "title": "常见问题",
            "items": [{"question": "下雨天开放吗？", "answer": "<p>小雨照常，暴雨时以现场公告为准。</p>"}],
        }
