"""The content of the benchmarks: the demo, an article with everything, and articles that say their version."""

import io

from django.core.management import call_command
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from wagtail.models import Page

from home.models import HomePage
from newsroom.models import EventPage, EventSection, NewsPage, NewsPageAttachment, NewsSection, NewsTag
from tests.support import factories
from tests.support.renditions import make_renditions

PARAGRAPH = '<p>Tại <a linktype="page" id="{}">hội nghị</a>, các đại biểu <b>thống nhất</b> kế hoạch tuyển sinh.</p>'


def create_site() -> dict[str, str]:
    """Seed the demo and a full article; return the URLs to measure by name."""
    call_command("seed_demo", verbosity=0, stdout=io.StringIO())
    home = HomePage.objects.get(slug="home")
    # The section and the tag with the most articles.
    sections = NewsSection.objects.child_of(home).live()
    section = max(sections, key=lambda section: NewsPage.objects.descendant_of(section).count())
    article = create_full_article(section)
    events = EventSection.objects.child_of(home).live().first()
    event = EventPage.objects.descendant_of(events).live().order_by("-pk").first()
    with translation.override("vi"):
        urls = {
            "article": article.url,
            "home": home.url,
            "section": section.url,
            "archive": section.url + section.reverse_subpage("archive"),
            "tag": reverse("tag", args=[article.tags.first().slug]),
            "event month": f"{events.url}?thang={event.start_date:%Y-%m}",
            "event": event.url,
            "search": f"{reverse('search')}?{urlencode({'q': 'tuyển sinh lớp 10'})}",
            "suggestions": f"{reverse('suggestions')}?{urlencode({'q': 'tuyển si'})}",
            "feed": reverse("site_feed"),
            "sitemap": "/sitemap.xml",
            "404": "/khong-co-trang-nay/",
        }
    prepare_pages(urls)
    return urls


def create_full_article(section: NewsSection) -> NewsPage:
    """Create an article with eight pictures, two authors, five tags and three documents."""
    images = factories.ImageFactory.create_batch(8)
    text = "".join(PARAGRAPH.format(section.pk) for _ in range(5))
    tags = NewsTag.objects.annotate(uses=Count("tagged_articles")).order_by("-uses", "pk")[:5]
    article = factories.ArticleFactory(
        parent=section,
        title="Hội nghị tổng kết năm học và kế hoạch tuyển sinh lớp 10",
        main_image=images[0],
        authors=tuple(factories.AuthorFactory.create_batch(2)),
        tags=tuple(tag.name for tag in tags),
        body=[
            *[{"type": "paragraph", "value": text}] * 2,
            factories.gallery_value(images[1:]),
            {"type": "paragraph", "value": text},
        ],
    )
    for number, document in enumerate(factories.DocumentFactory.create_batch(3)):
        NewsPageAttachment.objects.create(article=article, sort_order=number, document=document, locale=article.locale)
    return article


def prepare_pages(urls: dict[str, str]) -> None:
    """Make the renditions of the pages, and check that they are there."""
    make_renditions()
    client = Client()
    for name, url in urls.items():
        assert client.get(url).status_code == (404 if name == "404" else 200), url


def create_versioned_articles(number: int, section: Page | None = None) -> list[NewsPage]:
    """Create articles with a revision each; their text says “phien-ban-0”."""
    articles = factories.ArticleFactory.create_batch(number, parent=section or factories.SectionFactory())
    for article in articles:
        set_version(article, 0)
        article.save_revision().publish()
    return articles


def set_version(article: NewsPage, version: int) -> None:
    article.lead = f"Cập nhật kết quả: phien-ban-{version}."
