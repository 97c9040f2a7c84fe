"""StreamField blocks of the home page and of organisation pages, one module per family."""

from wagtail import blocks

from mysite.blocks import HeadingBlock, ParagraphBlock, TextStreamBlock

from .home_page import (
    ComingEventsBlock,
    HeadlinesBlock,
    LatestNewsBlock,
    LinkBoxesBlock,
    MostReadBlock,
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
    "MostReadBlock",
    "OrganisationBlock",
    "PeopleBlock",
    "PhotoStripBlock",
    "RecentDocumentsBlock",
    "SectionNewsBlock",
    "UnitsBlock",
]


class HomeBlock(blocks.StreamBlock):
    """The blocks of a home page's body, in the order of the block picker."""

    headlines = HeadlinesBlock()
    latest_news = LatestNewsBlock()
    section_news = SectionNewsBlock()
    most_read = MostReadBlock()
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
    """The blocks of an organisation page's body."""

    people = PeopleBlock()
    units = UnitsBlock()
    heading = HeadingBlock()
    paragraph = ParagraphBlock()

    class Meta:
        required = False
