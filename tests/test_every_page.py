"""Properties of all public pages."""

import itertools
import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from mysite.models import PortalImage
from newsroom.models import Author, NewsPage, NewsPageAttachment, NewsSection
from tests.support import factories
from tests.support.html import get_page
from tests.support.url_components import URL_COMPONENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def urls() -> list[str]:
    """URLs of every kind of page, in both languages."""
    factories.MottoFactory()
    fixed_urls = ["/", "/en/", "/tim-kiem/", "/tim-kiem/?q=h", "/en/search/?q=h", "/so-do-cong/", "/en/sitemap/"]
    return fixed_urls + create_pages("vi") + create_pages("en")


def create_pages(language: str) -> list[str]:
    """Create every kind of page in one language, and return their URLs and those of the listings."""
    locale = Locale.objects.get(language_code=language)
    home = factories.get_home_page(language)
    section = factories.SectionFactory(title=f"News {language}", parent=home, locale=locale)
    image = factories.SmallImageFactory()
    author = factories.AuthorFactory(locale=locale, unit=factories.UnitFactory(locale=locale))
    article = create_full_article(section, author, image)
    standard = factories.StandardPageFactory(parent=home, locale=locale, body=build_body(image, section))
    organisation = factories.OrganisationPageFactory(
        parent=home, locale=locale, body=[people_block(image), units_block(author.unit)]
    )
    contact = factories.ContactPageFactory(parent=home, locale=locale)
    events = factories.EventSectionFactory(title=f"Events {language}", parent=home, locale=locale)
    event = factories.EventFactory(parent=events, locale=locale, body=build_body(image, section))
    components = URL_COMPONENTS[language]
    archive = f"{section.url}{components['archive']}/"
    return [
        *(page.url for page in (section, article, standard, organisation, contact, events, event)),
        f"{events.url}?thang={event.start_date:%Y-%m}",
        f"{events.url}?qua=1",
        f"{contact.url}?sent=1",
        archive,
        f"{archive}{article.first_published_at:%Y}/",
        f"{archive}{article.first_published_at:%Y/%m}/",
        f"{components['root']}{components['tag']}/tuyen-sinh/",
        f"{components['root']}{components['author']}/{author.slug}/",
        f"{components['root']}{components['unit']}/{author.unit.slug}/",
    ]


def create_full_article(section: NewsSection, author: Author, image: PortalImage) -> NewsPage:
    """Create an article with every kind of block, a tag, a correction, an attachment and a comment."""
    article = factories.ArticleFactory(
        parent=section,
        locale=section.locale,
        main_image=image,
        authors=(author,),
        tags=("Tuyển sinh",),
        corrections=[{"type": "correction", "value": {"date": "2026-01-02", "text": "<p>Sửa.</p>"}}],
        body=build_body(image, section),
    )
    document = factories.DocumentFactory()
    NewsPageAttachment.objects.create(article=article, document=document, locale=section.locale)
    factories.CommentFactory(page=article)
    return article


def people_block(image) -> dict:
    person = {"name": "Lê An", "position": "Giám đốc", "responsibilities": "Chung", "phone": "0200 000 0001"}
    persons = [{**person, "photo": photo, "email": "an@so.example"} for photo in (image.pk, None)]
    return {"type": "people", "value": {"title": "Lãnh đạo", "people": persons}}


def units_block(unit) -> dict:
    return {"type": "units", "value": {"title": "Các phòng", "units": [{"unit": unit.pk, "page": None}]}}


def build_body(image, page) -> list[dict]:
    """Return a body with every kind of block."""
    photo = {"image": image.pk, "caption": "Chú thích", "alt_text": "Ảnh", "credit": "Lê An"}
    missing = {"image": None, "caption": "Ảnh đã mất", "alt_text": "", "credit": ""}
    values = {
        "paragraph": "<p>Đoạn văn <b>đậm</b>.</p>",
        "heading": {"text": "Kết quả thi", "level": "h2"},
        "quote": {"text": "Lời hay", "attribution": "Ai đó"},
        "correction": {"date": "2026-01-02", "text": "<p>Sửa.</p>"},
        "picture": photo,
        "gallery": {"title": "Hình ảnh", "photos": [photo, missing]},
        "video": {"url": "https://vimeo.com/123456789", "title": "Phim", "picture": image.pk, "alt_text": ""},
        "table": {
            "data": [["Ngày", "Môn"], ["5/6", "<b>Văn</b>"]],
            "first_row_is_table_header": True,
            "table_caption": "Lịch",
        },
        "document": {"document": factories.DocumentFactory().pk, "title": ""},
        "links": {
            "title": "Xem thêm",
            "links": [
                {"page": page.pk, "url": "", "label": "", "description": ""},
                {"page": None, "url": "https://moet.example/", "label": "Bộ", "description": "Cổng của Bộ"},
            ],
        },
    }
    return [{"type": name, "value": value} for name, value in values.items()]


