"""The blocks of the home page and of organisation pages, one module a family."""

from wagtail import blocks

from mysite.blocks import HeadingBlock, ParagraphBlock, TextStreamBlock

from .arrangement import (
    ComingEventsBlock,
    HeadlinesBlock,
    LatestNewsBlock,
    LinkBoxesBlock,
    PhotoStripBlock,
    RecentDocumentsBlock,
    SectionNewsBlock,
)
from .organisation import PeopleBlock, UnitsBlock

__all__ = [
    "ComingEventsBlock",
    "HeadlinesBlock",
    "HomeBlock",
    "LatestNewsBlock",
    "LinkBoxesBlock",
    "OrganisationBlock",
    "PeopleBlock",
    "PhotoStripBlock",
    "RecentDocumentsBlock",
    "SectionNewsBlock",
    "UnitsBlock",
]


class HomeBlock(blocks.StreamBlock):
    """What an office arranges its home page of, in the order of the block picker."""

    headlines = HeadlinesBlock()
    latest_news = LatestNewsBlock()
    section_news = SectionNewsBlock()
    coming_events = ComingEventsBlock()
    photo_strip = PhotoStripBlock()
    link_boxes = LinkBoxesBlock()
    recent_documents = RecentDocumentsBlock()
    paragraph = ParagraphBlock()

    class Meta:
        required = False
        max_num = 30
        block_counts = {"headlines": {"max_num": 1}, "latest_news": {"max_num": 1}}


class OrganisationBlock(TextStreamBlock):
    """What an organisation page is made of."""

    people = PeopleBlock()
    units = UnitsBlock()
    heading = HeadingBlock()
    paragraph = ParagraphBlock()

    class Meta:
        required = False
