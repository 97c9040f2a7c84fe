"""What is true of every page that visitors see, whoever made it."""

import itertools
import re

import pytest
from django.test import Client
from wagtail.models import Locale

from newsroom.models import NewsPageAttachment
from tests import factories
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses() -> list[str]:
    """One address of every kind of page, in both languages."""
    found = ["/", "/en/", "/tim-kiem/", "/tim-kiem/?q=h", "/en/search/?q=h", "/so-do-cong/", "/en/sitemap/"]
    factories.MottoFactory()
    for language in ("vi", "en"):
        locale = Locale.objects.get(language_code=language)
        home = factories.home_page(language)
        section = factories.SectionFactory(title=f"News {language}", parent=home, locale=locale)
        image = factories.SmallImageFactory()
        author = factories.AuthorFactory(locale=locale, unit=factories.UnitFactory(locale=locale))
        article = factories.ArticleFactory(
            parent=section,
            locale=locale,
            main_image=image,
            authors=(author,),
            tags=("Tuyển sinh",),
            corrections=[{"type": "correction", "value": {"date": "2026-01-02", "text": "<p>Sửa.</p>"}}],
            body=every_block(image, section),
        )
        NewsPageAttachment.objects.create(article=article, document=factories.DocumentFactory(), locale=locale)
        factories.CommentFactory(page=article)
        standard = factories.StandardPageFactory(parent=home, locale=locale, body=every_block(image, section))
        organisation = factories.OrganisationPageFactory(
            parent=home, locale=locale, body=[people(image), units(author.unit)]
        )
        contact = factories.ContactPageFactory(parent=home, locale=locale)
        words = (
            ("the", "tac-gia", "don-vi", "luu-tru", "/")
            if language == "vi"
            else ("tag", "author", "unit", "archive", "/en/")
        )
        tag, person, unit, archive, root = words
        found += [
            section.url,
            article.url,
            standard.url,
            organisation.url,
            contact.url,
            f"{contact.url}?sent=1",
            f"{section.url}{archive}/",
            f"{section.url}{archive}/{article.first_published_at:%Y}/",
            f"{section.url}{archive}/{article.first_published_at:%Y/%m}/",
            f"{root}{tag}/tuyen-sinh/",
            f"{root}{person}/{author.slug}/",
            f"{root}{unit}/{author.unit.slug}/",
        ]
    return found


def people(image) -> dict:
    person = {"name": "Lê An", "position": "Giám đốc", "responsibilities": "Chung", "phone": "0200 000 0001"}
    persons = [{**person, "photo": photo, "email": "an@so.example"} for photo in (image.pk, None)]
    return {"type": "people", "value": {"title": "Lãnh đạo", "people": persons}}


def units(unit) -> dict:
    return {"type": "units", "value": {"title": "Các phòng", "units": [{"unit": unit.pk, "page": None}]}}


def every_block(image, page) -> list[dict]:
    """A body with a block of every kind."""
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


def test_one_heading_one_title_one_main(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        page = read(client, address)
        for name in ("h1", "title", "main"):
            assert len(page.select(name)) == 1, (address, name)
            assert page.select_one(name).get_text(strip=True), (address, name)
        assert page.html["lang"] == ("en" if address.startswith("/en/") else "vi"), address
        ids = [element["id"] for element in page.select("[id]")]
        assert sorted(set(ids)) == sorted(ids), address
        assert page.select_one(".skip-link")["href"] == f"#{page.main['id']}", address


def test_headings_leave_no_level_out(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        levels = [int(heading.name[1]) for heading in read(client, address).select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, address
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), (address, levels)


def test_no_session_no_cookie_nothing_that_varies(client: Client, addresses: list[str]) -> None:
    """So that one copy in a cache serves everybody."""
    for address in [*addresses, "/rss/", "/khong-co/"]:
        response = client.get(address)
        assert not response.cookies, address
        assert "Vary" not in response.headers, (address, response.headers)
        assert not response.wsgi_request.session.accessed, address


def test_an_editor_who_is_logged_in_gets_the_same_page(client: Client, addresses: list[str]) -> None:
    before = {address: without_time(client.get(address).content) for address in addresses}
    client.force_login(factories.UserFactory(is_superuser=True))
    for address, content in before.items():
        assert without_time(client.get(address).content) == content, address


def without_time(content: bytes) -> bytes:
    """``content`` without the moment that a contact form was drawn."""
    return re.sub(rb'name="opened" value="[^"]*"', b"", content)


def test_pictures_have_words_and_room(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        for image in read(client, address).select("img"):
            assert {"alt", "width", "height"} <= set(image.attrs), (address, image)
            if image.find_parent("main") and image.get("fetchpriority") != "high":
                assert image["loading"] == "lazy", (address, image)


def test_nothing_is_asked_of_another_machine(client: Client, addresses: list[str]) -> None:
    loading = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link[rel=stylesheet]": "href"}
    for address in addresses:
        page = read(client, address)
        for selector, attribute in loading.items():
            for element in page.select(selector):
                if element.get("type") == "application/ld+json":
                    continue  # read, not run
                assert "//" not in element[attribute], (address, element)
        assert page.select("[style], style, script:not([src], [type='application/ld+json'])") == [], (
            address
        )  # a strict policy refuses those


def test_own_links_lead_somewhere(client: Client, addresses: list[str]) -> None:
    seen = set()
    for address in addresses:
        for link in read(client, address).select("a[href^='/']"):
            if link["href"] not in seen:
                seen.add(link["href"])
                assert client.get(link["href"]).status_code == 200, (address, link["href"])
