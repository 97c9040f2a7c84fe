"""Visits admin screens and collects their texts, including tooltips and labels for screen readers.

``AdminWalk`` uses a browser, which also runs the scripts; ``HtmlWalk`` reads the HTML only, which is ten times faster.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.test import Client
from django.urls import reverse

#: Collects all texts below a node, also of collapsed parts and templates, and the attributes that become tooltips,
#: labels, placeholders and buttons. Left out are values typed by editors, frames, CSS selectors of what the checks
#: report, and two texts that are never visible: a counter of zero, a button that the date picker's own style hides.
COLLECT_TEXTS_JS = r"""
(within) => {
  const skipped = 'script, style, noscript, [data-text], [data-side-panel-toggle-counter], .xdsoft_save_selected, '
    + '[data-content-checker-selector-text]';
  const opaque = 'iframe, textarea';
  const read = 'alt aria-description aria-label aria-roledescription aria-valuetext label placeholder title'.split(' ');
  // Data of scripts: names of actions and classes, JSON. Any other with two words or more may become a text.
  const codes = /^data-(action|block|contentpath|controller|url|value)$|-(class|outlet|param|selector|targets?)$/;
  const isText = ({name, value}) => name.startsWith('data-') && !codes.test(name)
    && /\p{L}+\s+\p{L}/u.test(value) && !/^\s*[[{<]|->/.test(value);
  const found = new Set();
  const add = (text) => { if (/\p{L}/u.test(text)) found.add(text.replace(/\s+/g, ' ').trim()); };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return add(node.data);
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(skipped)) return;
      for (const attribute of node.attributes) {
        if (read.includes(attribute.name) || isText(attribute)) add(attribute.value);
      }
      if (node.matches('input:is([type=submit], [type=button], [type=reset])')) add(node.value);
      if (node.matches(opaque)) return;
      if (node.shadowRoot) visit(node.shadowRoot);
      if (node.tagName === 'TEMPLATE') visit(node.content);
    }
    node.childNodes.forEach(visit);
  };
  if (within === 'body') add(document.title);
  document.querySelectorAll(within).forEach(visit);
  return [...found];
}
"""


#: The same rules as in COLLECT_TEXTS_JS, for the HTML of a response.
_SKIPPED_TAGS = {"script", "style", "noscript"}
_OPAQUE_TAGS = {"iframe", "textarea"}
_READ_ATTRIBUTES = "alt aria-description aria-label aria-roledescription aria-valuetext label placeholder title".split()
_CODE_ATTRIBUTE = re.compile(
    r"^data-(action|block|contentpath|controller|url|value)$|-(class|outlet|param|selector|targets?)$"
)
_TWO_WORDS = re.compile(r"[^\W\d_]+\s+[^\W\d_]")
_CODE = re.compile(r"^\s*[\[{<]|->")
_HAS_LETTER = re.compile(r"[^\W\d_]")


def collect_html_texts(element: Tag) -> Iterator[str]:
    """Yield the texts of an element and its descendants."""
    for name, value in element.attrs.items():
        is_text = name.startswith("data-") and not _CODE_ATTRIBUTE.search(name) and isinstance(value, str)
        if name in _READ_ATTRIBUTES or (is_text and _TWO_WORDS.search(value) and not _CODE.search(value)):
            yield value
    if element.name == "input" and element.get("type") in {"submit", "button", "reset"}:
        yield element.get("value", "")
    for child in () if element.name in _OPAQUE_TAGS else element.children:
        if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):  # comments, doctypes
            yield child
        elif isinstance(child, Tag) and not _is_skipped(child):
            yield from collect_html_texts(child)


def _is_skipped(tag: Tag) -> bool:
    return tag.name in _SKIPPED_TAGS or not tag.attrs.keys().isdisjoint({"data-text", "data-side-panel-toggle-counter"})


class TextCollector:
    """Keeps the texts of visited screens that ``judge`` objects to."""

    def __init__(self, judge: Callable[[str], list[str]]) -> None:
        self.judge = judge
        #: Unexpected texts: the text, its wrong words, where it was first seen.
        self.wrong: dict[str, tuple[list[str], str]] = {}
        self._right: set[str] = set()

    def check_texts(self, name: str, texts: list[str]) -> None:
        for text in texts:
            if text in self._right or text in self.wrong:
                continue
            if words := self.judge(text):
                self.wrong[text] = (words, name)
            else:
                self._right.add(text)

    def assert_nothing_found(self) -> None:
        """Fail with the list of unexpected texts, if there are any."""
        lines = [f"{where}: “{text}”: {', '.join(words)}" for text, (words, where) in self.wrong.items()]
        assert not lines, "\n".join(lines)


class HtmlWalk(TextCollector):
    """The visit of one user without a browser."""

    def __init__(self, client: Client, judge: Callable[[str], list[str]]) -> None:
        super().__init__(judge)
        self.client = client

    def visit(self, name: str, *args: Any, query: str = "") -> None:
        """Request a screen by URL name and check it."""
        url = reverse(name, args=args) + query
        response = self.client.get(url)
        assert response.status_code == 200, f"{url}: {response.status_code}"
        page = BeautifulSoup(response.content, "html.parser")
        texts = [" ".join(text.split()) for text in (page.title.string, *collect_html_texts(page.body))]
        self.check_texts(f"{name} {args} {query}", [text for text in texts if _HAS_LETTER.search(text)])


class AdminWalk(TextCollector):
    """The visit of one user in a browser tab."""

    def __init__(self, tab: Any, judge: Callable[[str], list[str]]) -> None:
        super().__init__(judge)
        self.tab = tab
        self.looked_at: list[str] = []

    def check_screen(self, name: str, within: str = "body") -> None:
        """Check the texts of the screen, or of a part of it."""
        self.looked_at.append(name)
        self.check_texts(name, self.tab.evaluate(COLLECT_TEXTS_JS, within))

    def visit(self, name: str, *args: Any, query: str = "", within: str = "body") -> None:
        """Open a screen by URL name and check it or a part of it."""
        self.open(reverse(name, args=args) + query, f"{name} {args} {query}", within=within)

    def open(self, url: str, name: str, status: int = 200, within: str = "body") -> None:
        response = self.tab.goto(url)
        assert response.status == status, f"{url}: {response.status}"
        assert self.tab.url.endswith(url), f"{url} leads to {self.tab.url}"
        self.check_screen(name, within)
