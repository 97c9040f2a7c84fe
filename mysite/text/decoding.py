"""Decodes text files from Excel, Notepad and other programs, whose encoding nothing declares. Imports no Django."""

import codecs
import re
import unicodedata

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
#: Bytes and characters that are examined for signs of a binary file.
SAMPLE = 65_536


class UndecodableText(ValueError):
    """The content is not text, or in an unknown encoding."""


def decode_text(content: bytes, is_truncated: bool = False) -> str:
    """Decode by byte order mark, as UTF-16 without one, as UTF-8 or as windows-1258, and return NFC.

    ``is_truncated`` allows a part of a character at the end. Raises ``UndecodableText``.
    """
    errors: list[UnicodeDecodeError] = []
    for encoding in _list_encodings(content):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(content, final=not is_truncated)
        except UnicodeDecodeError as error:
            errors.append(error)
            continue
        if len(_CONTROL.findall(text[:SAMPLE])) > len(text[:SAMPLE]) / 200:
            raise UndecodableText("a binary file")
        return unicodedata.normalize("NFC", text)
    raise UndecodableText(str(errors[-1])) from errors[-1]


def _list_encodings(content: bytes) -> list[str]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return [encoding]
    # In UTF-16 the second byte of each ASCII character is zero. Vietnamese text has spaces and many ASCII letters.
    sample = content[: SAMPLE // 16]
    zeros = [sample[start::2].count(0) for start in (0, 1)]
    for here, there, encoding in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if zeros[here] > len(sample) / 5 and not zeros[there]:
            return [encoding]
    return ["utf-8", "windows-1258"]
