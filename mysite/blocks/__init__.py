"""The blocks that articles and pages are written in, one module a family, and the list editors choose from."""

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
    SameTextBlock,
    TextStreamBlock,
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
    "SameTextBlock",
    "TextStreamBlock",
    "VideoBlock",
]


class BodyBlock(TextStreamBlock):
    """What an editor can put into the body of a page, in the order of the block picker."""

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
