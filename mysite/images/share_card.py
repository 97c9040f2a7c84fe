"""Draws the image for link previews of pages without an image: a card with the title.

Drawn on request, never stored (docs/decisions/026-share-cards.md). The numbers of characters, font sizes and lines are
bounded.
"""

import hashlib
import io
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from ttf_opensans import opensans

from mysite.text.vietnamese import nfc

WIDTH, HEIGHT = 1200, 630
#: Part of the digest: increase it when the design changes, so that cards get new URLs and caches are bypassed.
VERSION = 1

_BACKGROUND, _BRAND, _BRAND_DARK, _ACCENT, _MUTED = "#f5f8f9", "#0b5270", "#083a50", "#f3a35c", "#4f5f69"
_MARGIN = 84
_TITLE_SIZES, _TITLE_LINES, _TITLE_LETTERS = (68, 58, 50, 44), 4, 260
#: Code points in the font: Latin with Vietnamese, Greek, Cyrillic, punctuation, đồng and euro signs.
_RANGES = ((0x20, 0x24F), (0x300, 0x36F), (0x370, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x20AB, 0x20AC))


@dataclass(frozen=True)
class ShareCard:
    """The texts of a card."""

    title: str
    office: str
    note: str = ""

    @property
    def digest(self) -> str:
        content = json.dumps([VERSION, *astuple(self)])
        return hashlib.sha256(content.encode()).hexdigest()[:20]


def draw_share_card(card: ShareCard) -> bytes:
    """Return the card as a PNG of 1200 × 630 pixels."""
    office = drawable_text(card.office)[:120]
    title = drawable_text(card.title)[:_TITLE_LETTERS] or office
    image = Image.new("RGB", (WIDTH, HEIGHT), _BACKGROUND)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 118), fill=_BRAND)
    canvas.rectangle((0, 118, WIDTH, 126), fill=_ACCENT)
    canvas.text((_MARGIN, 60), _truncate(office, _font(34, bold=True)), "white", _font(34, bold=True), anchor="lm")
    font, lines = _fit_title(title)
    step = round(font.size * 1.36)  # Vietnamese capitals have stacked marks: Ế, Ổ
    top = 126 + (HEIGHT - 126 - 70 - step * len(lines)) // 2
    for number, line in enumerate(lines):
        canvas.text((_MARGIN, top + step * number + step // 2), line, _BRAND_DARK, font, anchor="lm")
    note = _truncate(drawable_text(card.note), _font(30))
    canvas.text((_MARGIN, HEIGHT - 62), note, _MUTED, _font(30), anchor="lm")
    content = io.BytesIO()
    image.quantize(64).save(content, "PNG")
    return content.getvalue()


def drawable_text(text: str) -> str:
    """Return ``text`` in NFC, on one line, without characters that the font lacks: emoji, other scripts, controls."""
    kept = (char if _has_glyph(char) else " " for char in nfc(text[:1000]))
    return " ".join("".join(kept).split())


def _has_glyph(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and any(first <= ord(char) <= last for first, last in _RANGES)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    path = opensans(font_weight=700 if bold else 400).path
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _fit_title(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest font in which the title fits, with its lines; truncated if even the smallest is too large."""
    for size in _TITLE_SIZES:
        font = _font(size, bold=True)
        lines = list(_wrap(title, font))
        if len(lines) <= _TITLE_LINES:
            return font, lines
    return font, [*lines[: _TITLE_LINES - 1], _truncate(" ".join(lines[_TITLE_LINES - 1 :]), font)]


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if _fits(longer, font):
            line = longer
            continue
        if line:
            yield line
        while not _fits(word, font):  # a word longer than a line
            head = _fitting_prefix(word, font)
            yield head
            word = word[len(head) :]
        line = word
    yield line


def _truncate(text: str, font: ImageFont.FreeTypeFont) -> str:
    return text if _fits(text, font) else _fitting_prefix(text, font, "…").rstrip(" ,;:.–-") + "…"


def _fitting_prefix(text: str, font: ImageFont.FreeTypeFont, end: str = "") -> str:
    """Return the longest prefix of ``text`` that fits on a line together with ``end``, at least one character."""
    count = 1
    while count < len(text) and _fits(text[: count + 1] + end, font):
        count += 1
    return text[:count]


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * _MARGIN
