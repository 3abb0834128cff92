"""The set of blocks that a body of text may be built from, in the order editors see them."""

from django.utils.translation import gettext_lazy as _

from cms.blocks.facts import FactBoxBlock
from cms.blocks.images import GalleryBlock, ImageBlock
from cms.blocks.links import AttachmentBlock, EmbedBlock, RelatedPagesBlock
from cms.blocks.media import AudioBlock, VideoBlock
from cms.blocks.places import LocationBlock
from cms.blocks.tables import TableBlock
from cms.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, QuestionsBlock, QuoteBlock, TimelineBlock

TEXT, PICTURES, FACTS, LINKS = _("Text"), _("Pictures and sound"), _("Facts"), _("Links")

BODY_BLOCKS = [
    ("paragraph", ParagraphBlock(group=TEXT)),
    ("heading", HeadingBlock(group=TEXT)),
    ("quote", QuoteBlock(group=TEXT)),
    ("callout", CalloutBlock(group=TEXT)),
    ("timeline", TimelineBlock(group=TEXT)),
    ("faq", QuestionsBlock(group=TEXT)),
    ("image", ImageBlock(group=PICTURES)),
    ("gallery", GalleryBlock(group=PICTURES)),
    ("video", VideoBlock(group=PICTURES)),
    ("audio", AudioBlock(group=PICTURES)),
    ("embed", EmbedBlock(group=PICTURES)),
    ("fact_box", FactBoxBlock(group=FACTS)),
    ("table", TableBlock(group=FACTS)),
    ("location", LocationBlock(group=FACTS)),
    ("document", AttachmentBlock(group=LINKS)),
    ("related_pages", RelatedPagesBlock(group=LINKS)),
]
