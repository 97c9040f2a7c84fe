"""Query budgets of all pages, the same for five articles and events as for fifty or five hundred."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.models import HomePage
from mysite.models import PortalImage
from newsroom.events.ical import FILE_NAME
from newsroom.models import (
    Author,
    EventArticle,
    EventAttachment,
    EventPage,
    NewsPage,
    NewsPageAttachment,
    NewsPageRelatedPage,
    NewsTag,
)
from tests.support import factories, translations
from tests.support.renditions import make_renditions
from tests.support.samples import TEST_ALL, sample
from tests.support.services import ON_POSTGRES

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2024, 5, 15, 12, 0, tzinfo=timezone.get_default_timezone())
TAGS = ("Tuyển sinh", "Hội nghị", "Lớp 10", "Kế hoạch", "Chuyên môn")


def capture_queries(client: Client, url: str) -> list[str]:
    """Return the queries of a request, once renditions, site root paths and content types are cached."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return [re.sub(r"^SELECT .*? FROM", "SELECT … FROM", query["sql"]) for query in captured.captured_queries]


@pytest.fixture
def site(client: Client):
    """A nested section with an article that has everything; the site has mottos and a logo."""
    home = factories.get_home_page()
    home.logo = factories.SmallImageFactory()
    home.save()
    factories.MottoFactory.create_batch(3)
    top = factories.SectionFactory(title="Tin tức")
    return factories.SectionFactory(title="Hội nghị", parent=top)


def create_full_article(section, images: list, authors: tuple, photos: int) -> NewsPage:
    article = factories.ArticleFactory(
        parent=section,
        main_image=images[0],
        authors=authors,
        tags=TAGS,
        published_at=NOW,
        body=[
            {"type": "paragraph", "value": "<p>Về tham dự hội nghị.</p>"},
            factories.gallery_value(images[:photos]),
        ],
    )
    both_found = factories.DocumentFactory(title="Hội nghị (English programme)")
    for number, document in enumerate((both_found, *factories.DocumentFactory.create_batch(2))):
        NewsPageAttachment.objects.create(article=article, sort_order=number, document=document, locale=article.locale)
    NewsPageRelatedPage.objects.create(article=article, page=section, locale=article.locale)
    factories.CommentFactory.create_batch(30, page=article)
    return article


def create_full_home_page(site, article, image) -> None:
    """Create a home page with every kind of block, and sections in each layout."""
    home = factories.get_home_page()
    sections = [factories.SectionFactory(title=f"Chuyên mục {number}") for number in range(2)]
    layouts = zip([site, site.get_parent(), *sections], ["lead", "cards", "list", "lead"], strict=True)
    boxes = [{"page": None, "url": "https://luat.example/", "label": "Văn bản", "description": "", "picture": None}]
    home.body = [
        ("headlines", {"title": "", "count": 5}),
        ("latest_news", {"title": "", "count": 6}),
        *(
            ("section_news", {"section": section, "title": "", "layout": layout, "count": 4})
            for section, layout in layouts
        ),
        ("coming_events", {"section": None, "title": "", "count": 5}),
        ("photo_strip", {"page": article, "title": "", "count": 8}),
        ("link_boxes", {"title": "Liên kết", "links": boxes}),
        ("link_boxes", {"title": "Dịch vụ", "links": boxes}),
        ("recent_documents", {"title": "", "count": 5}),
        ("paragraph", RichText("<p>Cổng thông tin của ngành.</p>")),
    ]
    home.save()
    for section in sections:
        factories.ArticleFactory(parent=section, main_image=image, published_at=NOW)


def create_full_event(section, images: list, authors: tuple, articles: list[NewsPage]) -> EventPage:
    event = factories.EventFactory(
        parent=section,
        main_image=images[0],
        organiser=authors[0].unit,
        repeat="weekly",
        repeat_weekdays="",
        repeat_count=20,
        exceptions=(timezone.localdate() + datetime.timedelta(days=8),),
        agenda=[
            {"type": "item", "value": {"time": f"{hour}:30", "text": "Khai mạc", "speaker": ""}}
            for hour in range(7, 12)
        ],
        body=[factories.gallery_value(images)],
    )
    for number, article in enumerate(articles):
        EventArticle.objects.create(event=event, article=article, sort_order=number, locale=event.locale)
    for document in factories.DocumentFactory.create_batch(3):
        EventAttachment.objects.create(event=event, document=document, locale=event.locale)
    return event


@dataclass
class Content:
    """The measured pages in one language."""

    home: HomePage
    section: Page
    article: NewsPage
    article_with_two_photos: NewsPage
    event_section: Page
    event: EventPage
    author: Author

    @property
    def tag(self) -> NewsTag:
        return self.article.tags.first()


@pytest.fixture
def images() -> list[PortalImage]:
    return factories.SmallImageFactory.create_batch(20)


