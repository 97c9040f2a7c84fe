"""The image of link previews: the page's own, cropped, or a card drawn with its title."""

import io
import unicodedata

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, PageViewRestriction

from mysite.images import share_card
from mysite.images.filters import SHARE
from mysite.images.page_images import make_renditions
from mysite.images.share_card import ShareCard
from mysite.models import PortalRendition
from tests.support import factories, page_metadata
from tests.support.html import get_page

pytestmark = pytest.mark.django_db


def get_share_image_url(client: Client, url: str) -> str:
    """Return the path of the share image."""
    return page_metadata.read_open_graph(get_page(client, url))["og:image"][0].removeprefix("http://testserver")


def test_main_image_is_cropped_for_sharing(client: Client) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory())
    make_renditions(article.image_uses())
    image = Image.open(io.BytesIO(b"".join(client.get(get_share_image_url(client, article.url)))))
    assert (image.format, image.size) == ("JPEG", (1200, 630))


def test_first_body_image_is_fallback(client: Client) -> None:
    first, second = factories.ImageFactory.create_batch(2)
    for page in (
        factories.ArticleFactory(body=[factories.gallery_value([first, second])]),
        factories.EventFactory(body=[factories.gallery_value([first, second])]),
        factories.StandardPageFactory(body=[factories.gallery_value([first, second])]),
    ):
        make_renditions(page.image_uses())
        rendition = first.renditions.get(filter_spec=SHARE[0])
        assert get_share_image_url(client, page.url) == rendition.url
        assert page_metadata.read_open_graph(get_page(client, page.url))["og:image:alt"] == ["Ảnh số 0"]
    assert not second.renditions.filter(filter_spec=SHARE[0]).exists()


def test_share_image_is_not_created_during_visit(client: Client) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory())
    assert get_share_image_url(client, article.url).startswith("/chia-se/")
    assert not PortalRendition.objects.filter(filter_spec=SHARE[0]).exists()


def test_page_without_image_has_share_card(client: Client) -> None:
    for page in (
        factories.ArticleFactory(),
        factories.EventFactory(),
        factories.SectionFactory(),
        factories.StandardPageFactory(),
        factories.ContactPageFactory(),
        factories.get_home_page(),
        factories.get_home_page("en"),
    ):
        graph = page_metadata.read_open_graph(get_page(client, page.url))
        response = client.get(get_share_image_url(client, page.url))
        assert response.status_code == 200, page
        assert response["Content-Type"] == graph["og:image:type"][0] == "image/png"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.cookies
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        assert len(response.content) < 100_000


def test_listing_views_have_office_share_card(client: Client) -> None:
    factories.ArticleFactory(tags=("Tuyển sinh",))
    assert get_share_image_url(client, "/the/tuyen-sinh/") == get_share_image_url(client, "/")


def test_share_card_url_changes_with_content(client: Client) -> None:
    article = factories.ArticleFactory()
    before = get_share_image_url(client, article.url)
    article.title = "Tên mới"
    article.save_revision().publish()
    after = get_share_image_url(client, article.url)
    assert after != before
    assert client.get(before).status_code == 404
    assert client.get(after).status_code == 200


def test_invalid_share_card_urls_are_not_found(client: Client) -> None:
    article, other = factories.ArticleFactory.create_batch(2)
    url = get_share_image_url(client, article.url)
    digest = url.rpartition("-")[2]
    for wrong in (
        f"/chia-se/{other.pk}-{digest}",
        f"/chia-se/{article.pk}-{'0' * 20}.png",
        f"/chia-se/{article.pk}-.png",
        f"/chia-se/999999-{digest}",
        f"/chia-se/{'9' * 30}-{digest}",
        f"/chia-se/1-{digest}",  # the root of the tree
        url.replace(".png", ".jpg"),
    ):
        assert client.get(wrong, follow=True).status_code == 404, wrong
    assert client.post(url).status_code == 405


def test_hidden_page_has_no_share_card(client: Client) -> None:
    article = factories.ArticleFactory()
    url = get_share_image_url(client, article.url)
    article.expire_at = timezone.now()
    article.save()
    assert client.get(url).status_code == 404
    article.expire_at = None
    article.save()
    restriction = PageViewRestriction.objects.create(
        page=article.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert client.get(url).status_code == 404
    restriction.delete()
    assert client.get(url).status_code == 200
    article.unpublish()
    assert client.get(url).status_code == 404


def test_share_card_omits_unpublished_section(client: Client) -> None:
    section = factories.SectionFactory(title="Đã gỡ", parent=factories.SectionFactory(title="Tin tức"))
    article = factories.ArticleFactory(parent=section)
    before = get_share_image_url(client, article.url)
    section.unpublish()
    after = get_share_image_url(client, article.url)
    assert after != before
    assert client.get(after).status_code == 200


def test_share_card_is_in_page_language(client: Client) -> None:
    locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=locale)
    assert (
        client.get(get_share_image_url(client, factories.ArticleFactory(parent=section, locale=locale).url)).status_code
        == 200
    )


def test_share_card_needs_few_queries(client: Client) -> None:
    url = get_share_image_url(client, factories.ArticleFactory().url)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(captured) <= 5


# --- Drawing --------------------------------------------------------------------------------------

HOSTILE = [
    "",
    " ",
    "a" * 100_000,
    "Ếch " * 10_000,
    "😀" * 300,
    "שלום עולם",
    "\u202eRTL\u202c",
    "中文標題",
    "\x00\x01\n\t\u2028",
    "e\u0302\u0301" * 300,
    "a" + "\u0301" * 5000,
    "</script>\"'&",
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_can_be_drawn(text: str) -> None:
    card = ShareCard(text, text, text)
    assert Image.open(io.BytesIO(share_card.draw_share_card(card))).size == (1200, 630)
    assert card.digest == ShareCard(text, text, text).digest


def test_vietnamese_marks_are_drawn_in_any_normalization_form() -> None:
    title = "Đường lên đỉnh Ếch Ộp, ỠẶ"
    assert share_card.draw_share_card(ShareCard(unicodedata.normalize("NFD", title), "")) == share_card.draw_share_card(
        ShareCard(title, "")
    )
    assert share_card.draw_share_card(ShareCard("Duong len dinh Ech Op, OA", "")) != share_card.draw_share_card(
        ShareCard(title, "")
    )


def test_undrawable_characters_are_left_out() -> None:
    assert share_card.drawable_text("Thi 😀 tốt\u202e nghiệp\n2026") == "Thi tốt nghiệp 2026"


def test_every_vietnamese_letter_has_a_glyph() -> None:
    """A missing glyph looks like this one."""
    letters = "aăâeêioôơuưyđ"
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    made = {unicodedata.normalize("NFC", letter + tone) for letter in letters for tone in tones if letter != "đ"} | {
        "đ"
    }
    font = share_card._font(40, bold=True)
    missing = bytes(font.getmask("\uffff"))
    assert len(made) == 12 * 6 + 1
    for letter in made | {letter.upper() for letter in made}:
        assert bytes(font.getmask(letter)) != missing, letter


def test_other_page_type_has_no_share_card(client: Client) -> None:
    assert client.get(f"/chia-se/{Page.objects.get(depth=1).pk}-abc.png").status_code == 404
