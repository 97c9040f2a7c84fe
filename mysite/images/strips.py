"""JPEG files encoded strip by strip, so that the pixels of a large photo are in memory once.

Pillow holds 50 million pixels in 200 MB. To turn the whole image, or to take it over from the decoder of HEIC, needs as
much again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image as PillowImage

Box = tuple[int, int, int, int]
Transpose = PillowImage.Transpose

#: Strips end after eight rows of blocks, of 8 or 16 pixels each, because restart markers are numbered from 0 to 7.
_ROWS = 128
_MAX_PIXELS = 4_000_000
_END_OF_IMAGE, _LAST_RESTART = b"\xff\xd9", b"\xff\xd7"
_START_OF_SCAN, _START_OF_FRAME = b"\xda", b"\xc0\xc1"
_SIDEWAYS = {Transpose.ROTATE_90, Transpose.ROTATE_270, Transpose.TRANSPOSE, Transpose.TRANSVERSE}


@dataclass(frozen=True)
class Change:
    """A transposition of an image, or the part of it that is kept. Without either, the image stays as it is."""

    method: Transpose | None = None
    box: Box | None = None

    def __bool__(self) -> bool:
        return self.method is not None or self.box is not None

    def apply(self, image: PillowImage.Image) -> PillowImage.Image:
        if self.box:
            return image.crop(self.box)
        return image if self.method is None else image.transpose(self.method)

    def get_size(self, width: int, height: int) -> tuple[int, int]:
        """Return the size of an image of this size after the change."""
        if self.box:
            return self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (height, width) if self.method in _SIDEWAYS else (width, height)

    def cut(self, image: PillowImage.Image, top: int, bottom: int) -> PillowImage.Image:
        """Return these rows of the changed image."""
        if self.box:
            left, above, right, _below = self.box
            return image.crop((left, above + top, right, above + bottom))
        width, height = image.size
        upside_down = (0, height - bottom, width, height - top)
        columns, columns_from_the_right = (top, 0, bottom, height), (width - bottom, 0, width - top, height)
        boxes: dict[Transpose | None, Box] = {
            Transpose.FLIP_TOP_BOTTOM: upside_down,
            Transpose.ROTATE_180: upside_down,
            Transpose.ROTATE_270: columns,
            Transpose.TRANSPOSE: columns,
            Transpose.ROTATE_90: columns_from_the_right,
            Transpose.TRANSVERSE: columns_from_the_right,
        }
        return self.apply(image.crop(boxes.get(self.method, (0, top, width, bottom))))


class HeifStrips:
    """The pixels of a HEIC file as libheif has decoded them. Raises what its decoder raises."""

    def __init__(self, content: bytes) -> None:
        self.image = pillow_heif.open_heif(BytesIO(content))
        self.data = memoryview(self.image.data)
        self.size = self.image.size

    def cut(self, top: int, bottom: int) -> PillowImage.Image:
        mode, stride = self.image.mode, self.image.stride
        rows = self.data[top * stride : bottom * stride]
        strip = PillowImage.frombytes(mode, (self.size[0], bottom - top), rows, "raw", mode, stride)
        strip.info["icc_profile"] = self.image.info.get("icc_profile")
        return strip


def encode_strips(
    size: tuple[int, int], cut: Callable[[int, int], PillowImage.Image], options: dict[str, Any]
) -> bytes:
    """Return a JPEG file of the strips that ``cut`` returns for a first row and the one after the last.

    It has the same pixels as a file that Pillow encodes in one piece.
    """
    width, height = size
    rows = max(_ROWS, _MAX_PIXELS // width // _ROWS * _ROWS)
    content = bytearray()
    for top in range(0, height, rows):
        output = BytesIO()
        cut(top, min(top + rows, height)).save(output, "JPEG", **options, restart_marker_rows=1)
        strip = output.getvalue().removesuffix(_END_OF_IMAGE)
        content += _LAST_RESTART + strip[_find_segment(strip, _START_OF_SCAN)[1] :] if content else strip
    frame, _end = _find_segment(content, _START_OF_FRAME)
    content[frame + 1 : frame + 3] = height.to_bytes(2)
    return bytes(content + _END_OF_IMAGE)


def _find_segment(content: bytes | bytearray, markers: bytes) -> tuple[int, int]:
    """Return the start and end of the content of the first segment with one of ``markers``."""
    position = 2
    while content[position + 1] not in markers:
        position += 2 + int.from_bytes(content[position + 2 : position + 4])
    return position + 4, position + 2 + int.from_bytes(content[position + 2 : position + 4])
