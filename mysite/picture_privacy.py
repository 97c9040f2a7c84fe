"""Takes out of a picture file what a camera writes into it unasked: where it was taken, when, by which telephone.

The picture itself is not touched, not a bit of it: its file is taken apart and put together again. What is needed to
show it right stays: colour profile, resolution, and which way up it was held.
"""

import logging
import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import pillow_heif
from PIL import Image as PillowImage

logger = logging.getLogger(__name__)

_ORIENTATION = 0x0112
#: In the picture data of a JPEG: where the next marker is. 00 and D0 to D7 belong to the data.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
#: Chunks of a PNG that no decoder needs: what was written about it, when, and with what.
_PNG_PRIVATE = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
#: Exif without a word in it.
_EMPTY_TIFF = b"II*\0\x08\0\0\0\0\0\0\0\0\0"


def without_private_data(content: bytes) -> bytes:
    """``content`` of a picture file without private data; as it is if it is of a kind that has none, or damaged."""
    try:
        with PillowImage.open(BytesIO(content)) as picture:
            way, orientation = _WAYS.get(picture.format or ""), picture.getexif().get(_ORIENTATION, 1)
        return way(content, orientation if orientation in range(2, 9) else 1) if way else content
    except Exception:  # decoders raise what they like; whether the file is a picture at all others have to say
        logger.warning("Private data could not be taken out of a picture", exc_info=True)
        return content


def _exif(orientation: int) -> bytes:
    """Exif that says the orientation and nothing else; empty if that is the usual one."""
    if orientation == 1:
        return b""
    exif = PillowImage.Exif()
    exif[_ORIENTATION] = orientation
    return exif.tobytes()


def _without_in_jpeg(content: bytes, orientation: int) -> bytes:
    segments = list(_jpeg_segments(content))
    if exif := _exif(orientation):
        # The JFIF header goes first where there is one.
        place = 1 + (segments[1][1:2] == b"\xe0")
        segments.insert(place, b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif)
    return b"".join(segments)


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    """The parts of the first picture in the file that are needed; telephones append others, with data of their own."""
    yield content[:2]
    position = 2
    while True:
        while content[position + 1] == 0xFF:  # fill bytes
            position += 1
        marker = content[position + 1]
        if content[position] != 0xFF:
            raise ValueError("no marker where one has to be")
        if marker == _END_OF_IMAGE:
            yield content[position : position + 2]
            return
        end = position + 2 + int.from_bytes(content[position + 2 : position + 4], "big")
        if _is_needed(marker, content[position + 4 : end]):
            yield content[position:end]
        position = end
        if marker == _START_OF_SCAN:
            found = _NEXT_MARKER.search(content, position)
            if found is None:
                raise ValueError("the picture has no end")
            yield content[position : found.start()]
            position = found.start()


def _is_needed(marker: int, payload: bytes) -> bool:
    if marker == 0xE0:
        return payload.startswith(b"JFIF\0")
    if marker == 0xE2:
        return payload.startswith(b"ICC_PROFILE\0")
    return marker == 0xEE or not (0xE1 <= marker <= 0xEF or marker == 0xFE)


def _without_in_png(content: bytes, orientation: int) -> bytes:
    kept, position = [content[:8]], 8
    while position < len(content):
        end = position + 12 + int.from_bytes(content[position : position + 4], "big")
        kind = content[position + 4 : position + 8]
        if kind not in _PNG_PRIVATE:
            kept.append(content[position:end])
        if kind == b"IHDR" and (exif := _exif(orientation)[6:]):
            chunk = b"eXIf" + exif
            kept.append(len(exif).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big"))
        if kind == b"IEND":
            break
        position = end
    return b"".join(kept)


def _without_in_webp(content: bytes, orientation: int) -> bytes:
    kept, position = [], 12
    exif = _exif(orientation)[6:]
    while position + 8 <= len(content):
        size = int.from_bytes(content[position + 4 : position + 8], "little")
        end = position + 8 + size + size % 2
        kind, chunk = content[position : position + 4], content[position:end]
        if kind == b"VP8X":
            flags = chunk[8] & ~0b1100 | (0b1000 if exif else 0)  # XMP there is none
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if kind not in {b"EXIF", b"XMP "}:
            kept.append(chunk)
        position = end
    if exif:
        kept.append(b"EXIF" + len(exif).to_bytes(4, "little") + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _without_in_heif(content: bytes, orientation: int) -> bytes:
    """In place: the file says at which bytes everything is. Which way up the picture is it says elsewhere."""
    for picture in pillow_heif.open_heif(BytesIO(content), convert_hdr_to_8bit=False):
        exif, xmp = picture.info.get("exif") or b"", picture.info.get("xmp") or b""
        tiff = exif[6:] if exif.startswith(b"Exif\0\0") else exif
        if len(tiff) > len(_EMPTY_TIFF):
            content = _blotted(content, tiff, _EMPTY_TIFF.ljust(len(tiff), b"\0"))
        if xmp:
            content = _blotted(content, xmp, b" " * len(xmp))
    return content


def _blotted(content: bytes, private: bytes, instead: bytes) -> bytes:
    if private not in content and instead not in content:
        raise ValueError("the private data is not where it was read from")
    return content.replace(private, instead)


_WAYS: dict[str, Callable[[bytes, int], bytes]] = {
    "JPEG": _without_in_jpeg,
    "MPO": _without_in_jpeg,
    "PNG": _without_in_png,
    "WEBP": _without_in_webp,
    "HEIF": _without_in_heif,
}
