"""Hostile files for uploads: archives that expand, polyglots, entities, documents that loop, code under other names."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pillow_heif
from PIL import Image as PillowImage

from tests.support.odd_images import draw_image, jpeg_segment, save_image

MEGABYTE = 1024 * 1024
PHP = b"<?php system($_GET['c']); ?>"
HTML = b"<html><script>alert(document.domain)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
#: What no stored image may contain.
PAYLOADS = (b"<?php", b"<script", b"<html", b"onload", b"PK\x03\x04", b"%PDF", b"MZ")


# --- Images


def png_header(width: int, height: int, body: bytes = b"") -> bytes:
    """Return a PNG file of one bit per pixel whose header says a size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def png_bomb(width: int, height: int) -> bytes:
    """Return a PNG file with all its pixels, in a few kilobytes."""
    return png_header(width, height, bytes(((width + 7) // 8 + 1) * height))


def animation(kind: str, size: int, frames: int) -> bytes:
    images = [PillowImage.new("P" if kind == "GIF" else "RGB", (size, size), number % 200) for number in range(frames)]
    for number, image in enumerate(images):
        image.putpixel((0, 0), number % 256 if kind == "GIF" else (number % 256, 1, 1))
    out = io.BytesIO()
    images[0].save(out, kind, save_all=True, append_images=images[1:])
    return out.getvalue()


def flat_image(kind: str, mode: str, width: int, height: int) -> bytes:
    return save_image(kind, PillowImage.new(mode, (width, height)))


def heic(mode: str, size: int) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(PillowImage.new(mode, (size, size))).save(out, quality=50)
    return out.getvalue()


def turned(kind: str, mode: str, size: int) -> bytes:
    """Return an image that its EXIF metadata turn to the right."""
    exif = PillowImage.Exif()
    exif[0x0112] = 6
    return save_image(kind, PillowImage.new(mode, (size, size)), exif=exif)


def jpeg_in_separate_scans(size: int) -> bytes:
    """Return a JPEG file with one scan for each colour, whose decoder needs all coefficients at once."""
    grey = flat_image("JPEG", "L", size, size)
    frame, scan = grey.index(b"\xff\xc0"), grey.index(b"\xff\xda")
    components = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    header = jpeg_segment(0xC0, grey[frame + 4 : frame + 9] + b"\x03" + components)
    after = grey[frame + 2 + int.from_bytes(grey[frame + 2 : frame + 4]) : scan]
    scans = (jpeg_segment(0xDA, bytes([1, number, 0, 0, 63, 0])) + grey[scan + 10 : -2] for number in (1, 2, 3))
    return grey[:frame] + header + after + b"".join(scans) + b"\xff\xd9"


def png_text_bomb() -> bytes:
    """Return a PNG file whose text expands to a gigabyte."""
    text = b"Comment\0\0" + zlib.compress(bytes(100 * MEGABYTE))
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    content = save_image("PNG")
    return content[:33] + chunk * 10 + content[33:]


def zip_archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


JPEG, PNG, GIF = (save_image(kind, draw_image("P" if kind == "GIF" else "RGB")) for kind in ("JPEG", "PNG", "GIF"))

#: Name and content of each image.
IMAGES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PHP under the name of an image": ("a.jpg", lambda: PHP),
    "PHP in a double extension": ("a.php.jpg", lambda: JPEG),
    "image with the extension of PHP": ("a.jpg.php", lambda: JPEG),
    "image with the extension of PHP and NUL": ("a.php\0.jpg", lambda: JPEG),
    "image with the extension of HTML": ("a.html", lambda: JPEG),
    "HTML under the name of an image": ("a.png", lambda: HTML),
    "HTML behind the magic number of GIF": ("a.gif", lambda: b"GIF89a/*" + HTML),
    "SVG": ("a.svg", lambda: SVG),
    "SVG under the name of an image": ("a.png", lambda: SVG),
    "PHP appended to a JPEG": ("a.jpg", lambda: JPEG + PHP),
    "PHP in a comment of a JPEG": ("a.jpg", lambda: JPEG[:2] + jpeg_segment(0xFE, PHP) + JPEG[2:]),
    "HTML appended to a PNG": ("a.png", lambda: PNG + HTML),
    "JavaScript and GIF at once": ("a.gif", lambda: GIF + b"*/=1;" + HTML),
    "ZIP appended to a JPEG": ("a.jpg", lambda: JPEG + zip_archive(a=HTML)),
    "PDF appended to a PNG": ("a.png", lambda: PNG + b"%PDF-1.4\n"),
    "program": ("a.jpg", lambda: b"MZ" + bytes(1000)),
    "100 megapixels": ("a.png", lambda: png_bomb(10_000, 10_000)),
    "header of 4 gigapixels": ("a.png", lambda: png_header(65_000, 65_000)),
    "header of 2³¹ columns": ("a.png", lambda: png_header(2**31 - 1, 1)),
    "header without pixels": ("a.png", lambda: png_header(0, 0)),
    "image as large as allowed": ("a.png", lambda: flat_image("PNG", "RGB", 7_000, 7_000)),
    "greyscale of 49 megapixels": ("a.jpg", lambda: flat_image("JPEG", "L", 7_000, 7_000)),
    "CMYK of 49 megapixels": ("a.jpg", lambda: flat_image("JPEG", "CMYK", 7_000, 7_000)),
    "WebP of 49 megapixels": ("a.webp", lambda: flat_image("WEBP", "RGB", 7_000, 7_000)),
    "JPEG of 49 megapixels to be turned": ("a.jpg", lambda: turned("JPEG", "RGB", 7_000)),
    "PNG of 49 megapixels to be turned": ("a.png", lambda: turned("PNG", "RGB", 7_000)),
    "PNG of 25 megapixels to be turned": ("a.png", lambda: turned("PNG", "RGBA", 5_000)),
    "JPEG of 49 megapixels in separate scans": ("a.jpg", lambda: jpeg_in_separate_scans(7_000)),
    "JPEG of 25 megapixels in separate scans": ("a.jpg", lambda: jpeg_in_separate_scans(5_000)),
    "HEIC of 49 megapixels": ("a.heic", lambda: heic("RGB", 7_000)),
    "HEIC of 12 megapixels with transparency": ("a.heic", lambda: heic("RGBA", 3_500)),
    "HEIC of 49 megapixels with transparency": ("a.heic", lambda: heic("RGBA", 7_000)),
    "AVIF of 25 megapixels": ("a.avif", lambda: save_image("AVIF", PillowImage.new("RGB", (5_000, 5_000)), speed=10)),
    "AVIF of 12 megapixels with transparency": (
        "a.avif",
        lambda: save_image("AVIF", PillowImage.new("RGBA", (3_500, 3_500)), speed=10),
    ),
    "GIF of 3,000 frames": ("a.gif", lambda: animation("GIF", 400, 3_000)),
    "GIF of 40 frames of a megapixel": ("a.gif", lambda: animation("GIF", 1_000, 40)),
    "text that expands to a gigabyte": ("a.png", png_text_bomb),
}

# --- Documents

_CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    b' Target="%s"/></Relationships>'
)


def docx(text: bytes, doctype: bytes = b"", target: bytes = b"word/document.xml") -> bytes:
    """Return a Word document with ``text`` in its only paragraph."""
    document = (
        b'<?xml version="1.0"?>%s<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
    ) % (doctype, text)
    parts = {"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS % target, "word/document.xml": document}
    return zip_archive(**parts)


def entity(url: str) -> bytes:
    return f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}">]>'.encode()


LAUGHS = b"<!DOCTYPE d [<!ENTITY l0 'ha'>%s]>" % b"".join(
    b"<!ENTITY l%d '%s'>" % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10)
)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF file with these objects, numbered from 1; the first is its catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), keys, content)