@pytest.fixture
def content(site, images: list[PortalImage]) -> Content:
    authors = tuple(factories.AuthorFactory.create_batch(2))
    article = create_full_article(site, images, authors, photos=20)
    with_two_photos = create_full_article(site, images, authors, photos=2)
    top = factories.EventSectionFactory(title="Sự kiện")
    event_section = factories.EventSectionFactory(title="Hội thi", parent=top)
    event = create_full_event(event_section, images, authors, [article, with_two_photos])
    create_full_home_page(site, article, images[1])
    factories.NoticeFactory()
    return Content(factories.get_home_page(), site, article, with_two_photos, event_section, event, authors[0])


def translate_content(content: Content) -> Content:
    """Translate the content into English, and return the translations."""
    originals = (content.home, content.article, content.article_with_two_photos, content.event)
    home, article, with_two_photos, event = create_translations(*originals)
    _unit, author = create_translations(content.author.unit, content.author)
    return Content(home, article.get_parent(), article, with_two_photos, event.get_parent(), event, author)


def create_translations(*originals: Any) -> list[Any]:
    return [translations.create_published_translation(original) for original in originals]


def fill_sections(content: Content, images: list[PortalImage], size: int) -> None:
    """Create articles, and as many events, until the section has ``size`` articles."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    tag_name = content.tag.name
    with disable_reference_index_auto_update():
        for number in range(NewsPage.objects.child_of(content.section).count(), size):
            factories.ArticleFactory(
                parent=content.section,
                main_image=images[number % 5],
                authors=(content.author,),
                tags=(tag_name,),
                is_headline=number % 3 == 0,
                published_at=NOW - datetime.timedelta(seconds=number),
            )
            factories.EventFactory(
                parent=content.event_section,
                main_image=images[number % 5],
                organiser=content.author.unit,
                start_date=tomorrow,
                repeat="weekly",
                repeat_count=4,
                exceptions=(tomorrow + datetime.timedelta(days=14),),
            )
    make_renditions()


def get_event_budgets(content: Content) -> dict[str, int]:
    top, event = content.event_section.get_parent(), content.event
    tomorrow, calendar = timezone.localdate() + datetime.timedelta(days=1), str(FILE_NAME)
    return {
        top.url: 18,
        content.event_section.url: 18,
        f"{top.url}?thang={tomorrow:%Y-%m}": 18,
        event.url: 18,
        f"{event.url}{calendar}": 18,
        f"{top.url}{calendar}": 18,
        f"{content.home.url}{calendar}": 18,
        f"{top.url}rss/": 18,
    }


def get_news_budgets(content: Content) -> dict[str, int]:
    section, tag, author = content.section, content.tag, content.author
    archive = f"{section.url}{_('archive/')}"
    return {
        reverse("tag_feed", args=[tag.slug]): 18,
        reverse("author_feed", args=[author.slug]): 18,
        content.article.url: 22,
        content.article_with_two_photos.url: 22,
        section.url: 15,
        section.get_parent().specific.url: 15,
        tag.get_absolute_url(): 15,
        author.get_absolute_url(): 15,
        author.unit.get_absolute_url(): 18,
        archive: 15,
        f"{archive}{NOW:%Y}/": 15,
        f"{archive}{NOW:%Y}/{NOW:%m}/": 15,
        content.home.url: 30,
        reverse("site_map"): 10,
        f"{content.home.url}rss/": 10,
        f"{section.url}rss/": 12,
    }


def get_search_budgets(known: str, mistyped: str) -> dict[str, int]:
    search = reverse("search")
    return {
        f"{search}?q={known}": 12,
        f"{search}?q={known}&loai=tin&tu=2020-01-01&xep=moi-nhat": 12,
        f"{search}?q=công văn": 12,
        f"{search}?q={mistyped}&loai=tin": 14,  # one finds the words on visible pages
        f"{search}?q={mistyped}": 15,  # pages and documents together
        f"{reverse('suggestions')}?q={known[0]}": 2,
    }


#: A word of the content, and the same mistyped.
SEARCH_WORDS = {"vi": ("hội", "hooij"), "en": ("English", "Enxlish")}
#: Creating five hundred of each takes long; the number of queries is the same on both databases.
SIZES = (5, 50, 500) if TEST_ALL and not ON_POSTGRES else (5, 50)


@pytest.mark.parametrize(("language", "sizes"), sample([("vi", SIZES), ("en", (5, 25))], 1))
def test_query_budgets_hold_at_every_size(
    client: Client, content: Content, images: list[PortalImage], language: str, sizes: tuple[int, ...]
) -> None:
    if language == "en":
        content = translate_content(content)
    with override(language):
        budgets = get_event_budgets(content) | get_news_budgets(content) | get_search_budgets(*SEARCH_WORDS[language])
    counts: dict[str, list[int]] = {url: [] for url in budgets}
    for size in sizes:
        fill_sections(content, images, size)
        for url, budget in budgets.items():
            queries = capture_queries(client, url)
            counts[url].append(len(queries))
            assert len(queries) <= budget, f"{url} at {size} articles:\n" + "\n".join(queries)
    assert {url: numbers for url, numbers in counts.items() if len(set(numbers)) > 1} == {}
    assert counts[content.article.url] == counts[content.article_with_two_photos.url]
