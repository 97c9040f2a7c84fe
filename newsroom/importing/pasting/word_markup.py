"""Turn the markup of word processors on the clipboard into plain HTML, so that it can be read like a saved page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)", re.I)
_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.I)
_NUMBER = re.compile(r"\(?\w{1,4}(?:\.\w+)*[.)]")
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-6])", re.I)
_COMMENT = re.compile(r"mso-element\s*:\s*comment(?:-list)?\b", re.I)
_HIDDEN = re.compile(r"mso-hide\s*:\s*all", re.I)
_SHAPE = re.compile(r"<v:(?:shape|rect|oval|line|group|roundrect|polyline)\b[^<>]*?\bid=[\"']?([^\s\"'>]+)", re.I)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SCRIPT_STYLE = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.I)
#: Places whose text is stored without markup.
_PLAIN_TEXT = ("table", "h1", "h2", "h3", "h4", "h5", "h6")
_FIRST_NUMBERS = ("1", "a", "i")


def get_style(tag: Tag) -> str:
    return str(tag.get("style") or "")


def clean_word_markup(page: BeautifulSoup) -> int:
    """Clean ``page`` in place and return the number of comments by reviewers that were removed."""
    comments = _remove_comments(page)
    for tag in page.find_all(True):
        if tag.parent is None:
            continue
        classes = " ".join(tag.get("class") or ())
        if _HIDDEN.search(get_style(tag)):
            tag.decompose()
        elif tag.name == "p" and (level := _OUTLINE.search(get_style(tag))):
            tag.name = f"h{level[1]}"
        elif tag.name == "p" and "MsoTitle" in classes:
            tag.name = "h1"
        elif "MsoFootnoteReference" in classes or "MsoEndnoteReference" in classes:
            tag.name = "sup"
    _convert_lists(page)
    _raise_headings(page)
    _write_scripts_as_characters(page)
    return comments


def find_drawn_shapes(page: BeautifulSoup) -> frozenset[str]:
    """Return the ids of Word's drawings, such as arrows, whose HTML names a bitmap that is in no RTF."""
    return frozenset(
        shape
        for comment in page.find_all(string=lambda text: isinstance(text, Comment))
        if "v:imagedata" not in comment
        for shape in _SHAPE.findall(comment[:100_000])
    )


def _remove_comments(page: BeautifulSoup) -> int:
    number = 0
    for tag in page.find_all(True):
        if tag.parent is None:
            continue
        is_reference = "MsoCommentReference" in (tag.get("class") or ())
        if is_reference or _COMMENT.search(get_style(tag)):
            number += is_reference and not tag.find_parent(style=_COMMENT)
            tag.decompose()
    return number


def _raise_headings(page: BeautifulSoup) -> None:
    """Make the headings of the highest level used ``<h2>`` and all others ``<h3>``."""
    headings = page.find_all(re.compile(r"h[1-6]\Z"))
    highest = min((tag.name for tag in headings if tag.get_text(strip=True)), default="h2")
    for tag in headings:
        tag.name = "h2" if tag.name <= highest else "h3"


def _write_scripts_as_characters(page: BeautifulSoup) -> None:
    """Write m² and CO₂ with Unicode characters where the text is stored without markup."""
    for tag in page.find_all(("sup", "sub", "span", "font")):
        style = _SCRIPT_STYLE.search(get_style(tag))
        kind = tag.name if tag.name in ("sup", "sub") else style[1].lower()[:3] if style else ""
        if not kind or tag.find_parent(_PLAIN_TEXT) is None:
            continue
        text = tag.get_text(strip=True)
        characters = _LOWERED if kind == "sub" else _RAISED
        if text and all(ord(character) in characters for character in text):
            tag.replace_with(text.translate(characters))


# --- Lists of Word, which are paragraphs with a marker --------------------------------------------


@dataclass(slots=True)
class _OpenList:
    level: int
    tag: Tag
    last_item: Tag


def _convert_lists(page: BeautifulSoup) -> None:
    for paragraph in page.find_all("p", style=_LIST):
        if paragraph.parent is not None and _LIST.search(get_style(paragraph)):
            _convert_run(page, list(_iter_run(paragraph)))


def _iter_run(first: Tag) -> Iterator[Tag]:
    """Yield ``first`` and the paragraphs of lists that follow it directly."""
    tag: Tag | None = first
    while tag is not None:
        yield tag
        node = tag.next_sibling
        while isinstance(node, NavigableString) and (type(node) is not NavigableString or not node.strip()):
            node = node.next_sibling
        tag = node if isinstance(node, Tag) and node.name == "p" and _LIST.search(get_style(node)) else None


def _convert_run(page: BeautifulSoup, paragraphs: list[Tag]) -> None:
    """Replace ``paragraphs`` with lists, nested as their levels are."""
    open_lists: list[_OpenList] = []
    for paragraph in paragraphs:
        match = _LIST.search(get_style(paragraph))
        level = int(match[1]) if match else 1
        marker = paragraph.find(style=_MARKER)
        label = marker.get_text(strip=True) if marker else ""
        kind = "ol" if _NUMBER.match(label) else "ul"
        while open_lists and (
            open_lists[-1].level > level or (open_lists[-1].level == level and open_lists[-1].tag.name != kind)
        ):
            open_lists.pop()
        if not open_lists or open_lists[-1].level < level:
            if kind == "ol" and label.strip("().").rpartition(".")[2].lower() not in _FIRST_NUMBERS:
                # It continues a list above, and a list always begins with 1.
                paragraph["style"] = ""
                open_lists.clear()
                continue
            new = page.new_tag(kind)
            if open_lists:
                open_lists[-1].last_item.append(new)
            else:
                paragraph.insert_before(new)
            open_lists.append(_OpenList(level, new, new))
        if marker:
            marker.decompose()
        item = open_lists[-1].last_item = page.new_tag("li")
        open_lists[-1].tag.append(item)
        item.extend(list(paragraph.contents))
        paragraph.extract()
