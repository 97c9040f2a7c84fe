"""Walks a page in reading order and turns it into the flow of lines, lists, tables and photos."""

import re
from collections.abc import Callable

from bs4 import NavigableString, Tag

from . import shapes
from .cleaning import plain
from .dom import BLOCKS, DROPPED, is_hidden, text_of, words
from .flow import FlowItem, Line
from .markup import MARKS, Run, markup_of, runs_of, web_address
from .pictures import PictureFolder, alt_from_page
from .records import ItemList, Photo, Table

CAPTION = frozenset("caption chuthich chuthichanh imagecaption imgcaption figcaption photocaption ghichu".split())
AUTHOR = frozenset("author tacgia butdanh nguoiviet byline signature postauthor".split())
LEAD = frozenset("hometext sapo lead summary tomtat trichdan intro introtext motta mota description chapeau".split())
_ICON = re.compile(
    r"(?:icons?|spacer|blank|pixel|print(?:er)?|e?mail|pdf|arrow|bullet|line|dot|facebook|zalo|twitter|rss|new|hot)[\d_.-]*",
    re.I,
)


class Walker:
    """Collects the flow. ``skip`` tells what is no content; ``title`` is left out and splits before from after."""

    def __init__(
        self, pictures: PictureFolder, title: Tag | None, title_text: str, skip: Callable[[Tag], bool]
    ) -> None:
        self.pictures, self.title, self.title_text, self.skip = pictures, title, title_text, skip
        self.before: list[FlowItem] = []
        self.items: list[FlowItem] = []
        self._runs: list[Run] = []
        self._hints: list[frozenset[str]] = [frozenset()]
        self._marks: list[str] = []
        self._links: list[str] = []

    def walk(self, root: Tag, region: Tag) -> None:
        """Go through ``root`` and stop where ``region``, the part with the article, closes."""
        stack = [(root, iter(list(root.children)))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._close(tag)
                if tag is region and (self.title is None or self._title_seen):
                    return
            elif isinstance(child, Tag):
                if self._open(child):
                    stack.append((child, iter(list(child.children))))
            elif type(child) is NavigableString:
                self._runs.append((str(child), frozenset(self._marks), self._links[-1] if self._links else ""))

    _title_seen = False

    def _open(self, tag: Tag) -> bool:
        """Take ``tag`` in; says whether its children follow."""
        if tag is self.title:
            self._flush()
            self.before, self.items, self._title_seen = self.items, [], True
            return False
        name = tag.name.lower()
        if name == "br":
            self._flush()
            return False
        if name == "img":
            self._picture(tag)
            return False
        if name in DROPPED or is_hidden(tag) or self.skip(tag):
            return False
        if name in ("ol", "ul") and (item_list := self._list(tag, name == "ol")):
            self._flush()
            self.items.append(item_list)
            return False
        if name == "table" and (table := self._table(tag)):
            self._flush()
            self.items.append(table)
            return False
        if name in BLOCKS:
            self._flush()
            inherited = self._hints[-1]
            if name in ("table", "td", "th") or tag.get("align"):
                inherited -= {"centre"}
            self._hints.append(inherited | self._hints_of(tag, name))
        elif mark := MARKS.get(name):
            self._marks.append(mark)
        elif name == "a":
            self._links.append(web_address(str(tag.get("href") or "")))
        return True

    def _close(self, tag: Tag) -> None:
        name = tag.name.lower()
        if name in BLOCKS:
            self._flush()
            if len(self._hints) > 1:
                self._hints.pop()
        elif name in MARKS and self._marks:
            self._marks.pop()
        elif name == "a" and self._links:
            self._links.pop()

    def _hints_of(self, tag: Tag, name: str) -> frozenset[str]:
        found = words(tag)
        hints = {f"h{name[1]}"} if re.fullmatch("h[1-6]", name) else set()
        if name in ("figcaption", "caption") or found & CAPTION:
            hints.add("caption")
        if found & AUTHOR:
            hints.add("author")
        if found & LEAD and tag is not self.title:
            hints.add("lead")
        align = str(tag.get("align") or "") + str(tag.get("style") or "").replace(" ", "")
        if "center" in align or name == "center" or "center" in found:
            hints.add("centre")
        holder = name in ("table", "p", "figure", "center", "div", "td") and self._is_away_from_title(tag)
        if holder and _is_captioned_pictures(tag):
            hints.add("caption")
        return frozenset(hints)

    def _is_away_from_title(self, tag: Tag) -> bool:
        return self.title is None or tag not in self.title.parents

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        markup = markup_of(runs)
        if not markup:
            return
        hints = self._hints[-1]
        text = plain(markup)
        italic = len(text) <= 200 and all("i" in marks for string, marks, _ in runs if string.strip())
        heading = next((int(hint[1]) for hint in hints if re.fullmatch("h[1-6]", hint)), 0)
        is_caption = "caption" in hints or italic or ("centre" in hints and len(text) <= 200)
        level = 0 if not heading else 2 if heading <= 2 else 3
        self.items.append(
            Line(markup, is_caption, level if len(text) <= 200 else 0, "author" in hints, "lead" in hints)
        )

    def _picture(self, tag: Tag) -> None:
        address = str(tag.get("src") or "")
        if not address or address.startswith("data:"):
            address = str(tag.get("data-src") or tag.get("data-original") or "")
        stem = re.split(r"[\\/]", address.split("?")[0])[-1].rsplit(".", 1)[0]
        tiny = any(re.fullmatch(r"[0-3]?\d(?:px)?", str(tag.get(side) or "")) for side in ("width", "height"))
        if not address or tiny or _ICON.fullmatch(stem):
            return
        self._flush()
        alt = alt_from_page(str(tag.get("alt") or ""), self.title_text)
        self.items.append(Photo(image=self.pictures.find(address), alt_text=alt))

    def _list(self, tag: Tag, ordered: bool) -> ItemList | None:
        if tag.find(("img", "table", "h1", "h2", "h3", "h4")) or (self.title and tag in self.title.parents):
            return None
        entries = tag.find_all("li")
        items = []
        for entry in entries:
            if markup := markup_of(runs_of(entry)):
                items.append(markup)
        return ItemList(tuple(items), ordered) if items else None

    def _table(self, tag: Tag) -> Table | None:
        """A table of data. Most tables of old pages are layout: those are walked through."""
        if tag.find(("table", "img", "ul", "ol", "h1", "h2")) or not self._is_away_from_title(tag):
            return None
        rows = [row.find_all(("td", "th")) for row in tag.find_all("tr")]
        rows = [row for row in rows if any(text_of(cell) for cell in row)]
        texts = [tuple(text_of(cell) for cell in row) for row in rows]
        if len(rows) < 2 or min(map(len, rows)) < 2 or max(len(cell) for row in texts for cell in row) > 300:
            return None
        if any(shapes.before_end(cell)[1] for cell in texts[0]):
            return None
        width = max(map(len, texts))
        return Table(
            tuple(row + ("",) * (width - len(row)) for row in texts), all(cell.name == "th" for cell in rows[0])
        )


def _is_captioned_pictures(tag: Tag) -> bool:
    """Whether ``tag`` holds pictures and their captions: a picture first, no more lines than pictures, all short."""
    images = tag.find_all("img")
    # A picture that text flows around has that text as its neighbour, not as its caption.
    if not images or any(str(image.get("align")).lower() in ("left", "right") for image in images):
        return False
    lines: set[int] = set()
    length = 0
    pictures_first = False
    for node in tag.descendants:
        if isinstance(node, Tag):
            pictures_first = pictures_first or (node.name == "img" and not lines)
        elif type(node) is NavigableString and (text := node.strip()):
            lines.add(id(next(parent for parent in node.parents if parent is tag or parent.name in BLOCKS)))
            length += len(text)
    return pictures_first and len(lines) <= len(images) and length <= 200 * len(images)
