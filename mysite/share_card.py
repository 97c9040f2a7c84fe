"""The picture that other sites show beside a link to a page without picture: its title, drawn.

Drawn when it is asked for, never stored (docs/decisions/026). Everything about it is bounded: the letters drawn, the
sizes tried, the lines.
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

from mysite.vietnamese import nfc

WIDTH, HEIGHT = 1200, 630
#: Part of the digest: a new drawing gets new addresses, so that nobody keeps the old one.
VERSION = 1

_GROUND, _BRAND, _BRAND_DARK, _ACCENT, _MUTED = "#f5f8f9", "#0b5270", "#083a50", "#f3a35c", "#4f5f69"
_MARGIN = 84
_TITLE_SIZES, _TITLE_LINES, _TITLE_LETTERS = (68, 58, 50, 44), 4, 260
#: What the font has letters for: Latin with Vietnamese, Greek, Cyrillic, punctuation, đồng and euro.
_RANGES = ((0x20, 0x24F), (0x300, 0x36F), (0x370, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x20AB, 0x20AC))


@dataclass(frozen=True)
class Card:
    """What a card says."""

    title: str
    office: str
    note: str = ""

    @property
    def digest(self) -> str:
        said = json.dumps([VERSION, *astuple(self)])
        return hashlib.sha256(said.encode()).hexdigest()[:20]


def draw(card: Card) -> bytes:
    """The card as a PNG of 1200 × 630 pixels."""
    office = legible(card.office)[:120]
    title = legible(card.title)[:_TITLE_LETTERS] or office
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH, 118), fill=_BRAND)
    canvas.rectangle((0, 118, WIDTH, 126), fill=_ACCENT)
    canvas.text((_MARGIN, 60), _one_line(office, _font(34, bold=True)), "white", _font(34, bold=True), anchor="lm")
    font, lines = _fitting(title)
    step = round(font.size * 1.36)  # Vietnamese stacks marks on capitals: Ế, Ổ
    top = 126 + (HEIGHT - 126 - 70 - step * len(lines)) // 2
    for number, line in enumerate(lines):
        canvas.text((_MARGIN, top + step * number + step // 2), line, _BRAND_DARK, font, anchor="lm")
    note = _one_line(legible(card.note), _font(30))
    canvas.text((_MARGIN, HEIGHT - 62), note, _MUTED, _font(30), anchor="lm")
    content = io.BytesIO()
    image.quantize(64).save(content, "PNG")
    return content.getvalue()


def legible(text: str) -> str:
    """``text`` composed, on one line, without what the font cannot draw: emoji, other scripts, marks of direction."""
    kept = (char if _has_glyph(char) else " " for char in nfc(text[:1000]))
    return " ".join("".join(kept).split())


def _has_glyph(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and any(first <= ord(char) <= last for first, last in _RANGES)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    path = opensans(font_weight=700 if bold else 400).path
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _fitting(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which the title needs few enough lines; cut if even the smallest are too large."""
    for size in _TITLE_SIZES:
        font = _font(size, bold=True)
        lines = list(_wrapped(title, font))
        if len(lines) <= _TITLE_LINES:
            return font, lines
    return font, [*lines[: _TITLE_LINES - 1], _one_line(" ".join(lines[_TITLE_LINES - 1 :]), font)]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if _fits(longer, font):
            line = longer
            continue
        if line:
            yield line
        while not _fits(word, font):  # one endless word
            head = _head(word, font)
            yield head
            word = word[len(head) :]
        line = word
    yield line


def _one_line(text: str, font: ImageFont.FreeTypeFont) -> str:
    return text if _fits(text, font) else _head(text, font, "…").rstrip(" ,;:.–-") + "…"


def _head(text: str, font: ImageFont.FreeTypeFont, end: str = "") -> str:
    """As many letters of ``text`` as fit on a line together with ``end``; at least one."""
    count = 1
    while count < len(text) and _fits(text[: count + 1] + end, font):
        count += 1
    return text[:count]


def _fits(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * _MARGIN
