"""StreamField blocks for page bodies, one module per family, and the stream blocks that combine them."""

from wagtail import blocks

from .data import DocumentBlock, LinksBlock, PortalTableBlock
from .media import GalleryBlock, PictureBlock, VideoBlock
from .photos import PhotoBlock, PhotoListBlock
from .text import (
    AgendaItemBlock,
    CorrectionBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    TextStreamBlock,
    UntranslatedCharBlock,
)

__all__ = [
    "AgendaBlock",
    "AgendaItemBlock",
    "BodyBlock",
    "CorrectionBlock",
    "CorrectionsBlock",
    "DocumentBlock",
    "GalleryBlock",
    "HeadingBlock",
    "LinksBlock",
    "ParagraphBlock",
    "PhotoBlock",
    "PhotoListBlock",
    "PictureBlock",
    "PortalTableBlock",
    "QuoteBlock",
    "TextStreamBlock",
    "UntranslatedCharBlock",
    "VideoBlock",
]


class BodyBlock(TextStreamBlock):
    """The body of a page, with its blocks in the order of the block picker."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    quote = QuoteBlock()
    correction = CorrectionBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    table = PortalTableBlock()
    document = DocumentBlock()
    links = LinksBlock()

    class Meta:
        required = False


class CorrectionsBlock(blocks.StreamBlock):
    """The dated corrections shown above an article."""

    correction = CorrectionBlock()

    class Meta:
        required = False


class AgendaBlock(blocks.StreamBlock):
    """The agenda of an event."""

    item = AgendaItemBlock()

    class Meta:
        required = False
