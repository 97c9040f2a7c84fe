"""Load the data of all blocks of a home page together, so that ten blocks take few more queries than one.

A block's template gets its data in the context and shows nothing else; a block without data renders nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.blocks import StructValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from home.blocks.base import BlockData, DataBlock, LinkBox
from mysite.blocks.photos import PhotoValue
from mysite.compiled_queries import compiled_query
from mysite.images import page_images
from mysite.images.filters import CARD, LOGO, ImageUse
from mysite.images.renditions import get_images
from mysite.pages.querysets import get_localized_pages
from newsroom.articles.most_read import find_most_read
from newsroom.models import EventPage, EventSection, NewsPage
from newsroom.models.querysets import NewsPageQuerySet, attach_sections

from .recent_documents import get_recent_documents

#: The body of a home page that has none.
DEFAULT_BODY = [{"type": "headlines", "value": {}}, {"type": "latest_news", "value": {"count": 12}}]
#: The page types that may have a gallery.
GALLERY_PAGE_TYPES: tuple[type[Page], ...] = (NewsPage, EventPage)


def load_blocks(stream: StreamValue, home: Page) -> list[tuple[StreamValue.StreamChild, BlockData]]:
    """Return the blocks of ``stream``, each with its data from below ``home``, in the language of that page."""
    loader = _BlockLoader(home, stream or stream.stream_block.to_python(DEFAULT_BODY))
    loader.load()
    return loader.blocks


def has_content(block: StreamValue.StreamChild, shown: BlockData) -> bool:
    """Return whether ``block`` renders anything."""
    return bool(shown.items if isinstance(block.block, DataBlock) else block.value)


def get_image_uses(stream: StreamValue) -> Iterator[ImageUse]:
    """Yield the images chosen in the blocks of ``stream``, including those of pages that are not visible."""
    for block in stream.blocks_by_name("link_boxes"):
        yield from ((link["picture"], LOGO) for link in block.value["links"] if link["picture"])
    chosen = [block.value["page"] for block in stream.blocks_by_name("photo_strip") if block.value["page"]]
    for photos in _load_photos(chosen).values():
        yield from ((photo["image"], CARD) for photo in photos)


class _BlockLoader:
    """Loads the data of the blocks of one home page for one request."""

    def __init__(self, home: Page, stream: StreamValue) -> None:
        self.home = home
        self.blocks: list[tuple[StreamValue.StreamChild, BlockData]] = []
        self.values_by_type: dict[str, list[tuple[StructValue, BlockData]]] = {}
        for number, block in enumerate(stream):
            value, shown = block.value, BlockData(heading_id=f"block_{number}", is_first=number == 0)
            self.blocks.append((block, shown))
            if isinstance(block.block, DataBlock):
                shown.title = value.get("title") or ""
                # The value of a deleted section is None, but must not be taken for “all sections”.
                if "section" not in value or value["section"] or not stream.raw_data[number]["value"].get("section"):
                    self.values_by_type.setdefault(block.block_type, []).append((value, shown))

    def load(self) -> None:
        pages = self._load_chosen_pages()
        articles = [*self._load_headlines_and_latest(), *self._load_section_news(pages)]
        self._load_most_read(pages)
        photos = self._load_photo_strips(pages)
        boxes = self._load_link_boxes(pages)
        self._load_coming_events(pages)
        self._load_recent_documents()
        attach_sections(articles)
        for _value, shown in self._get_values("section_news"):
            for article in shown.items:
                if shown.page == article.section:
                    article.section = None  # the block's heading shows it already
        _load_images(articles, photos, boxes)
        for _value, shown in self._get_values("photo_strip"):
            shown.items = [photo for photo in shown.items if not photo["image"].is_restricted]

    def _get_values(self, block_type: str) -> list[tuple[StructValue, BlockData]]:
        return self.values_by_type.get(block_type, [])

    def _load_chosen_pages(self) -> dict[UUID, Page]:
        """Return the visible pages chosen in any block by translation key. One query."""
        with_section = map(self._get_values, ("section_news", "most_read", "coming_events"))
        chosen = [value["section"] for value, _ in chain.from_iterable(with_section)]
        chosen += [value["page"] for value, _ in self._get_values("photo_strip")]
        chosen += [link["page"] for value, _ in self._get_values("link_boxes") for link in value["links"]]
        chosen = [page for page in chosen if page]
        return get_localized_pages(chosen) if chosen else {}

    def _get_local_page(self, chosen: Page | None, pages: dict[UUID, Page]) -> Page | None:
        """Return the page in the language of the home page, or None if there is no visible one."""
        page = pages.get(chosen.translation_key) if chosen else None
        return page if page and page.locale_id == self.home.locale_id else None

    def _load_headlines_and_latest(self) -> Iterator[NewsPage]:
        """Load headlines and latest news, without duplicates, with one query each."""
        path, now = self.home.path, timezone.now()
        above: list[NewsPage] = []
        for value, shown in self._get_values("headlines"):
            shown.items = _find_headlines(path, now, count=_get_count(value))
            above += shown.items
        yield from above
        for value, shown in self._get_values("latest_news"):
            shown.items = _find_latest(path, [article.pk for article in above], now, count=_get_count(value))
            yield from shown.items

    def _load_section_news(self, pages: dict[UUID, Page]) -> Iterator[NewsPage]:
        """Load the articles of sections, with one query per block."""
        for value, shown in self._get_values("section_news"):
            section = self._get_local_page(value["section"], pages)
            if section:
                shown.page = section
                shown.title = shown.title or section.title
                shown.items = _find_section_news(section.path, timezone.now(), count=_get_count(value))
                yield from shown.items

    def _load_most_read(self, pages: dict[UUID, Page]) -> None:
        for value, shown in self._get_values("most_read"):
            if top := self._get_local_page(value["section"], pages) if value["section"] else self.home:
                shown.items = find_most_read(top.path, count=_get_count(value))

    def _load_coming_events(self, pages: dict[UUID, Page]) -> None:
        """Load upcoming events, with one query per block, and one for the section that lists all events."""
        now = timezone.now()
        for value, shown in self._get_values("coming_events"):
            if value["section"]:
                section = top = self._get_local_page(value["section"], pages)
            else:
                section, top = _find_event_section.first(self.home.path, self.home.depth + 1, now), self.home
            if top:
                shown.page = section
                of_section, count = bool(value["section"]), _get_count(value)
                shown.items = _find_coming_events(top.path, now, of_section=of_section, count=count)

    def _load_photo_strips(self, pages: dict[UUID, Page]) -> list[PhotoValue]:
        """Load the photos of all strips, with two queries per page type: for the pages and for their images."""
        strips = [
            (value, shown, self._get_local_page(value["page"], pages))
            for value, shown in self._get_values("photo_strip")
        ]
        photos = _load_photos([page for _, _, page in strips if page])
        for value, shown, page in strips:
            if page:
                shown.page = page
                shown.title = shown.title or page.title
                shown.items = photos.get(page.pk, [])[: _get_count(value)]
        return [photo for _, shown, _ in strips for photo in shown.items]

    def _load_link_boxes(self, pages: dict[UUID, Page]) -> list[LinkBox]:
        for value, shown in self._get_values("link_boxes"):
            shown.items = list(_build_link_boxes(value["links"], pages))
        return [box for _, shown in self._get_values("link_boxes") for box in shown.items]

    def _load_recent_documents(self) -> None:
        blocks = self._get_values("recent_documents")
        documents = get_recent_documents(self.home, max(_get_count(value) for value, _ in blocks)) if blocks else []
        for value, shown in blocks:
            shown.items = documents[: _get_count(value)]


def _select_articles(path: str, now: datetime) -> NewsPageQuerySet:
    """Return the articles below ``path``, without images, which are loaded for all blocks together."""
    return NewsPage.objects.below(path).visible(now).exclude_foreign_aliases().for_cards()


@compiled_query
def _find_bodies(pks: list[int], *, model: type[Page]) -> QuerySet[Page]:
    return model.objects.filter(pk__in=pks).only("body")


@compiled_query
def _find_headlines(path: str, now: datetime, *, count: int) -> NewsPageQuerySet:
    return _select_articles(path, now).exclude_aliases().filter(is_headline=True)[:count]


@compiled_query
def _find_latest(path: str, exclude_pks: list[int], now: datetime, *, count: int) -> NewsPageQuerySet:
    return _select_articles(path, now).exclude_aliases().exclude(pk__in=exclude_pks)[:count]


@compiled_query
def _find_section_news(path: str, now: datetime, *, count: int) -> NewsPageQuerySet:
    return _select_articles(path, now)[:count]


@compiled_query
def _find_event_section(home_path: str, depth: int, now: datetime) -> QuerySet[EventSection]:
    sections = EventSection.objects.filter(path__startswith=home_path, depth=depth).visible(now).exclude_aliases()
    return sections.select_related("locale").order_by("path")[:1]


@compiled_query
def _find_coming_events(path: str, now: datetime, *, of_section: bool, count: int) -> QuerySet[EventPage]:
    events = EventPage.objects.filter(path__startswith=path).visible(now)
    events = events.exclude_foreign_aliases() if of_section else events.exclude_aliases()
    return events.upcoming(now).for_cards()[:count]


def _get_count(value: StructValue) -> int:
    """Return the number of items to show; values stored by other means than the form may lack it."""
    return value.get("count") or value.block.child_blocks["count"].get_default()


def _load_photos(pages: Iterable[Page]) -> dict[int, list[PhotoValue]]:
    """Return the photos in the galleries of ``pages`` by page id."""
    pages = list(pages)
    photos = {}
    for page_class in GALLERY_PAGE_TYPES:
        keys = [page.pk for page in pages if page.specific_class is page_class]
        if keys:
            for page in _find_bodies(keys, model=page_class):
                galleries = page.body.blocks_by_name("gallery")
                photos[page.pk] = [photo for gallery in galleries for photo in gallery.value.available_photos]
    return photos


def _build_link_boxes(links: Iterable[Any], pages: dict[UUID, Page]) -> Iterator[LinkBox]:
    """Yield the links with a URL that all visitors can open."""
    for link in links:
        page = pages.get(link["page"].translation_key) if link["page"] else None
        href = page.url if page else link["url"]
        if href:
            text = link["label"] or (page.title if page else href)
            yield LinkBox(href, text, link["description"] or "", link["picture"], not page and _is_external(href))


def _is_external(url: str) -> bool:
    try:
        return urlsplit(url).hostname != settings.SITE_HOST
    except ValueError:  # malformed; the form rejects it
        return True


def _load_images(articles: list[NewsPage], photos: list[PhotoValue], boxes: list[LinkBox]) -> None:
    """Load the main images of all articles and the renditions of all images, with one query each."""
    main_images = get_images({article.main_image_id for article in articles if article.main_image_id})
    for article in articles:
        article.main_image = main_images.get(article.main_image_id)
    page_images.load_page_renditions(
        [
            *((image, CARD) for image in main_images.values()),
            *((photo["image"], CARD) for photo in photos),
            *((box.image, LOGO) for box in boxes if box.image),
        ]
    )