def page_of(content: bytes, *others: bytes, resources: bytes = b"") -> bytes:
    """Return a PDF file of one page with this content stream as object 4, and ``others`` from 5."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << %s >> >>" % resources
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, *others)


def pdf_bomb(layers: int) -> bytes:
    """Return a PDF file whose content stream expands to 400 MB, compressed ``layers`` times."""
    packer = zlib.compressobj()
    content = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(400)) + packer.flush()
    for _ in range(layers - 1):
        content = zlib.compress(content)
    return page_of(stream(content, b"/Filter [%s]" % (b"/FlateDecode " * layers)))


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"


#: Name and content of each document.
Documents = dict[str, tuple[str, Callable[[], bytes]]]


def documents(listener: str) -> Documents:
    """Return all documents; ``listener`` is a URL that none of them may make us request."""
    return {**word_documents(listener), **pdf_documents(listener), **OTHER_DOCUMENTS}


def word_documents(listener: str) -> Documents:
    return {
        "XXE with a file": ("a.docx", lambda: docx(b"&x;", entity("file:///etc/passwd"))),
        "XXE with a URL": ("a.docx", lambda: docx(b"&x;", entity(listener))),
        "DTD with a URL": ("a.docx", lambda: docx(b"a", f'<!DOCTYPE d SYSTEM "{listener}">'.encode())),
        "billion laughs": ("a.docx", lambda: docx(b"&l9;", LAUGHS)),
        "document part at a URL": ("a.docx", lambda: docx(b"a", target=listener.encode())),
        "document part outside the archive": ("a.docx", lambda: docx(b"a", target=b"../../../../etc/passwd")),
        "Word document that expands": ("a.docx", lambda: docx(b" " * 400 * MEGABYTE)),
        "Word document of a million elements": ("a.docx", lambda: docx(b"</w:t></w:r><w:r><w:t>a" * 1_000_000)),
        "Word document nested 100,000 deep": ("a.docx", lambda: docx(b"<w:a>" * 100_000 + b"</w:a>" * 100_000)),
        "ZIP that is no document": ("a.docx", lambda: zip_archive(a=HTML)),
        "HTML as a document": ("a.docx", lambda: HTML),
    }


def pdf_documents(listener: str) -> Documents:
    many_pages = b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % (b"2 0 R " * 100_000)
    return {
        "HTML as a PDF": ("a.pdf", lambda: HTML),
        "PDF that opens a URL": (
            "a.pdf",
            lambda: pdf(b"<< /Type /Catalog /OpenAction << /S /URI /URI (%s) >> >>" % listener.encode()),
        ),
        "PDF with JavaScript": (
            "a.pdf",
            lambda: pdf(b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
        ),
        "PDF whose pages contain themselves": ("a.pdf", lambda: pdf(_CATALOGUE, many_pages)),
        "PDF whose parent is its child": (
            "a.pdf",
            lambda: pdf(_CATALOGUE, b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R] /Count 2 >>"),
        ),
        "PDF whose form draws itself": (
            "a.pdf",
            lambda: page_of(stream(b"/F Do"), stream(b"/F Do /F Do", _FORM), resources=b"/XObject << /F 5 0 R >>"),
        ),
        "PDF whose length is itself": ("a.pdf", lambda: page_of(b"<< /Length 4 0 R >>\nstream\na\nendstream")),
        "PDF whose table follows itself": ("a.pdf", lambda: pdf(_CATALOGUE, trailer=b"/Prev 9")),
        "PDF that expands": ("a.pdf", lambda: pdf_bomb(1)),
        "PDF that expands twice": ("a.pdf", lambda: pdf_bomb(2)),
        "PDF of nested arrays": ("a.pdf", lambda: page_of(stream(b"[" * 3_000_000))),
        "PDF without an end": ("a.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj <<" * 200_000),
    }


OTHER_DOCUMENTS: Documents = {
    "HTML as text": ("a.txt", lambda: HTML),
    "program": ("a.exe", lambda: b"MZ"),
    "web page": ("a.html", lambda: HTML),
    "SVG": ("a.svg", lambda: SVG),
    "PHP": ("a.php", lambda: PHP),
    "PHP behind another extension": ("a.pdf.php", lambda: b"%PDF-1.4" + PHP),
    "server configuration": (".htaccess", lambda: b"AddType application/x-httpd-php .pdf"),
    "script for Windows": ("a.hta", lambda: HTML),
}
