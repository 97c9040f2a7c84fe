"""Convert the text nodes of a page to safe inline markup: bold, italic, super- and subscript, absolute links."""

import html
import re

from bs4 import NavigableString, Tag

from .cleaning import clean_string, normalize_characters, strip_markup
from .dom import IGNORED_TAGS

INLINE_TAGS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "sup": "sup", "sub": "sub"}
_WEIGHT = re.compile(r"(?<![\w-])font-weight\s*:\s*(\w+)", re.I)
_SLANT = re.compile(r"(?<![\w-])font-style\s*:\s*(normal|italic|oblique)", re.I)
_SCRIPT = re.compile(r"(?<![\w-])vertical-align\s*:\s*(super|sub|baseline)", re.I)

#: A string with its inline tags and the URL it links to, or an empty string.
TextRun = tuple[str, frozenset[str], str]


def get_marks(tag: Tag, inherited: frozenset[str]) -> frozenset[str]:
    """Return the marks of text in ``tag``: those of its parent, changed by its name and its ``style``."""
    name = tag.name.lower()
    marks = set(inherited)
    if mark := INLINE_TAGS.get(name):
        marks.add(mark)
    if style := str(tag.get("style") or ""):
        if weight := _WEIGHT.search(style):
            bold = weight[1].lower() in ("bold", "bolder") or (weight[1].isdecimal() and int(weight[1]) >= 600)
            (marks.add if bold else marks.discard)("b")
        if slant := _SLANT.search(style):
            (marks.discard if slant[1].lower() == "normal" else marks.add)("i")
        if script := _SCRIPT.search(style):
            marks -= {"sup", "sub"}
            marks |= {"super": {"sup"}, "sub": {"sub"}}.get(script[1].lower(), set())
    return frozenset(marks)


def get_runs(tag: Tag) -> list[TextRun]:
    """Return the text runs of one list item, without those of nested lists, whose items are read separately."""
    runs: list[TextRun] = []
    for string in tag.descendants:
        if type(string) is not NavigableString:
            continue
        parents: list[Tag] = []
        for parent in string.parents:
            parents.append(parent)
            if parent is tag or parent.name in ("li", *IGNORED_TAGS):
                break
        if not parents or parents[-1] is not tag:
            continue
        marks: frozenset[str] = frozenset()
        link = ""
        for parent in reversed(parents):
            marks = get_marks(parent, marks)
            if parent.name == "a":
                link = clean_href(str(parent.get("href") or ""))
        runs.append((str(string), marks, link))
    return runs


def render_runs(runs: list[TextRun]) -> str:
    """Render text runs as inline markup: white space collapsed, adjacent runs with the same tags joined."""
    merged: list[TextRun] = []
    for string, marks, link in runs:
        text = normalize_characters(string)
        if merged and (merged[-1][0].endswith(" ") or not merged[-1][0]):
            text = text.lstrip(" ")
        if not text:
            continue
        if merged and (merged[-1][1:] == (marks, link) or not text.strip()):
            merged[-1] = (merged[-1][0] + text, *merged[-1][1:])
        else:
            merged.append((text, marks, link))
    if merged:
        merged[0] = (merged[0][0].lstrip(), *merged[0][1:])
        merged[-1] = (merged[-1][0].rstrip(), *merged[-1][1:])
    parts: list[str] = []
    for text, marks, link in merged:
        part = html.escape(text, quote=False)
        for mark in sorted(marks, reverse=True):
            part = f"<{mark}>{part}</{mark}>"
        if link:
            part = f'<a href="{html.escape(link)}">{part}</a>'
        parts.append(part)
    markup = "".join(parts)
    return markup if clean_string(strip_markup(markup)) else ""


def clean_href(href: str) -> str:
    """Return the link target if it is an absolute http(s) or mailto URL, else an empty string."""
    href = href.strip()
    return href if re.match(r"(?:https?://|mailto:)[^\s\"'<>]{3,1900}$", href, re.I) else ""
