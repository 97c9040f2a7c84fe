"""Damaged and unusual image files, each with a GPS position, a device name or an embedded thumbnail."""

import contextlib
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pillow_heif
from PIL import Image as PillowImage

DEVICE = "PhoneMaker X7 Lan"
#: The seconds of the latitude as a rational, in both byte orders.
GPS_SECONDS = (struct.pack("<II", 4217, 100), struct.pack(">II", 4217, 100))
SIZE = (96, 64)
#: The colours of the image's quarters, row by row from the upper left.
QUARTERS = ((200, 40, 40), (40, 160, 60), (40, 60, 190), (210, 200, 60))
XMP = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description tiff:Model="{DEVICE}"'
    ' exif:GPSLatitude="21,1.7030N"/></rdf:RDF></x:xmpmeta>'
).encode()


def draw_image(mode: str = "RGB") -> PillowImage.Image:
    image = PillowImage.new("RGB", SIZE)
    half = (SIZE[0] // 2, SIZE[1] // 2)
    for index, color in enumerate(QUARTERS):
        image.paste(PillowImage.new("RGB", half, color), (index % 2 * half[0], index // 2 * half[1]))
    return image if mode == "RGB" else image.convert(mode)


def save_image(kind: str, image: PillowImage.Image | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    (image or draw_image()).save(out, kind, **options)
    return out.getvalue()


def _noise() -> PillowImage.Image:
    return PillowImage.frombytes("RGB", (40, 30), random.Random(7).randbytes(40 * 30 * 3))


THUMBNAIL = save_image("JPEG", _noise())


def build_exif(orientation: int = 1, thumbnail: bool = True) -> bytes:
    """Return EXIF metadata as phones write it, with a thumbnail in the second directory."""
    data = PillowImage.Exif()
    data[0x010F], data[0x0110], data[0x0112] = "PhoneMaker", DEVICE, orientation
    position = data.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", (21.0, 1.0, 42.17), "E", (105.0, 50.0, 42.17)
    if thumbnail:
        first = data.get_ifd(1)
        first[0x0103], first[0x0201], first[0x0202] = 6, 0, len(THUMBNAIL)
    content = data.tobytes() + (THUMBNAIL if thumbnail else b"")
    return content if content.startswith(b"Exif\0\0") else b"Exif\0\0" + content


def find_traces(content: bytes) -> list[str]:
    """Return which of ``DEVICE``, ``GPS_SECONDS`` and ``THUMBNAIL`` are in ``content``, also in compressed chunks."""
    searched = content + b"".join(_inflate_all(content))
    traces = {
        "device": [DEVICE.encode(), DEVICE.encode("utf-16-le"), DEVICE.encode().hex().encode(), b"PhoneMaker"],
        "position": [*GPS_SECONDS, b"GPSLatitude", b"21,1.7030N"],
        "thumbnail": [THUMBNAIL[-120:-80], THUMBNAIL[-120:-80].hex().encode()],
    }
    return [name for name, needles in traces.items() if any(needle in searched for needle in needles)]


def _inflate_all(content: bytes) -> Iterator[bytes]:
    """Yield all zlib data in ``content``, inflated, except the image data of PNG files."""
    start = 0
    while (start := content.find(b"\x78", start)) >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(content[start:], 1_000_000)
        start += 1


def jpeg_segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def insert_after_soi(extra: bytes, content: bytes | None = None) -> bytes:
    content = content or save_image("JPEG")
    return content[:2] + extra + content[2:]


def insert_before(marker: bytes, extra: bytes, content: bytes | None = None) -> bytes:
    content = content or save_image("JPEG")
    position = content.index(marker)
    return content[:position] + extra + content[position:]


APP1 = jpeg_segment(0xE1, build_exif())
STRAY = build_exif()[6:] + DEVICE.encode()


def png_chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def build_png(extra: bytes, before: bytes = b"IDAT", image: PillowImage.Image | None = None) -> bytes:
    content = save_image("PNG", image)
    position = content.index(before) - 4
    return content[:position] + extra + content[position:]


def itxt_chunk(compressed: bool) -> bytes:
    text = zlib.compress(XMP) if compressed else XMP
    return png_chunk(b"iTXt", b"XML:com.adobe.xmp\0" + (b"\1" if compressed else b"\0") + b"\0\0\0" + text)


def raw_profile_chunk() -> bytes:
    lines = f"\nexif\n{len(STRAY):8}\n{STRAY.hex()}\n".encode()
    return png_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(lines))


def build_gif(extra: bytes = b"", tail: bytes = b"", frames: int = 1) -> bytes:
    images = [draw_image().rotate(180 * number) for number in range(frames)]
    content = save_image("GIF", images[0], save_all=frames > 1, append_images=images[1:], duration=80)
    position = 13 + 3 * 2 ** ((content[10] & 7) + 1)  # after the global colour table
    return content[:position] + extra + content[position:] + tail


def gif_sub_blocks(payload: bytes) -> bytes:
    pieces = [payload[start : start + 255] for start in range(0, len(payload), 255)]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"


def gif_xmp_block() -> bytes:
    magic = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return b"\x21\xff\x0bXMP DataXMP" + XMP + magic


def webp_chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def webp_with_unannounced(extra: bytes) -> bytes:
    body = save_image("WEBP")[8:] + extra
    return b"RIFF" + struct.pack("<I", len(body)) + body


def build_heif(**options: Any) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(draw_image()).save(out, quality=90, **options)
    return out.getvalue()


def build_mpo(**options: Any) -> bytes:
    return save_image("MPO", save_all=True, append_images=[_noise()], **options)


def build_motion_video() -> bytes:
    return struct.pack(">I", 24) + b"ftypmp42\0\0\0\0mp42isom" + b"\0\0\x10\0mdat" + STRAY * 4


def insert_after_scan_data(content: bytes) -> bytes:
    """Return ``content`` with stray bytes after its compressed data, which decoders ignore."""
    harmless = STRAY.replace(b"\xff", b"\xfe")
    return content[:-2] + harmless + content[-2:]


@dataclass(frozen=True)
class OddImage:
    """A file; ``accepted`` says whether its upload is accepted or rejected."""

    description: str
    name: str
    make: Callable[[], bytes]
    accepted: bool = True

    def __str__(self) -> str:
        return self.description


def _truncated(content: bytes, part: float = 0.6) -> bytes:
    return content[: int(len(content) * part)]


def _cmyk() -> bytes:
    return insert_after_soi(APP1, save_image("JPEG", draw_image("CMYK")))


def _grey16() -> PillowImage.Image:
    return PillowImage.frombytes("I;16", SIZE, b"".join(bytes([0, value]) for value in draw_image("L").tobytes()))


JPEGS = [
    OddImage("JPEG with EXIF", "a.jpg", lambda: insert_after_soi(APP1)),
    OddImage(
        "JPEG held upright",
        "a.jpg",
        lambda: save_image("JPEG", draw_image().rotate(90, expand=True), exif=build_exif(6)),
    ),
    OddImage("JPEG named .jfif", "a.JFIF", lambda: insert_after_soi(APP1)),
    OddImage("stray bytes before EXIF", "a.jpg", lambda: insert_after_soi(b"\0\x11\x22" + APP1), accepted=False),
    OddImage("stray bytes after EXIF", "a.jpg", lambda: insert_after_soi(APP1 + b"\0\x11\x22\x33")),
    OddImage(
        "stray position between segments", "a.jpg", lambda: insert_before(b"\xff\xdb", STRAY.replace(b"\xff", b"\xfe"))
    ),
    OddImage("stray position in the scan", "a.jpg", lambda: insert_after_scan_data(save_image("JPEG"))),
    OddImage(
        "stray position in the last scan", "a.jpg", lambda: insert_after_scan_data(save_image("JPEG", progressive=True))
    ),
    OddImage("fill bytes", "a.jpg", lambda: insert_after_soi(b"\xff\xff\xff" + APP1)),
    OddImage("EXIF cut off", "a.jpg", lambda: insert_after_soi(jpeg_segment(0xE1, build_exif()[:90]))),
    OddImage(
        "EXIF with wrong offsets",
        "a.jpg",
        lambda: insert_after_soi(jpeg_segment(0xE1, build_exif()[:10] + b"\xff" * 4 + STRAY)),
    ),
    OddImage("EXIF without header", "a.jpg", lambda: insert_after_soi(jpeg_segment(0xE1, STRAY))),
    OddImage("two EXIF segments", "a.jpg", lambda: insert_after_soi(APP1 + APP1)),
    OddImage("EXIF after the frame header", "a.jpg", lambda: insert_before(b"\xff\xc4", APP1)),
    OddImage(
        "EXIF between scans", "a.jpg", lambda: insert_before(b"\xff\xda", APP1, save_image("JPEG", progressive=True))
    ),
    OddImage("XMP", "a.jpg", lambda: insert_after_soi(jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP))),
    OddImage(
        "extended XMP",
        "a.jpg",
        lambda: insert_after_soi(
            jpeg_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + b"\0" * 8 + XMP)
        ),
    ),
    OddImage(
        "IPTC in APP13",
        "a.jpg",
        lambda: insert_after_soi(
            jpeg_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x16\x1c\x02\x78\0\x11" + DEVICE.encode())
        ),
    ),
    OddImage(
        "thumbnail in APP13",
        "a.jpg",
        lambda: insert_after_soi(
            jpeg_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x0c\0\0" + struct.pack(">I", len(THUMBNAIL)) + THUMBNAIL)
        ),
    ),
    OddImage("comment", "a.jpg", lambda: insert_after_soi(jpeg_segment(0xFE, DEVICE.encode()))),
    OddImage(
        "JFXX thumbnail", "a.jpg", lambda: insert_before(b"\xff\xdb", jpeg_segment(0xE0, b"JFXX\0\x10" + THUMBNAIL))
    ),
    OddImage("unknown segment", "a.jpg", lambda: insert_after_soi(jpeg_segment(0xEB, STRAY))),
    OddImage(
        "ICC profile that is none", "a.jpg", lambda: insert_after_soi(jpeg_segment(0xE2, b"ICC_PROFILE\0\1\1" + STRAY))
    ),
    OddImage("data after the end", "a.jpg", lambda: save_image("JPEG") + STRAY),
    OddImage("image after the end", "a.jpg", lambda: save_image("JPEG") + insert_after_soi(APP1, THUMBNAIL)),
    OddImage("motion photo", "a.jpg", lambda: insert_after_soi(APP1) + build_motion_video()),
    OddImage("MPO", "a.jpg", lambda: build_mpo(exif=build_exif())),
    OddImage("MPO with stray bytes", "a.jpg", lambda: build_mpo(exif=build_exif()) + STRAY),
    OddImage("CMYK with EXIF", "a.jpg", _cmyk),
    OddImage("no end marker", "a.jpg", lambda: insert_after_soi(APP1)[:-2], accepted=False),
    OddImage("scan cut off", "a.jpg", lambda: _truncated(insert_after_soi(APP1), 0.95)[:-40], accepted=False),
    OddImage(
        "segment longer than the file", "a.jpg", lambda: save_image("JPEG")[:20] + b"\xff\xe1\xff\xf0" + STRAY, False
    ),
]
PNGS = [
    OddImage("PNG with eXIf", "a.png", lambda: build_png(png_chunk(b"eXIf", STRAY))),
    OddImage("PNG with eXIf after IDAT", "a.png", lambda: build_png(png_chunk(b"eXIf", STRAY), b"IEND")),
    OddImage("PNG with tEXt", "a.png", lambda: build_png(png_chunk(b"tEXt", b"Comment\0" + DEVICE.encode()))),
    OddImage("PNG with zTXt after IDAT", "a.png", lambda: build_png(raw_profile_chunk(), b"IEND")),
    OddImage("PNG with iTXt", "a.png", lambda: build_png(itxt_chunk(compressed=False))),
    OddImage("PNG with compressed iTXt after IDAT", "a.png", lambda: build_png(itxt_chunk(compressed=True), b"IEND")),
    OddImage("PNG with an unknown chunk", "a.png", lambda: build_png(png_chunk(b"caBX", STRAY))),
    OddImage("PNG with data after IEND", "a.png", lambda: save_image("PNG") + STRAY),
    OddImage(
        "PNG with a profile that is none",
        "a.png",
        lambda: build_png(png_chunk(b"iCCP", b"x\0\0" + zlib.compress(STRAY))),
    ),
    OddImage("16-bit grey PNG", "grey.png", lambda: build_png(png_chunk(b"eXIf", STRAY), image=_grey16())),
    OddImage(
        "PNG with a palette", "a.png", lambda: build_png(png_chunk(b"eXIf", STRAY), b"IEND", draw_image().quantize(16))
    ),
    OddImage("PNG cut off", "a.png", lambda: _truncated(build_png(png_chunk(b"eXIf", STRAY)), 0.9), accepted=False),
]
OTHERS = [
    OddImage("WebP with EXIF and XMP", "a.webp", lambda: save_image("WEBP", exif=build_exif()[6:], xmp=XMP)),
    OddImage("WebP with unannounced EXIF", "a.webp", lambda: webp_with_unannounced(webp_chunk(b"EXIF", STRAY))),
    OddImage("WebP with an unknown chunk", "a.webp", lambda: webp_with_unannounced(webp_chunk(b"ABCD", STRAY))),
    OddImage("WebP with data after the end", "a.webp", lambda: save_image("WEBP", lossless=True) + STRAY),
    OddImage(
        "WebP cut off", "a.webp", lambda: _truncated(save_image("WEBP", exif=build_exif()[6:])[:200]), accepted=False
    ),
    OddImage("GIF with a comment", "a.gif", lambda: build_gif(b"\x21\xfe" + gif_sub_blocks(DEVICE.encode()))),
    OddImage("GIF with XMP", "a.gif", lambda: build_gif(gif_xmp_block())),
    OddImage(
        "GIF with an application extension",
        "a.gif",
        lambda: build_gif(b"\x21\xff\x0bPHOTO   1.0" + gif_sub_blocks(STRAY)),
    ),
    OddImage("GIF with data after the end", "a.gif", lambda: build_gif(tail=STRAY)),
    OddImage("animated GIF", "a.gif", lambda: build_gif(b"\x21\xfe" + gif_sub_blocks(STRAY), frames=3)),
    OddImage("HEIC with EXIF and XMP", "a.heic", lambda: build_heif(exif=build_exif(), xmp=XMP)),
    OddImage("HEIC with data after the end", "a.heic", lambda: build_heif(exif=build_exif()) + STRAY),
    OddImage("HEIC cut off", "a.heic", lambda: _truncated(build_heif(exif=build_exif())), accepted=False),
    OddImage("AVIF with EXIF and XMP", "a.avif", lambda: save_image("AVIF", exif=build_exif()[6:], xmp=XMP)),
    OddImage("AVIF with data after the end", "a.avif", lambda: save_image("AVIF") + STRAY),
    OddImage("AVIF cut off", "a.avif", lambda: _truncated(save_image("AVIF", exif=build_exif()[6:])), accepted=False),
]
ODD_IMAGES = [*JPEGS, *PNGS, *OTHERS]
