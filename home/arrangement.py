"""What the blocks of the home page show: found for all of them together, so that ten blocks cost little more than one.

A block's template shows what is in ``value.shown`` and nothing else; a block that has nothing to show leaves no trace.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from home.blocks.showing import ArrangedValue, Box, Showing
from home.recent_documents import recent_documents
from mysite import body_pictures
from mysite.blocks.photos import PhotoValue
from mysite.models import PortalImage
from mysite.querysets import pages_in_this_language
from mysite.renditions import CARD, GALLERY, LOGO
from newsroom.models import EventPage, EventSection, NewsPage
from newsroom.querysets import NewsPageQuerySet, attach_sections

if TYPE_CHECKING:
    from home.models import HomePage

#: What a home page shows that nobody has arranged.
DEFAULT = [{"type": "headlines", "value": {}}, {"type": "latest_news", "value": {"count": 12}}]
#: The page types that may have a gallery.
WITH_GALLERY: tuple[type[Page], ...] = (NewsPage, EventPage)


def arrange(home: "HomePage") -> list[StreamValue.StreamChild]:
    """The blocks of ``home``, each with what it shows in the language of ``home``."""
    stream = home.body or home.body.stream_block.to_python(DEFAULT)
    _Arrangement(home, stream).find()
    return list(stream)


def has_something(block: StreamValue.StreamChild) -> bool:
    """Whether visitors see anything of ``block``."""
    return bool(block.value.shown.items if isinstance(block.value, ArrangedValue) else block.value)


def pictures(home: "HomePage") -> Iterator[body_pictures.Shown]:
    """The pictures that the blocks of ``home`` choose, whether or not visitors may see their pages."""
    for block in home.body.blocks_by_name("link_boxes"):
        yield from ((link["picture"], LOGO) for link in block.value["links"] if link["picture"])
    chosen = [block.value["page"] for block in home.body.blocks_by_name("photo_strip") if block.value["page"]]
    for photos in _photos(chosen).values():
        yield from ((photo["image"], GALLERY) for photo in photos)


class _Arrangement:
    """The blocks of one home page during one request."""

    def __init__(self, home: "HomePage", stream: StreamValue) -> None:
        self.home = home
        self.values: dict[str, list[ArrangedValue]] = {}
        for number, block in enumerate(stream):
            value = block.value
            if isinstance(value, ArrangedValue):
                value.shown = Showing(heading_id=f"block_{number}", title=value.get("title") or "")
                value.shown.is_first = number == 0
                # A section that was deleted since comes as None; it does not mean "all".
                if "section" not in value or value["section"] or not stream.raw_data[number]["value"].get("section"):
                    self.values.setdefault(block.block_type, []).append(value)

    def find(self) -> None:
        pages = self._pages()
        articles = [*self._headlines_and_latest(), *self._section_news(pages)]
        photos = self._photo_strips(pages)
        boxes = self._link_boxes(pages)
        self._coming_events(pages)
        self._recent_documents()
        attach_sections(articles)
        for value in self._of("section_news"):
            for article in value.shown.items:
                if value.shown.page == article.section:
                    article.section = None  # the heading above says it
        _load_pictures(articles, photos, boxes)

    def _of(self, block_type: str) -> list[ArrangedValue]:
        return self.values.get(block_type, [])

    def _pages(self) -> dict[UUID, Page]:
        """Every page that was chosen in some block, if visitors may see it, by translation key. One query."""
        chosen = [value["section"] for value in chain(self._of("section_news"), self._of("coming_events"))]
        chosen += [value["page"] for value in self._of("photo_strip")]
        chosen += [link["page"] for value in self._of("link_boxes") for link in value["links"]]
        chosen = [page for page in chosen if page]
        return pages_in_this_language(chosen) if chosen else {}

    def _here(self, chosen: Page | None, pages: dict[UUID, Page]) -> Page | None:
        """``chosen`` in the language of the home page; None if it has no visible page there."""
        page = pages.get(chosen.translation_key) if chosen else None
        return page if page and page.locale_id == self.home.locale_id else None

    def _articles(self) -> NewsPageQuerySet:
        # Without the pictures: those of all blocks are loaded together.
        return NewsPage.objects.visible().in_own_language().newest_first().for_cards().prefetch_related(None)

    def _headlines_and_latest(self) -> Iterator[NewsPage]:
        """A query each. No article is in both."""
        articles = self._articles().originals().descendant_of(self.home)
        above: list[NewsPage] = []
        for value in self._of("headlines"):
            value.shown.items = list(articles.filter(is_headline=True)[: _count(value)])
            above += value.shown.items
        yield from above
        for value in self._of("latest_news"):
            value.shown.items = list(articles.exclude(pk__in=[article.pk for article in above])[: _count(value)])
            yield from value.shown.items

    def _section_news(self, pages: dict[UUID, Page]) -> Iterator[NewsPage]:
        """A query for each block."""
        for value in self._of("section_news"):
            section = self._here(value["section"], pages)
            if section:
                value.shown.page = section
                value.shown.title = value.shown.title or section.title
                value.shown.items = list(self._articles().in_section(section)[: _count(value)])
                yield from value.shown.items

    def _coming_events(self, pages: dict[UUID, Page]) -> None:
        """A query for each block, and one for the section that lists all events."""
        now = timezone.now()
        for value in self._of("coming_events"):
            if value["section"]:
                section = top = self._here(value["section"], pages)
            else:
                sections = EventSection.objects.child_of(self.home).visible().originals()
                section, top = sections.select_related("locale").first(), self.home
            if top:
                events = EventPage.objects.descendant_of(top).visible()
                events = events.in_own_language() if value["section"] else events.originals()
                events = events.coming(now).for_cards().prefetch_related(None)
                value.shown.page = section
                value.shown.items = list(events[: _count(value)])

    def _photo_strips(self, pages: dict[UUID, Page]) -> list[PhotoValue]:
        """The photos of all strips: a query for each type of page, one for the images of each."""
        strips = [(value, self._here(value["page"], pages)) for value in self._of("photo_strip")]
        photos = _photos([page for _, page in strips if page])
        for value, page in strips:
            if page:
                value.shown.page = page
                value.shown.title = value.shown.title or page.title
                value.shown.items = photos.get(page.pk, [])[: _count(value)]
        return [photo for value, _ in strips for photo in value.shown.items]

    def _link_boxes(self, pages: dict[UUID, Page]) -> list[Box]:
        for value in self._of("link_boxes"):
            value.shown.items = list(_boxes(value["links"], pages))
        return [box for value in self._of("link_boxes") for box in value.shown.items]

    def _recent_documents(self) -> None:
        values = self._of("recent_documents")
        documents = recent_documents(self.home, max(map(_count, values))) if values else []
        for value in values:
            value.shown.items = documents[: _count(value)]


def _count(value: ArrangedValue) -> int:
    """How many the editor wants; an old or foreign value may lack it."""
    return value.get("count") or value.block.child_blocks["count"].get_default()


def _photos(pages: Iterable[Page]) -> dict[int, list[PhotoValue]]:
    """The photos in the galleries of ``pages``, by page."""
    pages = list(pages)
    found = {}
    for page_class in WITH_GALLERY:
        keys = [page.pk for page in pages if page.specific_class is page_class]
        if keys:
            for page in page_class.objects.filter(pk__in=keys):
                galleries = page.body.blocks_by_name("gallery")
                found[page.pk] = [photo for gallery in galleries for photo in gallery.value.shown]
    return found


def _boxes(links: Iterable[Any], pages: dict[UUID, Page]) -> Iterator[Box]:
    """The links that lead somewhere for every visitor."""
    for link in links:
        page = pages.get(link["page"].translation_key) if link["page"] else None
        href = page.url if page else link["url"]
        if href:
            text = link["label"] or (page.title if page else href)
            yield Box(href, text, link["description"] or "", link["picture"], not page and _is_elsewhere(href))


def _is_elsewhere(address: str) -> bool:
    try:
        return urlsplit(address).hostname != settings.SITE_HOST
    except ValueError:  # no address at all; the form refuses it
        return True


def _load_pictures(articles: list[NewsPage], photos: list[PhotoValue], boxes: list[Box]) -> None:
    """Load the main pictures of all articles, and the renditions of every picture of the page: a query each."""
    main_images = PortalImage.objects.in_bulk({article.main_image_id for article in articles if article.main_image_id})
    for article in articles:
        article.main_image = main_images.get(article.main_image_id)
    body_pictures.load(
        [
            *((image, CARD) for image in main_images.values()),
            *((photo["image"], GALLERY) for photo in photos),
            *((box.picture, LOGO) for box in boxes if box.picture),
        ]
    )
