"""Text as it is stored, by whatever way it comes in: composed, printable, without what nobody sees and Word's debris.

Pure functions. What is right in a text stays, byte for byte: a space that keeps “10 kg” on one line, the joiners inside
👩‍🏫 and in the scripts that need them, the marks of direction in Arabic.
"""

import re
from typing import Any

from mysite.vietnamese import nfc, printable

# --- What nobody sees -----------------------------------------------------------------------------

#: Soft hyphen, zero-width space, word joiner, byte order mark and their like.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff]")
#: Joiners have a meaning between pictures, and behind the letters of Arabic, Indian and neighbouring scripts.
_PICTURES = "\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
_JOINED = "\u0600-\u109f\u1780-\u18af\u1a20-\u1aff\u1b00-\u1cff\ua800-\uabff"
_JOINERS = re.compile(
    f"(?<![{_PICTURES}{_JOINED}])[\u200c\u200d]+|(?<=[{_PICTURES}])[\u200c\u200d]+(?![\u200c\u200d{_PICTURES}])"
)
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def without_invisible(text: str) -> str:
    """Take zero-width characters out where they mean nothing, and compose: one may have parted letter and mark."""
    text = _JOINERS.sub("", _INVISIBLE.sub("", text))
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTIONS.sub("", text)
    return nfc(text)


# --- What Word leaves behind ----------------------------------------------------------------------

#: Spaces of a fixed width, which Word indents with.
_FIXED = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: Bullets and symbols that mean something in one font of one machine: characters for private use.
PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_BLANK = f" \t{_FIXED}"
_GAP = f"[{_BLANK}{PRIVATE}]"
_DEBRIS = re.compile(f"[{_FIXED}{PRIVATE}]")

_AT_BEGINNING = re.compile(f"^[{_BLANK}]*[{_FIXED}{PRIVATE}]{_GAP}*", re.M)
_AT_END = re.compile(f"(?<!{_GAP})(?=[ \t]*[{_FIXED}{PRIVATE}]){_GAP}+(?=\r?$)", re.M)
_SYMBOL = re.compile(f"(?<!{_GAP})[{_BLANK}]*[{PRIVATE}]{_GAP}*")
_WIDE = re.compile(f"(?<![{_BLANK}])(?=[ \t]*[{_FIXED}])[{_BLANK}]{{2,}}")
#: Between two words a space of a fixed width is an accident of pasting; beside a number or a sign it may be meant.
_BETWEEN_WORDS = re.compile(f"(?<=[^\\W\\d_])[{_FIXED}](?=[^\\W\\d_])")


def clean_text(text: str) -> str:
    """A text without markup; its lines stay."""
    if text.isascii():
        return printable(text)
    text = without_invisible(printable(text))
    return _within(_AT_END.sub("", _AT_BEGINNING.sub("", text))) if _DEBRIS.search(text) else text


def _within(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", _WIDE.sub(" ", _SYMBOL.sub(" ", text)))


_OF_WORD = re.compile(r"\bMso|\bmso-|<[/?]?[a-z]\w*:|<\?xml|<!--|<!\[", re.I)
#: Comments, conditions, declarations and what stands in the head of a page.
_NOT_CONTENT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<!\[[^<>]*>|<\?[^<>]*>|<(style|xml|title)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>"
    r"|<(?:meta|link)\b[^<>]*>",
    re.I | re.S,
)
#: Word's own elements (o:p, smart tags) and its fonts; what is in them stays.
_WRAPPER = re.compile(r"</?(?:[a-z]\w*:\w+|span|font)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-z]\w*\s[^<>]*>", re.I)
_ATTRIBUTE = re.compile(
    r"""\sclass\s*=\s*(?:"Mso[^"]*"|'Mso[^']*'|Mso[^\s>]*)|\sstyle\s*=\s*(?:"[^"]*mso-[^"]*"|'[^']*mso-[^']*')""", re.I
)
_ENTITIES = {"nbsp": 0xA0, "shy": 0xAD, "zwnj": 0x200C, "zwj": 0x200D, "lrm": 0x200E, "rlm": 0x200F}
_ENTITY = re.compile(f"&(?:({'|'.join(_ENTITIES)})|#([0-9]+)|#x([0-9a-f]+));", re.I)

_BLOCK = "p|li|h[1-6]|blockquote|td|th|div|br"
#: What may stand between the edge of a block and its first or last letter, in runs.
_EDGE = rf"((?:<(?!/?(?:{_BLOCK}|hr|img|embed)\b)[^<>]*>|{_GAP})+)"
_FIRST = re.compile(rf"(<(?:{_BLOCK})\b[^<>]*>){_EDGE}", re.I)
_LAST = re.compile(rf"(?<![{_BLANK}{PRIVATE}>]){_EDGE}(</(?:{_BLOCK})>|<br\b[^<>]*>)", re.I)
_EMPTY = re.compile(rf"<(p|div)\b[^<>]*>(?=[^<]*[{_FIXED}{PRIVATE}]){_GAP}*</\1>", re.I)


def clean_markup(markup: str) -> str:
    """Rich text: the words as ``clean_text`` has them, and no markup but HTML's own."""
    markup = _ENTITY.sub(_invisible_character, markup)
    if _OF_WORD.search(markup):
        markup = _WRAPPER.sub("", _NOT_CONTENT.sub("", markup))
        markup = _TAG.sub(lambda found: _ATTRIBUTE.sub("", found[0]), markup)
    markup = _EMPTY.sub("", without_invisible(printable(markup)))
    # Also plain spaces, which the editor makes of pasted ones: browsers do not show them at the edge of a block.
    markup = _LAST.sub(lambda found: _tags(found[1]) + found[2], markup)
    return _within(_FIRST.sub(lambda found: found[1] + _tags(found[2]), markup))


def _invisible_character(entity: re.Match[str]) -> str:
    """The character itself if it is one that is looked for here; other entities stay as they are."""
    name, decimal, hexadecimal = entity.groups()
    code = _ENTITIES[name.lower()] if name else int(decimal) if decimal else int(hexadecimal, 16)
    char = chr(code) if code <= 0x10FFFF else ""
    looked_for = (
        _DEBRIS.match(char) or _INVISIBLE.match(char) or _DIRECTIONS.match(char) or char in {"\u200c", "\u200d"}
    )
    return char if looked_for else entity[0]


def _tags(edge: str) -> str:
    """The edge of a block without its blanks."""
    return "".join(re.findall("<[^<>]*>", edge))


def clean(value: Any) -> Any:
    """Stored content of any shape, a StreamField's too: every text in it as it is to be; the rest as it is."""
    if isinstance(value, str):
        return clean_markup(value) if value.startswith("<") else clean_text(value)
    if isinstance(value, list):
        return [clean(part) for part in value]
    if isinstance(value, dict):
        return {name: clean(part) for name, part in value.items()}
    return value
