"""Decode the encodings of Vietnamese from before Unicode: VNI, TCVN3 (ABC), VISCII, VPS and windows-1258.

Python has a codec for windows-1258 only. The tables of VISCII and TCVN are those of glibc. Their text often arrives as
the characters that a western font shows for its bytes, so that everything here converts from characters.
"""

import re
import unicodedata
from itertools import product

from .syllables import is_syllable

#: Unicode characters in place of control bytes, which HTML parsers drop: three encodings have letters there.
CONTROL_OFFSET = 0xE000

# The characters of the bytes 0x80 to 0xFF.
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VPS = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ\ufffd\ufffdỀỂỄỐỒỔỖýỷỵỚỜỞ\u00a0ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ\ufffdàáâãảạă"
    "\ufffdèéêẽìí\ufffdĩẴĐòóôõ\ufffdƠụùúủ\ufffdỶẼỳ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_TCVN_CONTROLS = dict(zip((1, 2, 4, 5, 6, *range(0x11, 0x18)), "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))

#: The names that web pages declare, without punctuation, and the names of fonts.
_NAMES = (
    ("vni", re.compile(r"(?:xviet)?vni.*")),
    ("tcvn3", re.compile(r"(?:xviet)?(?:tcvn.*|abc)|\.?vn[a-z]+.*")),
    ("viscii", re.compile(r"(?:xviet|cs)?viscii.*")),
    ("vps", re.compile(r"(?:xviet)?vps.*")),
)


def _build_byte_table() -> dict[str, int]:
    """Return the byte of each character of windows-1252 and ISO 8859-1, and of the placeholders of control bytes."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    table |= {chr(CONTROL_OFFSET + byte): byte for byte in range(1, 0x20)}
    for byte in range(0x80, 0xA0):
        if char := bytes([byte]).decode("cp1252", "ignore"):
            table[char] = byte
    return table


_BYTES = _build_byte_table()
_RUN = re.compile(f"[{re.escape(''.join(_BYTES))}]+")


def decode_bytes(data: bytes) -> str:
    """Decode as windows-1252, with every byte kept apart, for a later conversion by ``convert_text``."""
    text = data.decode("latin-1").translate(
        {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
    )
    return text.translate({byte: CONTROL_OFFSET + byte for byte in range(1, 0x20) if byte not in b"\t\n\r\f"})


def _build_table(high: str, controls: dict[int, str]) -> dict[int, str]:
    letters = dict(enumerate(high, start=0x80)) | controls
    return {ord(char): letters.get(byte, "\ufffd") for char, byte in _BYTES.items()}


_TABLES = {
    "tcvn3": _build_table(_TCVN, _TCVN_CONTROLS),
    "viscii": _build_table(_VISCII, _VISCII_CONTROLS),
    "vps": _build_table(_VPS, {}),
}


def _build_vni_table() -> dict[str, str]:
    """Return the pairs and single characters of VNI-Windows, in which a vowel is followed by its marks."""
    tones = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
    circumflex = dict(zip("âáàåãä", ("", *tones.values()), strict=True))
    breve = dict(zip("êéèúüë", ("", *tones.values()), strict=True))
    table = dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
    for vowel, (mark, tone) in product("aeouyôö", tones.items()):
        table[vowel + mark] = table.get(vowel, vowel) + tone
    for vowel, (mark, tone) in product("aeo", circumflex.items()):
        table[vowel + mark] = vowel + "\u0302" + tone
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in breve.items()}
    cased = {key.upper(): value.upper() for key, value in table.items()}
    cased |= {key[0].upper() + key[1]: value.capitalize() for key, value in table.items() if len(key) == 2}
    return {key: unicodedata.normalize("NFC", value) for key, value in (table | cased).items()}


_VNI = _build_vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\s!-@\[-`{-~]+")
_PUNCTUATION = "“”‘’–—…•"
_UNITS = frozenset(("m", "cm", "dm", "km", "mm"))
_WORDS_OF_ONE_LETTER = frozenset("ỞỚỒÀÁẢẠÒÓỌÔƠÊ")
#: VNI first: for equal results the order decides.
ENCODINGS = ("vni", "tcvn3", "viscii", "vps", "windows-1258", "utf-8")


def identify_name(name: str) -> str:
    """Return the encoding that the name of a character set or of a font stands for, else an empty string."""
    plain = re.sub(r"[\s_\"'-]", "", name.lower())
    return next((encoding for encoding, pattern in _NAMES if pattern.fullmatch(plain)), "")


def convert_text(text: str, encoding: str) -> str:
    """Convert ``text`` from the characters of a western font to Vietnamese in NFC; others are kept."""
    if encoding == "vni":
        converted = _VNI_PATTERN.sub(lambda match: _VNI[match.group()], text)
    elif encoding in _TABLES:
        converted = _WORD.sub(lambda match: _read_word(match.group(), encoding)[0], text)
    else:
        converted = _RUN.sub(lambda match: _decode_run(match.group(), encoding), text)
    return unicodedata.normalize("NFC", converted)


def is_ambiguous(text: str, encoding: str) -> bool:
    """Return whether a mark in ``text`` may be a capital letter of ``encoding``: ``H’`` or ``HỖ``."""
    return encoding in _TABLES and any(not _read_word(word, encoding)[1] for word in _WORD.findall(text))


def _read_word(word: str, encoding: str) -> tuple[str, bool]:
    """Return a word converted, and whether it has only one reading.

    Three encodings have letters on the bytes on which western fonts have quotation marks, dashes and ``²``. Of the two
    readings, the Vietnamese one counts.
    """
    table = _TABLES[encoding]
    start, end = len(word) - len(word.lstrip(_PUNCTUATION)), len(word.rstrip(_PUNCTUATION))
    if end == 0:
        has_word = any(table[ord(char)] in _WORDS_OF_ONE_LETTER for char in word if ord(char) in table)
        return word, not has_word or word in ("–", "…", "•")
    letters, core = _translate(word, table), _translate(word[start:end], table)
    if word[:-1] in _UNITS and word[-1] in "²³":
        return word, not is_syllable(letters)
    if (start, end) == (0, len(word)):
        return letters, True
    marked = word[:start] + core + word[end:]
    if "\ufffd" in letters or not is_syllable(letters):
        return marked, True
    if core.islower() and not is_syllable(core):
        return letters, True
    # In TCVN3 fonts the marks are usual, and the letters hardly exist.
    return marked if encoding == "tcvn3" else letters, False


def _translate(word: str, table: dict[int, str]) -> str:
    return unicodedata.normalize("NFC", word.translate(table))


def _decode_run(run: str, encoding: str) -> str:
    try:
        return bytes(_BYTES[char] for char in run).decode(encoding)
    except UnicodeDecodeError:
        return run
