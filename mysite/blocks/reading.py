"""Table of contents and reading time of a body."""

import re
from dataclasses import dataclass

from wagtail.blocks.stream_block import StreamValue

from .stored_text import map_stream_text
from .text import HeadingLevel, build_anchor

#: Syllables per minute; Vietnamese is written with a space after each.
READING_SPEED = 230
#: A text with fewer headings has no table of contents.
MIN_HEADINGS = 3
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class ContentsEntry:
    """A heading in the table of contents."""

    text: str
    anchor: str
    is_subheading: bool


def build_contents(body: StreamValue) -> list[ContentsEntry]:
    """Return the headings of ``body`` with the anchors that they are rendered with; empty if they are few."""
    used: set[str] = set()
    values = [block.value for block in body.blocks_by_name("heading")]
    entries = [
        # The first one is rendered as a heading.
        ContentsEntry(
            value["text"], build_anchor(value["text"], used), bool(n and value["level"] == HeadingLevel.SUBHEADING)
        )
        for n, value in enumerate(values)
    ]
    entries = [entry for entry in entries if entry.anchor]
    return entries if len(entries) >= MIN_HEADINGS else []


def count_minutes(body: StreamValue, lead: str = "") -> int:
    """Return the minutes that reading ``lead`` and ``body`` takes, at least 1."""
    count = len(lead.split())

    def add(text: str, is_markup: bool) -> str:
        nonlocal count
        count += len((_TAG.sub(" ", text) if is_markup else text).split())
        return text

    map_stream_text(body.stream_block, body.get_prep_value(), add)
    return max(1, round(count / READING_SPEED))
