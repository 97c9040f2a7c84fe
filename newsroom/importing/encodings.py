"""Bytes to text: what portals and "Save page as…" have written over twenty years."""

import codecs
import re
from pathlib import Path

from .records import UnreadableArticle

#: No article is larger; a file that is holds something else.
MAX_FILE = 10 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]")


def read_text(path: Path) -> str:
    """The text of a file. Raises ``UnreadableArticle`` if it is empty, too large, no text, or cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise UnreadableArticle(f"the file cannot be opened: {error.strerror or error}") from error
    if len(data) > MAX_FILE:
        raise UnreadableArticle(f"the file is larger than {MAX_FILE // 1024 // 1024} MB, no article is")
    if not data.strip():
        raise UnreadableArticle("the file is empty")
    return decode(data)


def decode(data: bytes) -> str:
    """Decode by byte order mark, by being UTF-8, by what the page declares, else as windows-1258."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding)
    if wide := _utf16_without_mark(data):
        return _strictly(data, wide)
    if len(_CONTROL.findall(data[:65536])) > len(data[:65536]) / 200 + 1:
        raise UnreadableArticle("this is no text but a binary file (a picture, a Word document, a database …)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    # Sequences that spell Vietnamese letters in UTF-8 hardly occur in anything else: guessing on would make mojibake.
    if name in ("utf-8", "utf8") or len(_MULTIBYTE.findall(data)) * 8 > len(re.findall(rb"[\x80-\xff]", data)):
        return _strictly(data, "utf-8")
    if name and not name.startswith("utf") and _is_text_encoding(name):
        return _strictly(data, name)
    return _strictly(data, "windows-1258")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        where = f" (byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise UnreadableArticle(f"the text is damaged: it is not all {encoding}{where}") from error


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:2048]
    half = len(sample) // 2
    if half < 4:
        return None
    if sample[1::2].count(0) > half * 0.4 and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.4 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _is_text_encoding(name: str) -> bool:
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except LookupError:
        return False
