"""The pages of single photos, for visitors without JavaScript."""

import pytest
from django.test import Client
from wagtail.models import Locale

from mysite.images.filters import CARD, WIDE, find_needed_specs
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.html import get_page, get_text
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> NewsPage:
    images = factories.SmallImageFactory.create_batch(3)
    return factories.ArticleFactory(main_image=images[0], body=[factories.gallery_value(images)])


def test_photo_page(client: Client, article: NewsPage) -> None:
    page = get_page(client, f"{article.url}?anh=2")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert get_text(page.h1) == "Ảnh 3/4"
    assert get_text(page.select_one("main figcaption")) == "Ảnh 1"
    assert [link["href"] for link in page.select(".photo-links a")] == ["?anh=1", f"{article.url}#anh-2", "?anh=3"]


def test_main_image_has_a_page(client: Client, article: NewsPage) -> None:
    assert get_page(client, f"{article.url}?anh=chinh").select_one("main img")["alt"] == article.main_image.description


@pytest.mark.parametrize("number", ["9", "0", "-1", "", "x", "9" * 400])
def test_unknown_photo_leads_to_page(client: Client, article: NewsPage, number: str) -> None:
    response = client.get(article.url, {"anh": number})
    assert (response.status_code, response["Location"]) == (302, article.url)


def test_english_page_has_english_addresses(client: Client) -> None:
    locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=locale)
    body = [factories.gallery_value([factories.SmallImageFactory()])]
    article = factories.ArticleFactory(parent=section, locale=locale, body=body)
    assert get_page(client, article.url).select_one(".photos a")["href"] == "?photo=1"
    assert get_text(get_page(client, f"{article.url}?photo=1").h1) == "Photo 1 of 1"


@pytest.mark.parametrize("factory", [factories.EventFactory, factories.StandardPageFactory])
def test_other_page_types(client: Client, factory: type) -> None:
    page = factory(body=[factories.gallery_value([factories.SmallImageFactory()])])
    assert get_text(get_page(client, f"{page.url}?anh=1").h1) == "Ảnh 1/1"


def test_photo_of_hidden_page_is_hidden(client: Client, article: NewsPage) -> None:
    article.unpublish()
    assert client.get(f"{article.url}?anh=1").status_code == 404


def test_small_image_has_one_rendition_of_each_kind() -> None:
    image = factories.ImageFactory(file=factories.image_file(size=(500, 500)))
    assert find_needed_specs(image, WIDE) == list(WIDE[:2])
    assert find_needed_specs(image, CARD) == list(CARD[:5])


def test_first_photo_is_large_and_others_have_their_own_crop(client: Client) -> None:
    images = factories.ImageFactory.create_batch(6)
    article = factories.ArticleFactory(body=[factories.gallery_value(images)])
    make_renditions()
    links = get_page(client, article.url).select(".photos a")
    assert ["fill-" in link.img["srcset"] for link in links] == [False, True, True, True, True, False]
    assert ["width-1600" in link["data-photo"] for link in links] == [False, True, True, True, True, False]
    assert {link["data-size"] for link in links} == {"1600x1067"}
