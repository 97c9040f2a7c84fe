"""Text comes in clean: composed, printable, one kind of space."""

import html
import re

from mysite.cleaning import PRIVATE, without_invisible
from mysite.vietnamese import nfc

# Control characters (NUL included), lone surrogates (no database takes them). A tab, a line feed and the like are white
# space, which is collapsed afterwards.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufff9-\ufffb]")
#: Word's bullets, in fonts of its own. Those at the beginning of a line are made what readers of lists look for.
_BULLET = re.compile(f"^\\s*[{PRIVATE}]+\\s*")
_SYMBOL = re.compile(f"[{PRIVATE}]+")
_QUOTES = "\"'“”„‟«»‘’"


def scrub(text: str) -> str:
    """Compose ``text``, take unwanted characters out, make every white space a plain one; ends are kept."""
    text = _BULLET.sub("• ", without_invisible(_UNWANTED.sub("", text)))
    return re.sub(r"\s+", " ", _SYMBOL.sub(" ", text))


def clean(text: str) -> str:
    """``scrub`` and trim: the text of a field or of a paragraph."""
    return nfc(scrub(text).strip())


def clean_motto(text: str) -> str:
    """A motto without the quotation marks around it, and without one that was left over at an end."""
    motto = clean(text)
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


def escape(text: str) -> str:
    """Plain text as markup."""
    return html.escape(text, quote=False)


def plain(markup: str) -> str:
    """The text of our own inline markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))
