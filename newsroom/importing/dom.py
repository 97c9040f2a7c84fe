"""A web page as a tree: parsing within bounds, and what class names and tags say."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

from .cleaning import clean
from .records import UnreadableArticle

#: Real pages of nested tables reach some sixty; a page made to hurt has thousands.
MAX_DEPTH = 200
MAX_TAGS = 40_000

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
DROPPED = frozenset(
    "script style noscript template iframe object applet svg math select option textarea button input xml "
    "head map audio video canvas".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "caption".split()
)


class _Depth(HTMLParser):
    """Counts tags and nesting before a tree is built: the tree's own methods are slow on hostile depths."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.depth = self.tags = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags += 1
        if tag not in VOID and tag not in ("p", "li", "td", "tr", "o:p"):
            self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableArticle(f"the page nests its elements more than {MAX_DEPTH} deep")
        if self.tags > MAX_TAGS:
            raise UnreadableArticle(f"the page has more than {MAX_TAGS:,} elements")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and tag not in ("p", "li", "td", "tr", "o:p"):
            self.depth = max(0, self.depth - 1)


# Opening the first closes what is still open of the second, up to the third: what HTML says, and what the parser of
# the standard library leaves to us. Old portals rely on it on every line.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li", "p")), frozenset(("ul", "ol", "table", "td"))),
    "td": (frozenset(("td", "th", "p")), frozenset(("table",))),
    "tr": (frozenset(("tr", "td", "th", "p")), frozenset(("table",))),
    "dd": (frozenset(("dd", "dt", "p")), frozenset(("dl", "table", "td"))),
}
_IMPLIED |= {"th": _IMPLIED["td"], "dt": _IMPLIED["dd"], "tbody": _IMPLIED["tr"]}
_P_ENDS = (frozenset(("p",)), frozenset(("table", "td", "th", "caption", "li", "div", "body")))


class _Page(BeautifulSoup):
    """A tree in which ``<p>``, ``<li>``, ``<td>`` and ``<tr>`` need no end tag."""

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:
        closes, bounds = _IMPLIED.get(name) or (_P_ENDS if name in BLOCKS else (frozenset(), frozenset()))
        if closes:
            outermost = None
            for tag in reversed(self.tagStack):
                if tag.name in bounds:
                    break
                if tag.name in closes:
                    outermost = tag.name
            while outermost and any(tag.name == outermost for tag in self._open_above(bounds)):
                self.handle_endtag(outermost)
        return super().handle_starttag(name, *args, **kwargs)

    def _open_above(self, bounds: frozenset[str]) -> list[Tag]:
        above: list[Tag] = []
        for tag in reversed(self.tagStack):
            if tag.name in bounds:
                break
            above.append(tag)
        return above


def parse(text: str) -> BeautifulSoup:
    """The tree of a page. Raises ``UnreadableArticle`` if it is no page or is made to exhaust the machine."""
    if "<" not in text:
        raise UnreadableArticle("the file is called a web page but has no HTML in it")
    _Depth().feed(text)
    return _Page(text, "html.parser")


def words(tag: Tag) -> frozenset[str]:
    """The words in a tag's ``class`` and ``id``: ``panel news-Title`` → panel, news, title, news-title, newstitle."""
    names: list[str] = []
    for key in ("class", "id"):
        value = tag.get(key)
        names.extend(value if isinstance(value, list) else str(value or "").split())
    found: set[str] = set()
    for name in names:
        found.add(name.lower())
        parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
        found.update(part.lower() for part in parts)
        found.update(f"{one}{two}".lower() for one, two in pairwise(parts))
    return frozenset(found)


def text_of(tag: Tag) -> str:
    return clean(tag.get_text(" "))


def strings(root: Tag) -> Iterator[NavigableString]:
    """The visible strings below ``root``: no comments, no scripts, no declarations of Word's."""
    for node in root.descendants:
        if type(node) is NavigableString:
            yield node


def is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or tag.has_attr("hidden")
