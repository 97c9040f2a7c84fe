"""Recognise saved pages that are no articles: home pages, categories, tags, search results and authors' pages.

On a list the titles of articles are links, with little other text above the first one. An article has text of its own
above the lists around it. What the page says about itself (URL, class names, metadata) decides where both are possible.
A page that may be either is imported as a draft.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from newsroom.importing.records import NotAnArticle, UnreadableArticle

from .cleaning import clean_string
from .dom import get_text
from .line_shapes import PageLine, is_page_link, read_lines
from .metadata import get_meta, iter_json_types
from .page_parts import SkipFilter

LIST = "list of articles"
DOUBT = "it may be a list of articles"
#: Characters of text above the first link to an article. Fewer are a label, more are an article.
_LABEL, _TEXT = 40, 300

_URL_KINDS = (
    ("search results", r"[?&](?:s|q|searchword|keywords?|tukhoa)=|/(?:search|seek|tim-kiem)(?:[/?.]|$)"),
    ("tag page", r"/tags?/|[?&]tags?="),
    ("author page", r"/(?:author|tac-gia)/"),
    (
        LIST,
        r"/(?:category|chuyen-muc|danh-muc)/|/page[/-]\d+/?$|[?&](?:op|view)=(?:viewcat|category|featured|archive)\b",
    ),
    ("home page", r"^(?:/(?:(?:index|default|home|trang-chu|trangchu)(?:\.\w{3,5})?/?)?)?$"),
)
_TITLE_KINDS = (
    ("search results", r"kết quả tìm kiếm|tìm kiếm\s*(?::|$)|search results"),
    ("tag page", r"(?:thẻ|tags?|từ khóa)\s*:"),
    ("author page", r"(?:tác giả|author|bài viết của)\s*:"),
    (LIST, r"(?:chuyên mục|danh mục|category|lưu trữ|archives?)\s*:"),
)
#: Class names that WordPress and Joomla give to the page and to lists.
_CLASS_KINDS = (
    ("search results", frozenset("search search-results com-search com-finder".split())),
    ("tag page", frozenset("tag view-tag tag-category com-tags-tag".split())),
    ("author page", frozenset(("author",))),
    (LIST, frozenset("archive category date paged view-category view-categories view-featured view-archive".split())),
    ("home page", frozenset("home frontpage".split())),
)
_LIST_TAGS = "div.blog, div.blog-featured, div.category-list, div.categories-list, table.category"
_ARTICLE_CLASSES = frozenset("single single-post view-article".split())
_ARTICLE_TYPES = ("NewsArticle", "Article", "BlogPosting")
_LIST_TYPES = {"SearchResultsPage": "search results", "CollectionPage": LIST, "ProfilePage": "author page"}


@dataclass(frozen=True, slots=True)
class PageShape:
    """The lines of a page below its title, as far as they tell a list from an article."""

    #: Characters of text above the first link to an article, and whether a date line is among them.
    text: int
    is_dated: bool
    #: Links to articles, those with a text below, and links such as “Xem tiếp”.
    links: int
    teasers: int
    read_more: int
    #: Characters of text below the first link.
    first_text: int


def check_page_kind(page: BeautifulSoup, title: Tag | None, skip: SkipFilter, source_url: str) -> tuple[str, ...]:
    """Return the doubt that a page is a list, or nothing. Raises ``NotAnArticle`` if it certainly is one."""
    kind = _find_kind(page, get_text(title) if title else "", source_url)
    if title is not None and _is_in_list(page, title, source_url, known=bool(kind)):
        title = None
    shape = _measure(read_lines(page.body or page, title, skip, source_url))
    verdict = _judge(shape, kind, is_article=_says_article(page))
    if verdict == LIST:
        raise NotAnArticle(kind or LIST)
    return (DOUBT,) if verdict else ()


def check_has_article(page: BeautifulSoup, title: str) -> None:
    """Refuse a page without article text: short, without images, dates and a marked title.

    Raises ``NotAnArticle`` for such a page, which may be a frame with a banner or a menu. An empty page is none: it may
    be an article that was saved badly. Raises ``UnreadableArticle`` if there is no ``title``.
    """
    if page.find("img") is None and 0 < len(get_text(page.body or page)) < _TEXT:
        raise NotAnArticle("frame without an article")
    if not title:
        raise UnreadableArticle("no title found on the page")


def _is_in_list(page: BeautifulSoup, title: Tag, source_url: str, *, known: bool) -> bool:
    """Return whether the title is a link of a list: one of several alike, or on a page that is known to be a list.

    The title of an article may be a link to itself.
    """
    own = _get_link(title) or title.find_parent("a")
    if own is None or not is_page_link(own, source_url):
        return False
    alike = [tag for tag in page.find_all(title.name) if tag.get("class") == title.get("class")]
    links = {str(link["href"]) for link in map(_get_link, alike) if link}
    return known or len(links) > 2


def _get_link(tag: Tag) -> Tag | None:
    return tag if tag.name == "a" and tag.get("href") else tag.find("a", href=True)


def _measure(lines: list[PageLine]) -> PageShape:
    first = next((n for n, line in enumerate(lines) if line.is_link), len(lines))
    is_dated = any(line.is_date for line in lines[:first])
    text = sum(line.length for line in lines[:first])
    if text >= _LABEL:
        # What follows “Các tin khác” belongs to the site, unless nothing precedes it.
        end = next((n for n, line in enumerate(lines) if line.is_end), len(lines))
        lines = lines[:end]
        text = sum(line.length for line in lines[:first])
    links = [n for n, line in enumerate(lines) if line.is_link]
    texts = [sum(line.length for line in lines[n:end]) for n, end in pairwise([*links, len(lines)])]
    return PageShape(
        text=text,
        is_dated=is_dated,
        links=len(links),
        teasers=sum(length >= _LABEL for length in texts),
        first_text=texts[0] if texts else 0,
        read_more=len({line.read_more for line in lines if line.read_more}),
    )


def _judge(shape: PageShape, kind: str, *, is_article: bool) -> str:
    """Return ``LIST``, ``DOUBT`` or an empty string for an article."""
    looks_like_list = shape.links > 2 or shape.read_more > 1
    if is_article and kind:  # a theme that says the same of all its pages
        kind, is_article = "", False
    if kind:
        if shape.text >= _TEXT:
            return DOUBT if looks_like_list else ""
        if shape.is_dated and shape.text >= _LABEL:
            return DOUBT
        return LIST if shape.links or shape.read_more or kind == "search results" else ""
    if not looks_like_list:
        bare = shape.links and shape.text < _LABEL and not shape.is_dated and not is_article
        return DOUBT if bare else ""
    if shape.text >= _TEXT:
        return DOUBT if shape.read_more > 1 and not is_article else ""
    if is_article or shape.is_dated:
        is_bare_list = shape.text < _LABEL and shape.links > 4 and not is_article
        return LIST if is_bare_list else "" if shape.text >= _LABEL else DOUBT
    if shape.teasers == 1 and shape.first_text >= _TEXT:
        return DOUBT  # the title of an article may be a link to itself
    return LIST if shape.text < _LABEL or shape.read_more > 1 or shape.teasers > 2 else DOUBT


def _find_kind(page: BeautifulSoup, title: str, source_url: str) -> str:
    """Return the kind of list that the page says it is, or an empty string."""
    address = ""
    if source_url:
        parts = urlsplit(source_url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        for kind, pattern in _URL_KINDS:
            if re.search(pattern, address, re.I):
                return kind
    classes = _get_classes(page.body)
    for kind, names in _CLASS_KINDS:
        if classes & names and not classes & _ARTICLE_CLASSES:
            return kind
    head = clean_string(page.title.get_text()) if page.title else ""
    for kind, pattern in _TITLE_KINDS:
        if any(re.match(pattern, text, re.I) for text in (title, head)):
            return kind
    if types := [_LIST_TYPES[name] for name in iter_json_types(page) if name in _LIST_TYPES]:
        return types[0]
    return LIST if page.select_one(_LIST_TAGS) else ""


def _says_article(page: BeautifulSoup) -> bool:
    """Return whether the page says for machines that it is an article."""
    if get_meta(page, "og:type").lower() == "article" or get_meta(page, "article:published_time"):
        return True
    bodies = page.select("[itemprop=articleBody]", limit=2)
    types = [name for name in iter_json_types(page) if name in _ARTICLE_TYPES]
    return len(bodies) == 1 or len(types) == 1 or bool(_get_classes(page.body) & _ARTICLE_CLASSES)


def _get_classes(tag: Tag | None) -> frozenset[str]:
    value = tag.get("class") if tag else None
    return frozenset(" ".join(value if isinstance(value, list) else [str(value or "")]).lower().split())
