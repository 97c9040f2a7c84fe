"""Encode Vietnamese text in the encodings from before Unicode."""

import subprocess
import unicodedata
from contextlib import suppress
from functools import cache

from newsroom.importing.parsing.vietnamese_encodings import decode_bytes

_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_AFTER_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_AFTER_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_I = {"\u0301": "í", "\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò"}
_VPS_LETTERS = "àáảãạăắằẳẵặâấầẩẫậđĐèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ"
_VPS_BYTES = bytes.fromhex(
    "e0e1e4e3e5e6a1a2a3a4a5e2c3c0c4c5c6c7f1e8e9c8ebcbea898a8bcd8cecedccefcef2f3d5f586f4d3d2b087b6d6a7a9aa"
    "abaef9fafbdbf8dcd9d8babbbfff9a9bcf9c"
)
_VPS = dict(zip(_VPS_LETTERS, _VPS_BYTES, strict=True))


def encode(text: str, encoding: str) -> bytes:
    """Encode NFC text in ``vni``, ``tcvn3``, ``viscii``, ``vps`` or ``windows-1258``."""
    if encoding == "vni":
        return "".join(map(_encode_vni, unicodedata.normalize("NFC", text))).encode("cp1252")
    if encoding == "vps":
        return b"".join(bytes([_VPS[char]]) if char in _VPS else char.encode("ascii") for char in text)
    if encoding == "windows-1258":
        return "".join(map(_split_tone, text)).encode("cp1258")
    name = {"tcvn3": "TCVN5712-1", "viscii": "VISCII"}[encoding]
    return subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", name], input=text.encode(), capture_output=True, check=True
    ).stdout


def _split_tone(char: str) -> str:
    """Return the vowel in NFC and its tone as a mark after it, as windows-1258 has them."""
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(part for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tone


def _encode_vni(char: str) -> str:
    if char in "đĐ":
        return "ñ" if char == "đ" else "Ñ"
    lower = char.lower()
    split = _split_tone(lower)
    vowel, tone = unicodedata.normalize("NFD", split[0]), split[1:]
    base, marks = vowel[0], vowel[1:]
    if marks == "\u0302":
        encoded = base + _AFTER_CIRCUMFLEX[tone]
    elif marks == "\u0306":
        encoded = base + _AFTER_BREVE[tone]
    elif base == "i" and tone:
        encoded = _I[tone]
    elif lower == "ỵ":
        encoded = "î"
    else:
        encoded = {"o\u031b": "ô", "u\u031b": "ö"}.get(vowel, vowel) + _TONES.get(tone, "")
    return encoded.upper() if char != lower else encoded


#: Characters of western fonts that old pages use as they are, on bytes that three encodings use for letters.
WESTERN_MARKS = "“”‘’–…²"


def encode_as_western(text: str, encoding: str) -> tuple[str, str]:
    """Return ``text`` as a western font shows its bytes in ``encoding`` (or ``utf-8``), and the text that was encoded.

    Capital letters that the encoding does not have are small in both.
    """
    if encoding == "utf-8":
        return decode_bytes(text.encode()), text
    pairs = [_encode_as_western(char, encoding) for char in text]
    return "".join(western for western, _ in pairs), "".join(char for _, char in pairs)


@cache
def _encode_as_western(char: str, encoding: str) -> tuple[str, str]:
    if char.isascii() or char in WESTERN_MARKS:
        return char, char
    for variant in (char, char.lower()):
        with suppress(KeyError, UnicodeEncodeError, subprocess.CalledProcessError):
            return decode_bytes(encode(variant, encoding)), variant
    return "-", "-"
