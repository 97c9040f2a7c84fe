"""Going through the admin in a browser and reading what it says, also to those who hover or hear it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

#: Everything that people can come to read below a node: texts, also of what is folded away or waits in a template, and
#: attributes that become tooltips, labels, hints and buttons. Not what editors have typed or what a frame shows; nor
#: two things that are never shown: a counter of nothing, and a button that the calendar's own style hides.
COLLECT = r"""
(within) => {
  const skipped = 'script, style, noscript, [data-text], [data-side-panel-toggle-counter], .xdsoft_save_selected';
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


class Walk:
    """Somebody's way through the admin. ``look`` reads what is before them; what ``judge`` objects to is kept."""

    def __init__(self, tab: Any, judge: Callable[[str], list[str]]) -> None:
        self.tab, self.judge = tab, judge
        self.looked_at: list[str] = []
        #: What should not be there: text, its wrong words, where it was seen first.
        self.wrong: dict[str, tuple[list[str], str]] = {}
        self._right: set[str] = set()

    def look(self, name: str, within: str = "body") -> None:
        """Read the screen, or a part of it."""
        self.looked_at.append(name)
        for text in self.tab.evaluate(COLLECT, within):
            if text in self._right or text in self.wrong:
                continue
            if words := self.judge(text):
                self.wrong[text] = (words, name)
            else:
                self._right.add(text)

    def go(self, name: str, *args: Any, query: str = "", within: str = "body") -> None:
        """Open a screen by the name of its address, and read it or a part of it."""
        self.open(reverse(name, args=args) + query, f"{name} {args} {query}", within=within)

    def open(self, address: str, name: str, status: int = 200, within: str = "body") -> None:
        response = self.tab.goto(address)
        assert response.status == status, f"{address}: {response.status}"
        assert self.tab.url.endswith(address), f"{address} leads to {self.tab.url}"
        self.look(name, within)

    def end(self) -> None:
        """Fail, and say where, if there was anything that should not be there."""
        lines = [f"{where}: “{text}”: {', '.join(words)}" for text, (words, where) in self.wrong.items()]
        assert not lines, "\n".join(lines)
