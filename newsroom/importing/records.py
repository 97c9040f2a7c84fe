"""What a reader hands over: one saved article, in plain values, whatever file it came from.

``markup`` is always inline HTML made by us and safe: text with ``<b>``, ``<i>`` and ``<a href="http…">``, nothing else.
All text is NFC, without control and zero-width characters, white space collapsed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


class UnreadableArticle(Exception):
    """The file (or the line of it) holds no article that can be imported; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was found: a file, and the line for files that hold many."""

    file: Path
    line: int | None = None

    def __str__(self) -> str:
        return str(self.file) if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the page. ``image`` is a file inside the article's folder, or None: the photo is lost."""

    caption: str = ""
    image: Path | None = None
    alt_text: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    markup: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """A numbered or bulleted list; the markers themselves are not part of the items."""

    items: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    has_header: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    photo: Photo


@dataclass(frozen=True, slots=True)
class Gallery:
    title: str
    photos: tuple[Photo, ...]


Block = Heading | Paragraph | ItemList | Table | Picture | Gallery


@dataclass(frozen=True, slots=True)
class SavedArticle:
    """One article as it was saved. Dates are aware; ``section`` is the path of titles from the top, if known."""

    title: str
    origin: Origin
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    section: tuple[str, ...] = ()
    motto: str = ""
    author: str = ""
    unit: str = ""
    source_name: str = ""
    source_url: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def photos(self) -> Iterator[Photo]:
        for block in self.blocks:
            if isinstance(block, Picture):
                yield block.photo
            elif isinstance(block, Gallery):
                yield from block.photos


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read, in the place of an article: the rest goes on."""

    origin: Origin
    reason: str
