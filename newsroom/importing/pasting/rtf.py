"""Read the pictures in RTF, which word processors put on the clipboard beside HTML that only names their files."""

import re
from dataclasses import dataclass

from newsroom.importing.records import EmbeddedImage

#: Braces and control words that are read; a document of a hundred pages has a tenth.
MAX_TOKENS = 1_000_000
TWIPS_PER_PIXEL = 15

#: Groups whose pictures are no pictures of the text: metafiles for old readers, bullets, drawings as bitmaps.
_SKIPPED = frozenset((b"nonshppict", b"listpicture", b"shprslt", b"background", b"header", b"footer"))
_TOKEN = re.compile(rb"\\[{}\\]|[{}]|\\(pict|bin|" + b"|".join(_SKIPPED) + rb")(-?\d{1,9})?(?![a-z])")
_INNER_GROUP = re.compile(rb"\{[^{}]*\}")
_CONTROL_WORD = re.compile(rb"\\([a-z]+)(-?\d{1,9})?\s?")
_NOT_HEX = re.compile(rb"[^0-9a-fA-F]+")
_FORMATS = {b"pngblip": "png", b"jpegblip": "jpeg"}


@dataclass(frozen=True, slots=True)
class RtfPicture:
    """A picture with its size on the page in CSS pixels. ``image`` is None if its format is not for the Web."""

    image: EmbeddedImage | None
    width: float
    height: float


def read_pictures(data: bytes) -> list[RtfPicture]:
    """Return the pictures of an RTF document in their order."""
    pictures: list[RtfPicture] = []
    skipped = [False]
    start = depth = position = 0
    for _ in range(MAX_TOKENS):
        token = _TOKEN.search(data, position)
        if token is None:
            break
        position = token.end()
        word = token[1]
        if token[0] == b"{":
            skipped.append(skipped[-1])
        elif token[0] == b"}" and len(skipped) > 1:
            if depth == len(skipped):
                pictures.append(_read_picture(data[start : token.start()]))
                depth = 0
            skipped.pop()
        elif word == b"bin":
            position += max(int(token[2] or 0), 0)
        elif word in _SKIPPED:
            skipped[-1] = True
        elif word == b"pict" and not skipped[-1] and not depth:
            start, depth = position, len(skipped)
    return pictures


def _read_picture(group: bytes) -> RtfPicture:
    """Return the picture in the content of a ``\\pict`` group, which has groups of properties in it."""
    for _ in range(4):
        if b"{" not in group:
            break
        group = _INNER_GROUP.sub(b" ", group)
    words = {word[1]: int(word[2] or 0) for word in _CONTROL_WORD.finditer(group[:5000])}
    kind = next((name for word, name in _FORMATS.items() if word in words), "")
    digits = _NOT_HEX.sub(b"", _CONTROL_WORD.sub(b" ", group)) if kind else b""
    content = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    width, height = (
        words.get(b"pic" + side + b"goal", 0) * words.get(b"picscale" + axis, 100) / 100 / TWIPS_PER_PIXEL
        for side, axis in ((b"w", b"x"), (b"h", b"y"))
    )
    return RtfPicture(EmbeddedImage(f"image.{kind}", content) if content else None, width, height)
