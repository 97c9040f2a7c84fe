"""Data classes for saved articles, the common output of all readers.

``markup`` is safe inline HTML with ``<b>``, ``<i>``, ``<sup>``, ``<sub>`` and ``<a href="http…">`` only. All text is
NFC, without control and zero-width characters, with white space collapsed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


class UnreadableArticle(Exception):
    """A file, or a line of it, contains no article that can be imported; the message is shown to the user."""


class NotAnArticle(UnreadableArticle):
    """A saved page that is no article, such as a list; ``kind`` is what it is."""

    def __init__(self, kind: str, details: str = "") -> None:
        super().__init__(f"{kind}{details}")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that an article was read from, with the line number in files with several articles."""

    file: Path
    line: int | None = None

    def __str__(self) -> str:
        return str(self.file) if self.line is None else f"{self.file}:{self.line}"


class EmbeddedImage:
    """An image within a page or an MHTML file, in place of a file beside it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EmbeddedImage) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)

    def read_bytes(self) -> bytes:
        return self.content


@dataclass(frozen=True, slots=True)
class Photo:
    """An image of the page. ``image`` is a file in the article's folder or in the page, or None if it is missing."""

    caption: str = ""
    image: Path | EmbeddedImage | None = None
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
    """A numbered or bulleted list; its items do not include the markers. Those of a pasted one may contain lists."""

    items: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``merged`` are cells over several rows or columns: row, column, and the numbers of both.

    The text of a cell is repeated in the rows that it covers; a heading is repeated in its columns too.
    """

    rows: tuple[tuple[str, ...], ...]
    has_header: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ImageBlock:
    photo: Photo


@dataclass(frozen=True, slots=True)
class Gallery:
    title: str
    photos: tuple[Photo, ...]


Block = Heading | Paragraph | ItemList | Table | ImageBlock | Gallery


@dataclass(frozen=True, slots=True)
class SavedArticle:
    """An article as it was saved. Dates are aware; ``section`` is the path of section titles from the top, if known.

    ``doubts`` are the reasons to create a draft instead of a published page.
    """

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
    doubts: tuple[str, ...] = field(default=(), compare=False)

    @property
    def photos(self) -> Iterator[Photo]:
        for block in self.blocks:
            if isinstance(block, ImageBlock):
                yield block.photo
            elif isinstance(block, Gallery):
                yield from block.photos


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file or line that could not be read, yielded in place of an article so that the import continues.

    ``kind`` is that of a saved page that is no article, which is passed over.
    """

    origin: Origin
    reason: str
    kind: str = ""
