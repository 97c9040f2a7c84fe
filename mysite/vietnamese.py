"""The one place that knows Vietnamese spelling: pure functions, no Django.

Vietnamese text reaches the portal composed (NFC), decomposed (NFD: phones, macOS) or mixed, and people
type it without marks. What is stored is NFC; what identifies (slugs, file names) is plain ASCII.
"""

import re
import unicodedata
from pathlib import PurePath

from anyascii import anyascii

SLUG_LENGTH = 200

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_FILENAME = re.compile(r"[^A-Za-z0-9._-]+")


def nfc(text: str) -> str:
    """Compose ``text``: the same letters always become the same code points."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def printable(text: str) -> str:
    """Put a space for what XML, and so a feed, cannot hold: most control characters, half characters."""
    return _CONTROL.sub(" ", text)


def strip_marks(text: str) -> str:
    """Take the tone and vowel marks away and keep the letters: ``Đắk Lắk`` → ``Dak Lak``."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))


def slugify(text: str, max_length: int = SLUG_LENGTH) -> str:
    """Turn a title into an ASCII slug of at most ``max_length`` characters, cut between words.

    ``Đề thi tuyển sinh lớp 10 ở Đắk Lắk`` → ``de-thi-tuyen-sinh-lop-10-o-dak-lak``. Letters of other scripts are
    transliterated; signs and pictures are left out, so a title without letters gives an empty string.
    """
    letters = (char if char.isascii() else anyascii(char) if char.isalnum() else " " for char in strip_marks(text))
    slug = _NOT_SLUG.sub("-", "".join(letters).lower()).strip("-")
    if len(slug) > max_length:
        head, _, tail = slug[: max_length + 1].rpartition("-")
        slug = head or tail[:max_length]
    return slug


def ascii_filename(name: str, max_length: int = 80) -> str:
    """Turn the name of an uploaded file into a short ASCII one with the same extension, never an empty one."""
    path = PurePath(name.replace("\\", "/"))
    stem, suffix = strip_marks(path.stem), strip_marks(path.suffix)
    stem = _NOT_FILENAME.sub("-", anyascii(stem)).strip("-.") or "file"
    suffix = _NOT_FILENAME.sub("", anyascii(suffix)).lower()[:10]
    return stem[: max_length - len(suffix)] + suffix
