"""Traverse an HTML tree in document order and convert it into a flow of lines, lists, tables and photos."""

import re
from collections.abc import Callable, Sequence

from bs4 import NavigableString, Tag

from newsroom.importing.readers.image_files import ImageFolder, clean_alt_text
from newsroom.importing.records import Heading, ItemList, Photo, Table

from .cleaning import escape_html, strip_markup
from .dates import classify_date_line
from .dom import BLOCK_TAGS, IGNORED_TAGS, get_name_words, get_text
from .flow import FlowItem, Line
from .image_urls import find_image_urls
from .inline_markup import TextRun, clean_href, get_marks, get_runs, render_runs
from .tables import parse_table

CAPTION_WORDS = frozenset("caption chuthich chuthichanh imagecaption imgcaption figcaption photocaption ghichu".split())
AUTHOR_WORDS = frozenset("author tacgia butdanh nguoiviet byline signature postauthor".split())
LEAD_WORDS = frozenset(
    "hometext sapo lead summary tomtat trichdan intro introtext motta mota description chapeau".split()
)
_ICON = re.compile(
    r"(?:icons?|spacer|blank|pixel|print(?:er)?|e?mail|pdf|arrow|bullet|line|dot|facebook|zalo|twitter|rss|new|hot)[\d_.-]*",
    re.I,
)


