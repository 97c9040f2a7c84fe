"""Decode saved files in the encodings that websites and browsers have used over the past twenty years."""

import codecs
import re
from pathlib import Path

from newsroom.importing.parsing.legacy_text import MIN_SHARE, find_conversion
from newsroom.importing.parsing.syllables import count_syllables
from newsroom.importing.parsing.vietnamese_encodings import decode_bytes, identify_name
from newsroom.importing.records import UnreadableArticle

#: In bytes. No article is larger than this.
MAX_FILE_SIZE = 10 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED_ENCODING = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I
)
#: Declared for text in any encoding with a font of its own.
_WESTERN = frozenset("x-user-defined iso-8859-1 iso8859-1 latin1 windows-1252 cp1252 us-ascii ascii".split())
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF8_SEQUENCES = re.compile(rb"[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]")


def read_text(path: Path) -> str:
    """Read and decode a file. Raises ``UnreadableArticle`` if it is empty, too large, binary or cannot be opened."""
    return decode(read_content(path, MAX_FILE_SIZE))


def read_content(path: Path, limit: int) -> bytes:
    """Read a file of at most ``limit`` bytes. Raises ``UnreadableArticle`` if it is empty or cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UnreadableArticle(f"the file cannot be opened: {error.strerror or error}") from error
    check_size(data, limit)
    if not data.strip():
        raise UnreadableArticle("the file is empty")
    return data


def check_size(data: bytes, limit: int = MAX_FILE_SIZE) -> None:
    """Raise ``UnreadableArticle`` if ``data`` is larger than ``limit``."""
    if len(data) > limit:
        raise UnreadableArticle(f"the file is larger than {limit // 1024 // 1024} MB")


def find_charset(text: str) -> str:
    """Return the character set that an HTML page declares, in small letters, or an empty string."""
    match = _DECLARED_ENCODING.search(text[:4096].encode("ascii", "ignore"))
    return match.group(1).decode("ascii").lower() if match else ""


def decode(data: bytes, charset: str = "") -> str:
    """Decode by byte order mark, as UTF-8, by the declared character set or as windows-1258, whichever applies first.

    Text in an encoding that Python does not know is returned as the characters of windows-1252, for
    ``legacy_text.convert_page``.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_strictly(data, encoding)
    if wide := _detect_utf16(data):
        return _decode_strictly(data, wide)
    if len(_CONTROL_BYTES.findall(data[:65536])) > len(data[:65536]) / 200 + 1:
        raise UnreadableArticle("this is a binary file, not text (an image, a Word document, a database …)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    name = find_charset(data[:4096].decode("latin-1")) or charset.lower()
    # UTF-8 sequences of Vietnamese letters hardly occur in other encodings: this is damaged UTF-8, so it fails here
    # instead of being decoded to mojibake.
    if len(_UTF8_SEQUENCES.findall(data)) * 8 > len(re.findall(rb"[\x80-\xff]", data)):
        return _decode_strictly(data, "utf-8")
    text = decode_bytes(data)
    if name in ("utf-8", "utf8") and not find_conversion(text.splitlines()):
        return _decode_strictly(data, "utf-8")
    if identify_name(name) or name in _WESTERN:
        return text
    if name and not name.startswith("utf") and _is_text_encoding(name):
        return _decode_strictly(data, name)
    words, syllables = count_syllables(decoded := data.decode("windows-1258", "replace"))
    return decoded if words and "\ufffd" not in decoded and syllables > words * MIN_SHARE else text


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        where = f" (byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise UnreadableArticle(f"the text is damaged: not valid {encoding}{where}") from error


def _detect_utf16(data: bytes) -> str | None:
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
        " ".encode(name)
    except (LookupError, UnicodeError):  # unknown, from bytes to bytes as “base64”, or “undefined”
        return False
    return True
