"""Locate the parts of a saved page: title, region with the article, section and boilerplate."""

import re
from collections import defaultdict
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from .cleaning import clean_string
from .dom import BLOCK_TAGS, get_name_words, get_text, iter_strings
from .metadata import get_meta

TITLE_WORDS = frozenset(
    "title contentheading headline tenbai newstitle articletitle posttitle lbltitle detailtitle titledetail".split()
)
NON_TITLE_WORDS = frozenset(
    "widget box block menu cat category site sub sidebar module comment comments related other".split()
)
BREADCRUMB_WORDS = frozenset("breadcrumb breadcrumbs duongdan pathway sitepath navigate".split())
SECTION_WORDS = frozenset("category chuyenmuc danhmuc cattitle catname categorytitle sectionname tenchuyenmuc".split())
BOILERPLATE_WORDS = frozenset(
    "menu nav navbar sidebar footer banner comment comments binhluan related relatednews lienquan tinlienquan share "
    "social sharing toolbar tools login search advert quangcao adv rating pagination khaosat poll weblink "
    "lienket copyright hdprint addthis fblike fbshare zalosharebutton".split()
)
#: A predicate that selects the elements to ignore.
SkipFilter = Callable[[Tag], bool]
#: Bounds the search for the title on pages with very many headings.
MAX_CANDIDATES = 500
_SEPARATORS = re.compile(r"\s+(?:[|–—-]|::|»)\s+")


def find_title(page: BeautifulSoup) -> tuple[Tag | None, str]:
    """Return the tag that shows the title, and its text; no tag if the title is only in the head of the page."""
    head = clean_string(page.title.get_text()) if page.title else ""
    social = get_meta(page, "og:title")
    best: tuple[int, Tag | None, str] = (0, None, "")
    candidates = 0
    for tag in page.find_all(True):
        name_words = get_name_words(tag)
        level = tag.name if tag.name in ("h1", "h2", "h3") else ""
        hinted = _is_title_class(name_words) or tag.get("itemprop") == "headline"
        if not (level or hinted) or tag.name in ("title", "meta", "body", "html"):
            continue
        candidates += 1
        if candidates > MAX_CANDIDATES:
            break
        text = get_text(tag)
        if len(text) < 8:
            continue
        known = len(text) >= 12 and (text == social or text in head)
        score = {"h1": 3, "h2": 1, "h3": 0, "": 0}[level] + 2 * hinted + 4 * known
        if tag.find_parent("a") or any(get_name_words(parent) & BOILERPLATE_WORDS for parent in tag.parents):
            score -= 4
        if text.upper() == text and not known:
            score -= 2  # probably the name of the office in the header
        if score > best[0] or (score == best[0] and best[1] is not None and best[1] in tag.parents and score > 0):
            best = (score, tag, text)
    if best[0] >= 2:
        return best[1], best[2]
    title = social or max(_SEPARATORS.split(head), key=len, default="")
    if len(title) >= 12:
        for string in iter_strings(page):
            if clean_string(string) == title and string.parent is not None and string.parent.name != "title":
                return string.parent, title
    return None, title


def _is_title_class(name_words: frozenset[str]) -> bool:
    if name_words & (NON_TITLE_WORDS | SECTION_WORDS):
        return False
    return bool(name_words & TITLE_WORDS) or any("tieude" in word or word.endswith("title") for word in name_words)


def find_region(page: BeautifulSoup, title: Tag | None) -> Tag:
    """Return the smallest element that contains both the title and most of the text below it."""
    root = page.body or page
    weights: dict[int, float] = defaultdict(float)
    tags: dict[int, Tag] = {}
    started = title is None
    for node in root.descendants:
        if node is title:
            started = True
        if not started or isinstance(node, Tag) or not (length := _get_text_weight(str(node))):
            continue
        parents = [parent for parent in node.parents if parent.name in BLOCK_TAGS]
        if any(get_name_words(parent) & BOILERPLATE_WORDS for parent in parents) or node.find_parent(
            ("a", "script", "style")
        ):
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


def _get_text_weight(text: str) -> int:
    length = len(text.strip())
    return length if length >= 25 else 0


def build_boilerplate_filter(title: Tag | None, region: Tag) -> SkipFilter:
    """Return a predicate for menus, comments and the like; it never matches an ancestor of the article."""
    holders = {id(region), *(id(tag) for tag in region.parents)}
    if title is not None:
        holders |= {id(tag) for tag in title.parents}

    def skip(tag: Tag) -> bool:
        if id(tag) in holders:
            return False
        return tag.name in ("nav", "aside", "footer") or bool(
            get_name_words(tag) & (BOILERPLATE_WORDS | BREADCRUMB_WORDS)
        )

    return skip


def find_section(page: BeautifulSoup, title_text: str) -> tuple[str, ...]:
    """Return the section titles in the page's breadcrumb, without the home page and the article itself."""
    for names in (BREADCRUMB_WORDS, SECTION_WORDS):
        for tag in page.find_all(True):
            if not get_name_words(tag) & names or _contains_match(tag, names):
                continue
            links = [get_text(link) for link in tag.find_all("a")]
            steps = links or re.split(r"[»›>/|]", get_text(tag))
            titles = [clean_string(step.strip(" »›>/|")) for step in steps]
            known = tuple(
                t for t in titles if t and t.lower() not in _HOME_PAGE_TITLES and t != title_text and len(t) <= 100
            )
            if known and not any(map(is_address, known)):
                return known
    return tuple(filter(None, [get_meta(page, "article:section")]))


def is_address(text: str) -> bool:
    """Return whether ``text`` is a URL, a host name or an e-mail address, and so no title of a section."""
    return re.search(r"://|www\.|@|^[\w-]+(?:\.[\w-]+)+$", text) is not None


def _contains_match(tag: Tag, names: frozenset[str]) -> bool:
    return any(get_name_words(child) & names for child in tag.find_all(True))


_HOME_PAGE_TITLES = frozenset(("trang chủ", "trang nhất", "home", "trang chính", "trangchu"))
