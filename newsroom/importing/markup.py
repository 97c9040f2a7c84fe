"""Inline markup of our own from the strings of a page: bold, italic and links that lead somewhere, nothing else."""

import html
import re

from bs4 import NavigableString, Tag

from .cleaning import clean, plain, scrub
from .dom import DROPPED

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i"}

#: A string with its marks and the address it links to, if any.
Run = tuple[str, frozenset[str], str]


def runs_of(tag: Tag) -> list[Run]:
    """The strings of one list item, without those of lists inside it (their items come by themselves)."""
    runs: list[Run] = []
    for string in tag.descendants:
        if type(string) is not NavigableString:
            continue
        marks: set[str] = set()
        link = ""
        for parent in string.parents:
            if parent is tag:
                runs.append((str(string), frozenset(marks), link))
                break
            if parent.name in ("li", *DROPPED):
                break
            if mark := MARKS.get(parent.name):
                marks.add(mark)
            elif parent.name == "a":
                link = web_address(str(parent.get("href") or ""))
    return runs


def markup_of(runs: list[Run]) -> str:
    """Inline markup of strings with their marks: white space collapsed, neighbours of one kind joined."""
    merged: list[Run] = []
    for string, marks, link in runs:
        text = scrub(string)
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
    return markup if clean(plain(markup)) else ""


def web_address(address: str) -> str:
    """The target of a link that still makes sense elsewhere: a web or mail address, else nothing."""
    address = address.strip()
    return address if re.match(r"(?:https?://|mailto:)[^\s\"'<>]{3,1900}$", address, re.I) else ""
