"""Normalization of text for storage: NFC, no control or zero-width characters, no Word markup.

Pure functions. Characters with a purpose are kept: a no-break space in “10 kg”, the joiners inside 👩‍🏫 and in scripts
that need them, direction marks in Arabic.
"""

import re

from .vietnamese import nfc, strip_control_characters

# --- Invisible characters -------------------------------------------------------------------------

#: Soft hyphen, zero-width space, word joiner, byte order mark and similar characters.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff]")
#: Joiners have a meaning between emoji, and after the letters of Arabic, Indic and neighbouring scripts.
_EMOJI = "\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
_JOINING_SCRIPTS = "\u0600-\u109f\u1780-\u18af\u1a20-\u1aff\u1b00-\u1cff\ua800-\uabff"
_JOINERS = re.compile(
    f"(?<![{_EMOJI}{_JOINING_SCRIPTS}])[\u200c\u200d]+|(?<=[{_EMOJI}])[\u200c\u200d]+(?![\u200c\u200d{_EMOJI}])"
)
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def strip_invisible(text: str) -> str:
    """Remove meaningless zero-width characters, then compose: one may have separated a letter from its mark."""
    text = _INVISIBLE.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub("", text)
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION_MARKS.sub("", text)
    return nfc(text)


# --- Remnants of Word -----------------------------------------------------------------------------

#: Fixed-width spaces, with which Word indents.
_FIXED_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: Private-use characters: bullets and symbols of particular fonts.
PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_BLANK = f" \t{_FIXED_SPACES}"
_GAP = f"[{_BLANK}{PRIVATE_USE}]"
_DEBRIS = re.compile(f"[{_FIXED_SPACES}{PRIVATE_USE}]")

_AT_BEGINNING = re.compile(f"^[{_BLANK}]*[{_FIXED_SPACES}{PRIVATE_USE}]{_GAP}*", re.M)
_AT_END = re.compile(f"(?<!{_GAP})(?=[ \t]*[{_FIXED_SPACES}{PRIVATE_USE}]){_GAP}+(?=\r?$)", re.M)
_SYMBOL = re.compile(f"(?<!{_GAP})[{_BLANK}]*[{PRIVATE_USE}]{_GAP}*")
_WIDE = re.compile(f"(?<![{_BLANK}])(?=[ \t]*[{_FIXED_SPACES}])[{_BLANK}]{{2,}}")
#: A fixed-width space between two words comes from pasting; beside a number or sign it may be intended.
_BETWEEN_WORDS = re.compile(f"(?<=[^\\W\\d_])[{_FIXED_SPACES}](?=[^\\W\\d_])")


def clean_text(text: str) -> str:
    """Normalize plain text; line breaks are kept."""
    if text.isascii():
        return strip_control_characters(text)
    text = strip_invisible(strip_control_characters(text))
    return _collapse_spaces(_AT_END.sub("", _AT_BEGINNING.sub("", text))) if _DEBRIS.search(text) else text


def _collapse_spaces(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", _WIDE.sub(" ", _SYMBOL.sub(" ", text)))


#: Begins with characters, not with ``\b``, so that the search skips all others quickly.
_WORD_MARKUP = re.compile(r"<(?:[/?]?[a-z]\w*:|\?xml|!--|!\[)|m(?<=\bm)so", re.I)
#: Comments, conditional comments, declarations and elements of an HTML head.
_NOT_CONTENT = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<!\[[^<>]*>|<\?[^<>]*>|<(style|xml|title)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>"
    r"|<(?:meta|link)\b[^<>]*>",
    re.I | re.S,
)
#: Word's own elements (o:p, smart tags) and fonts; their content is kept.
_WRAPPER = re.compile(r"</?(?:[a-z]\w*:\w+|span|font)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-z]\w*\s[^<>]*>", re.I)
_ATTRIBUTE = re.compile(
    r"""\sclass\s*=\s*(?:"Mso[^"]*"|'Mso[^']*'|Mso[^\s>]*)|\sstyle\s*=\s*(?:"[^"]*mso-[^"]*"|'[^']*mso-[^']*')""", re.I
)
_ENTITIES = {"nbsp": 0xA0, "shy": 0xAD, "zwnj": 0x200C, "zwj": 0x200D, "lrm": 0x200E, "rlm": 0x200F}
_ENTITY = re.compile(f"&(?:({'|'.join(_ENTITIES)})|#([0-9]+)|#x([0-9a-f]+));", re.I)

_BLOCK = "p|li|h[1-6]|blockquote|td|th|div|br"
#: Runs of inline tags and blanks between the edge of a block and its first or last letter.
_EDGE = rf"((?:<(?!/?(?:{_BLOCK}|hr|img|embed)\b)[^<>]*>|{_GAP})+)"
_FIRST = re.compile(rf"(<(?:{_BLOCK})\b[^<>]*>){_EDGE}", re.I)
_LAST = re.compile(rf"(?<![{_BLANK}{PRIVATE_USE}>]){_EDGE}(</(?:{_BLOCK})>|<br\b[^<>]*>)", re.I)
#: Without this ``_LAST`` cannot match. It is ten times as fast, because it begins with a set of characters.
_BEFORE_LAST = re.compile(rf"[>{_BLANK}{PRIVATE_USE}]<(?:/(?:{_BLOCK})>|br\b)", re.I)
_EMPTY = re.compile(rf"<(p|div)\b[^<>]*>(?=[^<]*[{_FIXED_SPACES}{PRIVATE_USE}]){_GAP}*</\1>", re.I)


def clean_markup(markup: str) -> str:
    """Normalize rich text: its text as ``clean_text`` does, and only standard HTML as markup."""
    markup = _ENTITY.sub(_decode_entity, markup)
    if _WORD_MARKUP.search(markup):
        markup = _WRAPPER.sub("", _NOT_CONTENT.sub("", markup))
        markup = _TAG.sub(lambda match: _ATTRIBUTE.sub("", match[0]), markup)
    markup = _EMPTY.sub("", strip_invisible(strip_control_characters(markup)))
    # Plain spaces too, into which the editor converts pasted ones: browsers do not show them at the edge of a block.
    if _BEFORE_LAST.search(markup):
        markup = _LAST.sub(lambda match: _keep_tags(match[1]) + match[2], markup)
    markup = _FIRST.sub(lambda match: match[1] + _keep_tags(match[2]), markup)
    return _collapse_spaces(markup) if _DEBRIS.search(markup) else markup


def _decode_entity(entity: re.Match[str]) -> str:
    """Decode an entity if it is a character that this module removes; return other entities unchanged."""
    name, decimal, hexadecimal = entity.groups()
    code = _ENTITIES[name.lower()] if name else int(decimal) if decimal else int(hexadecimal, 16)
    char = chr(code) if code <= 0x10FFFF else ""
    looked_for = (
        _DEBRIS.match(char) or _INVISIBLE.match(char) or _DIRECTION_MARKS.match(char) or char in {"\u200c", "\u200d"}
    )
    return char if looked_for else entity[0]


def _keep_tags(edge: str) -> str:
    """Return the edge of a block without its blanks."""
    return "".join(re.findall("<[^<>]*>", edge))
