"""The pages of tags, authors and units."""

import datetime

import pytest
from django.test import Client
from wagtail.models import Locale

from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


def test_tag_lists_its_articles(client: Client) -> None:
    factories.ArticleFactory(title="Tuyển sinh lớp 10", tags=("Tuyển sinh",))
    factories.ArticleFactory(title="Khai giảng")
    page = read(client, "/the/tuyen-sinh/")
    assert words(page.h1) == "Từ khoá: Tuyển sinh"
    assert words(page.select_one(".introduction")) == "1 bài viết"
    assert all_words(page.select(".card-title")) == ["Tuyển sinh lớp 10"]


def test_tag_of_hidden_articles_only_is_hidden_too(client: Client) -> None:
    article = factories.ArticleFactory(tags=("Chưa công bố",))
    read(client, "/the/chua-cong-bo/")
    article.unpublish()
    page = read(client, "/the/chua-cong-bo/", status=404)
    assert "Chưa công bố" not in str(page)
    read(client, "/en/tag/chua-cong-bo/", status=404)


def test_author_has_unit_title_and_articles(client: Client) -> None:
    unit = factories.UnitFactory(name="Phòng Tiểu học")
    author = factories.AuthorFactory(
        name="Trần Thị Bưởi", job_title="Chuyên viên", biography="Dạy học\n\nlàm báo", unit=unit
    )
    factories.ArticleFactory(title="Bài của chị", authors=(author,))
    factories.ArticleFactory(title="Bài của người khác")
    page = read(client, "/tac-gia/tran-thi-buoi/")
    assert words(page.h1) == "Trần Thị Bưởi"
    assert all_words(page.select(".role")) == ["Chuyên viên", "Đơn vị: Phòng Tiểu học"]
    assert all_words(page.select(".introduction p")) == ["Dạy học", "làm báo"]
    assert all_words(page.select(".card-title")) == ["Bài của chị"]


def test_old_articles_stay_with_the_unit_of_their_time(client: Client) -> None:
    new = factories.UnitFactory(name="Phòng mới")
    old = factories.UnitFactory(
        name="Phòng cũ",
        founded_on=datetime.date(1990, 9, 5),
        dissolved_on=datetime.date(2020, 3, 1),
        successor=new,
    )
    author = factories.AuthorFactory(name="Lê Quang Đức", unit=old)
    factories.ArticleFactory(title="Bài ngày trước", authors=(author,))
    author.unit = new
    author.save()
    page = read(client, old.get_absolute_url())
    assert all_words(page.select(".role")) == [
        f"Tên viết tắt: {old.short_name}",
        "Thành lập: 05/09/1990",
        "Giải thể: 01/03/2020",
        "Đơn vị kế thừa: Phòng mới",
    ]
    assert all_words(page.select(".card-title")) == ["Bài ngày trước"]
    page = read(client, new.get_absolute_url())
    assert "Đơn vị tiền thân: Phòng cũ" in all_words(page.select(".role"))
    assert all_words(page.select(".people a")) == ["Lê Quang Đức"]
    assert words(page.select_one(".empty")) == "Chưa có bài viết nào."


def test_unit_says_what_it_does_how_to_reach_it_and_what_it_organises(client: Client) -> None:
    unit = factories.UnitFactory(
        description="Chỉ đạo chuyên môn.", head="Lê Văn Bình, Trưởng phòng", phone="0200 000 0002", email="a@so.example"
    )
    factories.EventFactory(title="Hội thi", organiser=unit)
    factories.EventFactory(title="Sắp công bố", organiser=unit, live=False)
    factories.EventFactory(title="Đã qua", organiser=unit, start_date=datetime.date(2020, 1, 1))
    factories.EventFactory(title="Của phòng khác", organiser=factories.UnitFactory())
    page = read(client, unit.get_absolute_url())
    assert words(page.select_one(".unit-details .duties")) == "Chỉ đạo chuyên môn."
    assert all_words(page.select(".unit-facts dd")) == ["Lê Văn Bình, Trưởng phòng", "0200 000 0002", "a@so.example"]
    assert page.select_one(".phone")["href"] == "tel:02000000002"
    assert all_words(page.select(".event-card-title")) == ["Hội thi"]


def test_no_link_to_a_unit_of_another_language(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    author = factories.AuthorFactory(name="Jane Roe", locale=english, unit=factories.UnitFactory())
    page = read(client, "/en/author/jane-roe/")
    assert author.unit.name in words(page.main)
    assert page.select(".role a") == []


@pytest.mark.parametrize("address", ["/the/khong-co/", "/tac-gia/khong-co/", "/don-vi/khong-co/", "/en/author/nguyen/"])
def test_nobody_there(client: Client, address: str) -> None:
    factories.AuthorFactory(name="Nguyễn", slug="nguyen")
    read(client, address, status=404)
