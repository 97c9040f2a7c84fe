"""Data classes for the content of a clipboard, and for what is made of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum

from newsroom.importing.records import Block, EmbeddedImage


class LeftOut(Enum):
    """What of a pasted document cannot be part of an article."""

    REMOTE_PICTURE = "remote_picture"
    MISSING_PICTURE = "missing_picture"
    TOO_MANY_PICTURES = "too_many_pictures"
    BROKEN_PICTURE = "broken_picture"
    FORBIDDEN_PICTURE = "forbidden_picture"
    DRAWING = "drawing"
    EMBED = "embed"
    REVIEW_COMMENT = "review_comment"
    ALIGNMENT = "alignment"
    OLD_FONT = "old_font"


@dataclass(slots=True)
class LeftOutLog:
    """Counts what is left out, with the distinct names that are known."""

    counts: dict[LeftOut, int] = field(default_factory=lambda: defaultdict(int))
    names: dict[LeftOut, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, reason: LeftOut, name: str = "", number: int = 1) -> None:
        if number:
            self.counts[reason] += number
            if name:
                self.names[reason][name] = None


@dataclass(frozen=True, slots=True)
class Clipboard:
    """What a browser hands over of a clipboard: HTML, RTF and image files."""

    html: str = ""
    rtf: bytes = b""
    files: tuple[EmbeddedImage, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedContent:
    """The blocks of a pasted document, and what they lack."""

    blocks: tuple[Block, ...]
    left_out: LeftOutLog
