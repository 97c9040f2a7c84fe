"""Parse an HTML page into a tree within size limits, and query its tags and class names."""

import re
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from bs4 import BeautifulSoup, NavigableString, Tag, XMLParsedAsHTMLWarning

from newsroom.importing.records import UnreadableArticle

from .cleaning import clean_string
from .limits import check_length

#: Real pages with nested tables reach a depth of about sixty; malicious ones have thousands of levels.
MAX_DEPTH = 200
MAX_TAGS = 40_000
#: Also of words in the values of one element's attributes.
MAX_ATTRIBUTES = 20_000

VOID_TAGS = frozenset("area base br col embed hr img input link meta param source track wbr".split())
IGNORED_TAGS = frozenset(
    "script style noscript template iframe object applet svg math select option textarea button input xml "
    "head map audio video canvas".split()
)
BLOCK_TAGS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "caption".split()
)


class _DepthCounter(HTMLParser):
    """Check the number and the nesting of tags before the tree is built; the tree is slow on very deep pages."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.depth = self.tags = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags += 1
        if tag not in VOID_TAGS and tag not in ("p", "li", "td", "tr", "o:p"):
            self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableArticle(f"the page has more than {MAX_DEPTH} levels of nested elements")
        if self.tags > MAX_TAGS:
            raise UnreadableArticle(f"the page has more than {MAX_TAGS:,} elements")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID_TAGS and tag not in ("p", "li", "td", "tr", "o:p"):
            self.depth = max(0, self.depth - 1)


def parse_page(text: str) -> BeautifulSoup:
    """Parse a page. Raises ``UnreadableArticle`` if it contains no HTML or exceeds the limits."""
    if not re.search("<[a-z!]", text, re.I):
        raise UnreadableArticle("the file contains no HTML")
    # More of them are no tags, of which a page has fewer, but text, on which parsers take long.
    check_length(text.count("<"))
    check_length(text.count("&"))
    if any(
        len(tag) > MAX_ATTRIBUTES and len(tag.partition(">")[0].split()) > MAX_ATTRIBUTES for tag in text.split("<")
    ):
        raise UnreadableArticle(f"an element has more than {MAX_ATTRIBUTES:,} attributes")
    _DepthCounter().feed(re.sub("<+(?![a-z/!?])", "", text, flags=re.I))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        page = BeautifulSoup(text, "lxml")  # which adds the implied end tags of old websites
    check_length(sum(map(len, page.strings)))
    return page


def get_name_words(tag: Tag) -> frozenset[str]:
    """Return the words of a tag's ``class`` and ``id``, alone and in pairs.

    ``panel news-Title`` gives panel, news, title, news-title, newstitle.
    """
    names: list[str] = []
    for key in ("class", "id"):
        value = tag.get(key)
        names.extend(value if isinstance(value, list) else str(value or "").split())
    words: set[str] = set()
    for name in names:
        words.add(name.lower())
        parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
        words.update(part.lower() for part in parts)
        words.update(f"{one}{two}".lower() for one, two in pairwise(parts))
    return frozenset(words)


def get_text(tag: Tag) -> str:
    return clean_string(tag.get_text(" "))


def iter_strings(root: Tag) -> Iterator[NavigableString]:
    """Yield the text nodes below ``root``, without comments, scripts and Word's declarations."""
    for node in root.descendants:
        if type(node) is NavigableString:
            yield node


def is_hidden(tag: Tag) -> bool:
    style = str(tag.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or tag.has_attr("hidden")