class PageWalker:
    """Collects the flow: ``before`` the title tag, ``items`` after it. ``skip`` selects the elements to ignore."""

    def __init__(
        self, image_files: ImageFolder | None, title: Tag | None, title_text: str, skip: Callable[[Tag], bool]
    ) -> None:
        self.image_files, self.title, self.title_text, self.skip = image_files, title, title_text, skip
        self.before: list[FlowItem] = []
        self.items: list[FlowItem] = []
        self._runs: list[TextRun] = []
        self._hints: list[frozenset[str]] = [frozenset()]
        self._marks: list[frozenset[str]] = [frozenset()]
        self._links: list[str] = []

    def walk(self, root: Tag, region: Tag) -> None:
        """Traverse ``root`` up to the end of ``region``, the element that contains the article."""
        self._has_images = root.find("img") is not None
        stack = [(root, iter(list(root.children)))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave_tag(tag)
                if tag is region and (self.title is None or self._title_seen):
                    return
            elif isinstance(child, Tag):
                if self._enter_tag(child):
                    stack.append((child, iter(list(child.children))))
            elif type(child) is NavigableString:
                self._runs.append((str(child), self._marks[-1], self._links[-1] if self._links else ""))

    _title_seen = _has_images = False

    def _enter_tag(self, tag: Tag) -> bool:
        """Process the start of ``tag``; return whether to descend into its children."""
        if tag is self.title:
            self._flush()
            self.before, self.items, self._title_seen = self.items, [], True
            return False
        name = tag.name.lower()
        if name == "br":
            self._flush()
            return False
        if name == "img":
            self._add_image(tag)
            return False
        if name in IGNORED_TAGS or self.skip(tag):
            return False
        if name in ("ol", "ul") and (items := self._parse_list(tag, name == "ol")):
            self._flush()
            self.items.extend(items)
            return False
        if name == "table" and self._is_away_from_title(tag) and (blocks := self._parse_table(tag)):
            self._flush()
            self.items.extend(
                Line(escape_html(block.text), heading=block.level) if isinstance(block, Heading) else block
                for block in blocks
            )
            return False
        self._marks.append(get_marks(tag, self._marks[-1]))
        if name in BLOCK_TAGS:
            self._flush()
            inherited = self._hints[-1]
            if name in ("table", "td", "th") or tag.get("align"):
                inherited -= {"centre"}
            self._hints.append(inherited | self._get_hints(tag, name))
        if name == "a":
            self._links.append(clean_href(str(tag.get("href") or "")))
        return True

    def _leave_tag(self, tag: Tag) -> None:
        name = tag.name.lower()
        if name in BLOCK_TAGS:
            self._flush()
            if len(self._hints) > 1:
                self._hints.pop()
        if len(self._marks) > 1:
            self._marks.pop()
        if name == "a" and self._links:
            self._links.pop()

    def _get_hints(self, tag: Tag, name: str) -> frozenset[str]:
        name_words = get_name_words(tag)
        hints = {f"h{name[1]}"} if re.fullmatch("h[1-6]", name) else set()
        if name in ("figcaption", "caption") or name_words & CAPTION_WORDS:
            hints.add("caption")
        if name_words & AUTHOR_WORDS:
            hints.add("author")
        if name_words & LEAD_WORDS and tag is not self.title:
            hints.add("lead")
        align = str(tag.get("align") or "") + str(tag.get("style") or "").replace(" ", "")
        if "center" in align or name == "center" or "center" in name_words:
            hints.add("centre")
        holder = name in ("table", "p", "figure", "center", "div", "td") and self._is_away_from_title(tag)
        if holder and self._has_images and _holds_captioned_images(tag):
            hints.add("caption")
        return frozenset(hints)

    def _is_away_from_title(self, tag: Tag) -> bool:
        return self.title is None or tag not in self.title.parents

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        markup = render_runs(runs)
        if not markup:
            return
        hints = self._hints[-1]
        text = strip_markup(markup)
        italic = len(text) <= 200 and all("i" in marks for string, marks, _ in runs if string.strip())
        heading = next((int(hint[1]) for hint in hints if re.fullmatch("h[1-6]", hint)), 0)
        is_caption = "caption" in hints or italic or ("centre" in hints and len(text) <= 200)
        level = 0 if not heading else 2 if heading <= 2 else 3
        self.items.append(
            Line(markup, is_caption, level if len(text) <= 200 else 0, "author" in hints, "lead" in hints)
        )

    def _add_image(self, tag: Tag) -> None:
        urls = find_image_urls(tag)
        stem = re.split(r"[\\/]", urls[0].split("?")[0])[-1].rsplit(".", 1)[0] if urls else ""
        tiny = any(re.fullmatch(r"[0-3]?\d(?:px)?", str(tag.get(side) or "")) for side in ("width", "height"))
        if not urls or tiny or _ICON.fullmatch(stem):
            return
        self._flush()
        alt = clean_alt_text(str(tag.get("alt") or ""), self.title_text)
        image = self.image_files.find_first(urls) if self.image_files else None
        self.items.append(Photo(image=image, alt_text=alt))

    def _parse_table(self, tag: Tag) -> list[Heading | Table]:
        return parse_table(tag)

    def _parse_list(self, tag: Tag, ordered: bool) -> Sequence[FlowItem]:
        """Return a list; nothing if its items have to be read one by one."""
        if tag.find(("img", "table", "h1", "h2", "h3", "h4")) or (self.title and tag in self.title.parents):
            return []
        entries = tag.find_all("li")
        # Lists of the date, the author and buttons, as themes put them below the title.
        if any(classify_date_line(text, below_title=True) for entry in entries[:6] if (text := get_text(entry))):
            return []
        items = []
        for entry in entries:
            if markup := render_runs(get_runs(entry)):
                items.append(markup)
        return [ItemList(tuple(items), ordered)] if items else []


def _holds_captioned_images(tag: Tag) -> bool:
    """Return whether ``tag`` holds images with captions: an image first, at most one short line per image."""
    images = tag.find_all("img")
    # The text beside a floating image is body text, not a caption.
    if not images or any(str(image.get("align")).lower() in ("left", "right") for image in images):
        return False
    lines: set[int] = set()
    length = 0
    images_first = False
    for node in tag.descendants:
        if isinstance(node, Tag):
            images_first = images_first or (node.name == "img" and not lines)
        elif type(node) is NavigableString and (text := node.strip()):
            lines.add(id(next(parent for parent in node.parents if parent is tag or parent.name in BLOCK_TAGS)))
            length += len(text)
    return images_first and len(lines) <= len(images) and length <= 200 * len(images)
