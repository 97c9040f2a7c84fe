"""Clean imported text: NFC, no control characters, plain spaces only."""

import html
import re

from mysite.text.cleaning import PRIVATE_USE, strip_invisible
from mysite.text.vietnamese import nfc

# Control characters, including NUL, and lone surrogates, which no database stores. Tabs, line feeds and the like are
# kept: they are white space, which is collapsed afterwards.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb]")
#: Bullets that Word writes as private-use characters. At the start of a line they become “•”, so that lists are found.
_BULLET = re.compile(f"^\\s*[{PRIVATE_USE}]+\\s*")
_SYMBOL = re.compile(f"[{PRIVATE_USE}]+")
_QUOTES = "\"'“”„‟«»‘’"


def normalize_characters(text: str) -> str:
    """Remove unwanted characters from ``text`` and collapse white space to single spaces, without trimming the ends."""
    # The Icelandic letter looks like Đ and has its place on old keyboards.
    text = text.replace("Ð", "Đ").replace("ð", "đ")
    text = _BULLET.sub("• ", strip_invisible(_UNWANTED.sub("", text)))
    return re.sub(r"\s+", " ", _SYMBOL.sub(" ", text))


def clean_string(text: str) -> str:
    """Return ``text`` normalised to NFC, cleaned and trimmed, as a field or a paragraph stores it."""
    return nfc(normalize_characters(text).strip())


def clean_motto(text: str) -> str:
    """Return a motto without enclosing quotation marks and without an unpaired one at either end."""
    motto = clean_string(text)
    if len(motto) > 1 and motto[0] in _QUOTES and motto[-1] in _QUOTES:
        return motto[1:-1].strip()
    pairs = {"”": "“", "»": "«", "“": "”", "«": "»"}
    for end in (0, -1):
        if motto and motto[end] in _QUOTES:
            mark = motto[end]
            partner = pairs.get(mark)
            stray = motto.count(mark) != motto.count(partner) if partner else motto.count(mark) % 2 == 1
            if stray:
                motto = (motto[1:] if end == 0 else motto[:-1]).strip()
    return motto


def escape_html(text: str) -> str:
    """Escape plain text for use in HTML."""
    return html.escape(text, quote=False)


def strip_markup(markup: str) -> str:
    """Return inline markup without its tags and entities."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))
