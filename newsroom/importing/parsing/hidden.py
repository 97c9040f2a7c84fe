"""Remove the elements of a page that visitors do not see."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from .dom import is_hidden

_HIDING_CLASSES = frozenset(
    "hidden hide d-none sr-only visually-hidden visuallyhidden screen-reader-text invisible is-hidden "
    "element-invisible hidden-print d-print-none no-print noprint".split()
)
#: Classes that show an element again on larger screens: ``d-none d-md-block``.
_SHOWING_CLASS = re.compile(
    r"(?:d-(?:sm|md|lg|xl|xxl)|(?:sm|md|lg|xl|2xl):|visible-(?:xs|sm|md|lg)|show-for-)(?!.*(?:none|hidden))", re.I
)
_MACHINE_PROPERTIES = frozenset("image url logo publisher thumbnailUrl mainEntityOfPage".split())
_URL_ONLY = re.compile(r"\s*(?:https?://\S*)?\s*")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_SIMPLE_SELECTOR = re.compile(r"[a-z][\w-]*|[.#][\w-]+", re.I)
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.I)
MAX_STYLES = 300_000

Selector = frozenset[str]


def remove_hidden(page: BeautifulSoup) -> int:
    """Remove hidden elements from ``page`` and return the number of characters of text that they had.

    An element with most of the page's text is kept: some pages hide everything until their script has run.
    """
    rules = _read_display_rules(page)
    limit = len(page.get_text()) / 2
    removed = 0
    for tag in page.find_all(True):
        # A decomposed tag has no parent; bs4's property searches all descendants of the others.
        if tag.parent is None or tag.name in ("html", "head", "body", "meta", "link", "script", "style", "noscript"):
            continue
        if _is_invisible(tag) or (rules and _is_hidden_by_rules(tag, rules)):
            length = len(" ".join(tag.get_text().split()))
            if length <= limit:
                removed += length
                tag.decompose()
    return removed


def _is_invisible(tag: Tag) -> bool:
    classes = set(_get_classes(tag))
    if classes & _HIDING_CLASSES and not any(map(_SHOWING_CLASS.match, classes)):
        return True
    properties = set(str(tag.get("itemprop") or "").split())
    if properties & _MACHINE_PROPERTIES and not _has_image(tag) and _URL_ONLY.fullmatch(tag.get_text()):
        return True
    return is_hidden(tag) or (str(tag.get("aria-hidden")).lower() == "true" and not _has_image(tag))


def _has_image(tag: Tag) -> bool:
    return tag.name == "img" or tag.find("img") is not None


def _get_classes(tag: Tag) -> list[str]:
    value = tag.get("class") or ""
    return " ".join(value if isinstance(value, list) else [str(value)]).lower().split()


def _read_display_rules(page: BeautifulSoup) -> list[tuple[Selector, bool]]:
    """Return the selectors without combinators in the page's style sheets and whether they hide elements, in order."""
    rules: dict[Selector, bool] = {}
    for style in page.find_all("style"):
        if "print" in str(style.get("media") or ""):
            continue
        for selectors, declarations in _iter_rules(_COMMENT.sub("", style.get_text()[:MAX_STYLES])):
            if display := _DISPLAY.findall(declarations):
                for selector in selectors.split(","):
                    parts = _SIMPLE_SELECTOR.findall(selector := selector.strip())
                    if parts and "".join(parts) == selector:
                        rules[frozenset(part.lower() for part in parts)] = display[-1].lower() == "none"
    return sorted(rules.items(), key=lambda rule: (sum(part[0] == "#" for part in rule[0]), len(rule[0])))


def _iter_rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of the rules outside of ``@media`` and the like."""
    depth = start = 0
    selectors = ""
    for match in re.finditer(r"[{}]", css):
        if match.group() == "{":
            if depth == 0:
                selectors, start = css[start : match.start()].rpartition(";")[2].strip(), match.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not selectors.startswith("@"):
                    yield selectors, css[start : match.start()]
                start = match.end()


def _is_hidden_by_rules(tag: Tag, rules: list[tuple[Selector, bool]]) -> bool:
    names = {tag.name, *(f".{name}" for name in _get_classes(tag)), f"#{str(tag.get('id') or '').lower()}"}
    if re.search(r"display\s*:\s*(?!none)", str(tag.get("style") or "")):
        return False
    return next((hides for selector, hides in reversed(rules) if selector <= names), False)
