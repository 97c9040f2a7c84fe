"""Finds the parts of a portal's page: title, the region with the article, section, what is no content."""

import re
from collections import defaultdict
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from .cleaning import clean
from .dom import BLOCKS, strings, text_of, words

TITLE = frozenset(
    "title contentheading headline tenbai newstitle articletitle posttitle lbltitle detailtitle titledetail".split()
)
NO_TITLE = frozenset(
    "widget box block menu cat category site sub sidebar module comment comments related other".split()
)
BREADCRUMB = frozenset("breadcrumb breadcrumbs duongdan pathway sitepath navigate".split())
SECTION = frozenset("category chuyenmuc danhmuc cattitle catname categorytitle sectionname tenchuyenmuc".split())
FURNITURE = frozenset(
    "menu nav navbar sidebar footer banner comment comments binhluan related relatednews lienquan tinlienquan share "
    "social sharing toolbar tools login search advert quangcao adv rating pagination khaosat poll weblink "
    "lienket".split()
)
#: A page that has more headings than this is made to hurt.
MAX_CANDIDATES = 500
_SEPARATORS = re.compile(r"\s+(?:[|–—-]|::|»)\s+")


def meta(page: BeautifulSoup, *names: str) -> str:
    """The first ``<meta>`` of one of these names or properties that says anything."""
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag = page.find("meta", attrs={key: name})
            if isinstance(tag, Tag) and (content := clean(str(tag.get("content") or ""))):
                return content
    return ""


def find_title(page: BeautifulSoup) -> tuple[Tag | None, str]:
    """The tag that shows the title and its text; no tag if only the head of the page knows the title."""
    head = clean(page.title.get_text()) if page.title else ""
    social = meta(page, "og:title")
    best: tuple[int, Tag | None, str] = (0, None, "")
    candidates = 0
    for tag in page.find_all(True):
        found = words(tag)
        level = tag.name if tag.name in ("h1", "h2", "h3") else ""
        hinted = _is_title_class(found) or tag.get("itemprop") == "headline"
        if not (level or hinted) or tag.name in ("title", "meta", "body", "html"):
            continue
        candidates += 1
        if candidates > MAX_CANDIDATES:
            break
        text = text_of(tag)
        if len(text) < 8:
            continue
        known = len(text) >= 12 and (text == social or text in head)
        score = {"h1": 3, "h2": 1, "h3": 0, "": 0}[level] + 2 * hinted + 4 * known
        if tag.find_parent("a") or any(words(parent) & FURNITURE for parent in tag.parents):
            score -= 4
        if text.upper() == text and not known:
            score -= 2  # the name of the office over the page
        if score > best[0] or (score == best[0] and best[1] is not None and best[1] in tag.parents and score > 0):
            best = (score, tag, text)
    if best[0] >= 2:
        return best[1], best[2]
    wanted = social or max(_SEPARATORS.split(head), key=len, default="")
    if len(wanted) >= 12:
        for string in strings(page):
            if clean(string) == wanted and string.parent is not None and string.parent.name != "title":
                return string.parent, wanted
    return None, wanted


def _is_title_class(found: frozenset[str]) -> bool:
    if found & (NO_TITLE | SECTION):
        return False
    return bool(found & TITLE) or any("tieude" in word or word.endswith("title") for word in found)


def find_region(page: BeautifulSoup, title: Tag | None) -> Tag:
    """The smallest part of the page that holds both the title and the bulk of the text below it."""
    root = page.body or page
    weights: dict[int, float] = defaultdict(float)
    tags: dict[int, Tag] = {}
    started = title is None
    for node in root.descendants:
        if node is title:
            started = True
        if not started or isinstance(node, Tag) or not (length := _weight(str(node))):
            continue
        parents = [parent for parent in node.parents if parent.name in BLOCKS]
        if any(words(parent) & FURNITURE for parent in parents) or node.find_parent(("a", "script", "style")):
            continue
        for parent, share in zip(parents, (1, 1, 0.5), strict=False):
            weights[id(parent)] += length * share
            tags[id(parent)] = parent
    if not weights:
        return root
    bulk = tags[max(weights, key=lambda key: weights[key])]
    if title is None:
        return bulk
    around_bulk = {id(tag): tag for tag in (bulk, *bulk.parents)}
    return next((parent for parent in title.parents if id(parent) in around_bulk), root)


def _weight(text: str) -> int:
    length = len(text.strip())
    return length if length >= 25 else 0


def not_content(title: Tag | None, region: Tag) -> Callable[[Tag], bool]:
    """Tells menus, comments and the like by their names, but never a part that holds the article itself."""
    holders = {id(region), *(id(tag) for tag in region.parents)}
    if title is not None:
        holders |= {id(tag) for tag in title.parents}

    def skip(tag: Tag) -> bool:
        if id(tag) in holders:
            return False
        return tag.name in ("nav", "aside", "footer") or bool(words(tag) & (FURNITURE | BREADCRUMB))

    return skip


def find_section(page: BeautifulSoup, title_text: str) -> tuple[str, ...]:
    """The titles of the sections in the page's breadcrumb, without the home page and the article itself."""
    for names in (BREADCRUMB, SECTION):
        for tag in page.find_all(True):
            if not words(tag) & names or _holds_another(tag, names):
                continue
            links = [text_of(link) for link in tag.find_all("a")]
            steps = links or re.split(r"[»›>/|]", text_of(tag))
            titles = [clean(step.strip(" »›>/|")) for step in steps]
            known = tuple(t for t in titles if t and t.lower() not in _HOME and t != title_text and len(t) <= 100)
            if known:
                return known
    return tuple(filter(None, [meta(page, "article:section")]))


def _holds_another(tag: Tag, names: frozenset[str]) -> bool:
    return any(words(child) & names for child in tag.find_all(True))


_HOME = frozenset(("trang chủ", "trang nhất", "home", "trang chính", "trangchu"))


def saved_from(text: str, page: BeautifulSoup) -> str:
    """The address the page was saved from, as the browser or the page itself noted it."""
    if match := re.search(r"<!--\s*saved from url=\(\d+\)\s*(https?://\S+?)\s*-->", text[:4096]):
        return match.group(1)
    link = page.find("link", rel="canonical")
    address = str(link.get("href") or "").strip() if isinstance(link, Tag) else meta(page, "og:url")
    return address if re.match(r"https?://[^\s]+$", address) else ""