def test_every_page_has_one_h1_title_and_main(client: Client, urls: list[str]) -> None:
    for url in urls:
        page = get_page(client, url)
        for name in ("h1", "title", "main"):
            assert len(page.select(name)) == 1, (url, name)
            assert page.select_one(name).get_text(strip=True), (url, name)
        assert page.html["lang"] == ("en" if url.startswith("/en/") else "vi"), url
        ids = [element["id"] for element in page.select("[id]")]
        assert sorted(set(ids)) == sorted(ids), url
        assert page.select_one(".skip-link")["href"] == f"#{page.main['id']}", url


def test_times_are_in_whole_seconds(client: Client, urls: list[str]) -> None:
    times = {time["datetime"] for url in urls for time in get_page(client, url).select("time[datetime]")}
    assert any("T" in time for time in times)
    assert [time for time in times if "." in time] == []


def test_heading_levels_are_not_skipped(client: Client, urls: list[str]) -> None:
    for url in urls:
        levels = [int(heading.name[1]) for heading in get_page(client, url).select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, url
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), (url, levels)


def test_no_session_cookie_or_vary_header(client: Client, urls: list[str]) -> None:
    """So that one cached copy serves all visitors."""
    for url in [*urls, "/rss/", "/khong-co/"]:
        response = client.get(url)
        assert not response.cookies, url
        assert "Vary" not in response.headers, (url, response.headers)
        assert not response.wsgi_request.session.accessed, url


def test_logged_in_editor_gets_same_page(client: Client, urls: list[str]) -> None:
    before = {url: remove_timestamp(client.get(url).content) for url in urls}
    client.force_login(factories.UserFactory(is_superuser=True))
    for url, content in before.items():
        assert remove_timestamp(client.get(url).content) == content, url


def remove_timestamp(content: bytes) -> bytes:
    """Return ``content`` without the timestamp of a contact form."""
    return re.sub(rb'name="opened" value="[^"]*"', b"", content)


def test_images_have_alt_text_and_dimensions(client: Client, urls: list[str]) -> None:
    for url in urls:
        for image in get_page(client, url).select("img"):
            assert {"alt", "width", "height"} <= set(image.attrs), (url, image)
            if image.find_parent("main") and image.get("fetchpriority") != "high":
                assert image["loading"] == "lazy", (url, image)


def test_no_requests_to_other_hosts(client: Client, urls: list[str]) -> None:
    loading = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link[rel=stylesheet]": "href"}
    for url in urls:
        page = get_page(client, url)
        for selector, attribute in loading.items():
            for element in page.select(selector):
                if element.get("type") == "application/ld+json":
                    continue  # data, not executed
                assert "//" not in element[attribute], (url, element)


def test_no_inline_styles_or_scripts(client: Client, urls: list[str]) -> None:
    """A strict content security policy rejects them. Data, as in JSON-LD, is not executed."""
    inline = "[style], style, script:not([src], [type='application/ld+json']), [onclick], [onload], [onerror]"
    for url in [*urls, reverse("wagtailcore_login")]:
        assert get_page(client, url).select(inline) == [], url
    assert get_page(client, "/khong-co/", status=404).select(inline) == []
    restricted = factories.StandardPageFactory()
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="mat-khau")
    assert get_page(client, restricted.url).select(inline) == []
    for template in ("400.html", "500.html", "503.html"):
        assert BeautifulSoup(render_to_string(template), "html.parser").select(inline) == []


def test_internal_links_are_valid(client: Client, urls: list[str]) -> None:
    seen = set()
    for url in urls:
        for link in get_page(client, url).select("a[href^='/']"):
            if link["href"] not in seen:
                seen.add(link["href"])
                assert client.get(link["href"]).status_code == 200, (url, link["href"])
