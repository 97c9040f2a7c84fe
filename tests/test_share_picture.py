"""The picture beside a shared link: the page's own, cut for it, or a card drawn with its title."""

import io
import unicodedata

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, PageViewRestriction

from mysite import share_card
from mysite.body_pictures import make_ready
from mysite.models import PortalRendition
from mysite.renditions import SHARE
from mysite.share_card import Card
from tests import factories, found
from tests.reading import read

pytestmark = pytest.mark.django_db


def shared(client: Client, address: str) -> str:
    """The address of the picture, without its origin."""
    return found.open_graph(read(client, address))["og:image"][0].removeprefix("http://testserver")


def test_the_main_picture_cut_for_sharing(client: Client) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory())
    make_ready(article.pictures())
    picture = Image.open(io.BytesIO(b"".join(client.get(shared(client, article.url)))))
    assert (picture.format, picture.size) == ("JPEG", (1200, 630))


def test_else_the_first_of_the_text(client: Client) -> None:
    first, second = factories.ImageFactory.create_batch(2)
    for page in (
        factories.ArticleFactory(body=[factories.gallery([first, second])]),
        factories.EventFactory(body=[factories.gallery([first, second])]),
        factories.StandardPageFactory(body=[factories.gallery([first, second])]),
    ):
        make_ready(page.pictures())
        rendition = first.renditions.get(filter_spec=SHARE[0])
        assert shared(client, page.url) == rendition.url
        assert found.open_graph(read(client, page.url))["og:image:alt"] == ["Ảnh số 0"]
    assert not second.renditions.filter(filter_spec=SHARE[0]).exists()


def test_no_visitor_waits_for_it_to_be_made(client: Client) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory())
    assert shared(client, article.url).startswith("/chia-se/")
    assert not PortalRendition.objects.filter(filter_spec=SHARE[0]).exists()


def test_a_card_is_drawn_for_a_page_without_picture(client: Client) -> None:
    for page in (
        factories.ArticleFactory(),
        factories.EventFactory(),
        factories.SectionFactory(),
        factories.StandardPageFactory(),
        factories.ContactPageFactory(),
        factories.home_page(),
        factories.home_page("en"),
    ):
        graph = found.open_graph(read(client, page.url))
        response = client.get(shared(client, page.url))
        assert response.status_code == 200, page
        assert response["Content-Type"] == graph["og:image:type"][0] == "image/png"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not response.cookies
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
        assert len(response.content) < 100_000


def test_lists_that_are_no_pages_show_the_offices_card(client: Client) -> None:
    factories.ArticleFactory(tags=("Tuyển sinh",))
    assert shared(client, "/the/tuyen-sinh/") == shared(client, "/")


def test_its_address_changes_with_what_it_says(client: Client) -> None:
    article = factories.ArticleFactory()
    before = shared(client, article.url)
    article.title = "Tên mới"
    article.save_revision().publish()
    after = shared(client, article.url)
    assert after != before
    assert client.get(before).status_code == 404
    assert client.get(after).status_code == 200


def test_nothing_else_is_drawn(client: Client) -> None:
    article, other = factories.ArticleFactory.create_batch(2)
    address = shared(client, article.url)
    digest = address.rpartition("-")[2]
    for wrong in (
        f"/chia-se/{other.pk}-{digest}",
        f"/chia-se/{article.pk}-{'0' * 20}.png",
        f"/chia-se/{article.pk}-.png",
        f"/chia-se/999999-{digest}",
        f"/chia-se/{'9' * 30}-{digest}",
        f"/chia-se/1-{digest}",  # the root of the tree
        address.replace(".png", ".jpg"),
    ):
        assert client.get(wrong, follow=True).status_code == 404, wrong
    assert client.post(address).status_code == 405


def test_a_hidden_page_has_none(client: Client) -> None:
    article = factories.ArticleFactory()
    address = shared(client, article.url)
    article.expire_at = timezone.now()
    article.save()
    assert client.get(address).status_code == 404
    article.expire_at = None
    article.save()
    restriction = PageViewRestriction.objects.create(
        page=article.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert client.get(address).status_code == 404
    restriction.delete()
    assert client.get(address).status_code == 200
    article.unpublish()
    assert client.get(address).status_code == 404


def test_an_unpublished_section_is_not_on_it(client: Client) -> None:
    section = factories.SectionFactory(title="Đã gỡ", parent=factories.SectionFactory(title="Tin tức"))
    article = factories.ArticleFactory(parent=section)
    before = shared(client, article.url)
    section.unpublish()
    after = shared(client, article.url)
    assert after != before
    assert client.get(after).status_code == 200


def test_it_speaks_the_pages_language(client: Client) -> None:
    locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(parent=factories.home_page("en"), locale=locale)
    assert client.get(shared(client, factories.ArticleFactory(parent=section, locale=locale).url)).status_code == 200


def test_it_costs_few_queries(client: Client) -> None:
    address = shared(client, factories.ArticleFactory().url)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
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
    card = Card(text, text, text)
    assert Image.open(io.BytesIO(share_card.draw(card))).size == (1200, 630)
    assert card.digest == Card(text, text, text).digest


def test_marks_of_vietnamese_are_drawn_whatever_their_encoding() -> None:
    title = "Đường lên đỉnh Ếch Ộp, ỠẶ"
    assert share_card.draw(Card(unicodedata.normalize("NFD", title), "")) == share_card.draw(Card(title, ""))
    assert share_card.draw(Card("Duong len dinh Ech Op, OA", "")) != share_card.draw(Card(title, ""))


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert share_card.legible("Thi 😀 tốt\u202e nghiệp\n2026") == "Thi tốt nghiệp 2026"


def test_every_vietnamese_letter_has_a_glyph() -> None:
    """The font's sign for what it has not looks like this one."""
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


def test_page_of_another_type_has_no_card(client: Client) -> None:
    assert client.get(f"/chia-se/{Page.objects.get(depth=1).pk}-abc.png").status_code == 404
