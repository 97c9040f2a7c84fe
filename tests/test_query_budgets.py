"""How many queries a page may cost: within its budget, and with five hundred articles and events as with five."""

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.rich_text import RichText
from wagtail.signal_handlers import disable_reference_index_auto_update

from newsroom.calendar_file import FILE_NAME
from newsroom.models import (
    EventArticle,
    EventAttachment,
    EventPage,
    NewsPage,
    NewsPageAttachment,
    NewsPageRelatedPage,
)
from tests import factories, translating
from tests.services import ON_POSTGRES

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2024, 5, 15, 12, 0, tzinfo=timezone.get_default_timezone())
TAGS = ("Tuyển sinh", "Hội nghị", "Lớp 10", "Kế hoạch", "Chuyên môn")


def queries(client: Client, address: str) -> list[str]:
    """What a visit asks the database, once renditions, site root paths and content types are known."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [re.sub(r"^SELECT .*? FROM", "SELECT … FROM", query["sql"]) for query in captured.captured_queries]


@pytest.fixture
def site(client: Client):
    """A section in a section, with an article that has everything; the office has mottos and a logo."""
    home = factories.home_page()
    home.logo = factories.SmallImageFactory()
    home.save()
    factories.MottoFactory.create_batch(3)
    top = factories.SectionFactory(title="Tin tức")
    return factories.SectionFactory(title="Hội nghị", parent=top)


def article_with_everything(section, images: list, authors: tuple, photos: int) -> NewsPage:
    article = factories.ArticleFactory(
        parent=section,
        main_image=images[0],
        authors=authors,
        tags=TAGS,
        published_at=NOW,
        body=[
            {"type": "paragraph", "value": "<p>Về tham dự hội nghị.</p>"},
            factories.gallery(images[:photos]),
        ],
    )
    both_found = factories.DocumentFactory(title="Hội nghị (English programme)")
    for number, document in enumerate((both_found, *factories.DocumentFactory.create_batch(2))):
        NewsPageAttachment.objects.create(article=article, sort_order=number, document=document, locale=article.locale)
    NewsPageRelatedPage.objects.create(article=article, page=section, locale=article.locale)
    factories.CommentFactory.create_batch(30, page=article)
    return article


def arranged_home(site, article, image) -> None:
    """The home page with every kind of block, sections in each layout."""
    home = factories.home_page()
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


def event_with_everything(section, images: list, authors: tuple, articles: list[NewsPage]) -> EventPage:
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
        body=[factories.gallery(images)],
    )
    for number, article in enumerate(articles):
        EventArticle.objects.create(event=event, article=article, sort_order=number, locale=event.locale)
    for document in factories.DocumentFactory.create_batch(3):
        EventAttachment.objects.create(event=event, document=document, locale=event.locale)
    return event


def in_english(*originals: Any) -> list[Any]:
    return [translating.published(original) for original in originals]


#: Making five hundred of each takes long; the number of queries is the same on both databases.
SIZES = (5, 50) if ON_POSTGRES else (5, 50, 500)


@pytest.mark.parametrize(("language", "sizes"), [("vi", SIZES), ("en", (5, 50))])
def test_budgets_at_every_size(client: Client, site, language: str, sizes: tuple[int, ...]) -> None:
    images = factories.SmallImageFactory.create_batch(20)
    authors = tuple(factories.AuthorFactory.create_batch(2))
    article = article_with_everything(site, images, authors, photos=20)
    with_two_photos = article_with_everything(site, images, authors, photos=2)
    author = authors[0]
    section = factories.EventSectionFactory(title="Sự kiện")
    events = factories.EventSectionFactory(title="Hội thi", parent=section)
    event = event_with_everything(events, images, authors, [article, with_two_photos])
    arranged_home(site, article, images[1])
    factories.NoticeFactory()
    home = factories.home_page()
    if language == "en":
        home, article, with_two_photos, event = in_english(home, article, with_two_photos, event)
        site, events, section = article.get_parent(), event.get_parent(), event.get_parent().get_parent()
        _unit, author = in_english(author.unit, author)
    tag = article.tags.first()
    with override(language):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        archive, calendar = f"{site.url}{_('archive/')}", str(FILE_NAME)
        search = reverse("search")
        known, mistyped, document = (
            ("hội", "hooij", "công văn") if language == "vi" else ("English", "Enxlish", "công văn")
        )
        budgets = {
            section.url: 18,
            events.url: 18,
            f"{section.url}?thang={tomorrow:%Y-%m}": 18,
            event.url: 18,
            f"{event.url}{calendar}": 18,
            f"{section.url}{calendar}": 18,
            f"{home.url}{calendar}": 18,
            f"{section.url}rss/": 18,
            reverse("tag_feed", args=[tag.slug]): 18,
            reverse("author_feed", args=[author.slug]): 18,
            article.url: 22,
            with_two_photos.url: 22,
            site.url: 15,
            site.get_parent().specific.url: 15,
            tag.get_absolute_url(): 15,
            author.get_absolute_url(): 15,
            author.unit.get_absolute_url(): 18,
            archive: 15,
            f"{archive}{NOW:%Y}/": 15,
            f"{archive}{NOW:%Y}/{NOW:%m}/": 15,
            home.url: 30,
            f"{search}?q={known}": 12,
            f"{search}?q={known}&loai=tin&tu=2020-01-01&xep=moi-nhat": 12,
            f"{search}?q={document}": 12,
            f"{search}?q={mistyped}&loai=tin": 12,
            f"{search}?q={mistyped}": 13,  # pages and documents at once
            f"{reverse('suggestions')}?q={known[0]}": 2,
            reverse("site_map"): 10,
            f"{home.url}rss/": 10,
            f"{site.url}rss/": 12,
        }
    counts: dict[str, list[int]] = {address: [] for address in budgets}
    for size in sizes:
        with disable_reference_index_auto_update():
            for number in range(NewsPage.objects.child_of(site).count(), size):
                factories.ArticleFactory(
                    parent=site,
                    main_image=images[number % 5],
                    authors=(author,),
                    tags=(tag.name,),
                    is_headline=number % 3 == 0,
                    published_at=NOW - datetime.timedelta(seconds=number),
                )
                factories.EventFactory(
                    parent=events,
                    main_image=images[number % 5],
                    organiser=author.unit,
                    start_date=tomorrow,
                    repeat="weekly",
                    repeat_count=4,
                    exceptions=(tomorrow + datetime.timedelta(days=14),),
                )
        for address, budget in budgets.items():
            asked = queries(client, address)
            counts[address].append(len(asked))
            assert len(asked) <= budget, f"{address} at {size} articles:\n" + "\n".join(asked)
    assert {address: numbers for address, numbers in counts.items() if len(set(numbers)) > 1} == {}
    assert counts[article.url] == counts[with_two_photos.url]
