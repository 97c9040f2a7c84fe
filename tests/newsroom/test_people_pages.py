"""The pages of tags, authors and units."""

import datetime

import pytest
from django.test import Client
from wagtail.models import Locale

from tests.support import factories
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


def test_tag_lists_its_articles(client: Client) -> None:
    factories.ArticleFactory(title="Tuyển sinh lớp 10", tags=("Tuyển sinh",))
    factories.ArticleFactory(title="Khai giảng")
    page = get_page(client, "/the/tuyen-sinh/")
    assert get_text(page.h1) == "Từ khoá: Tuyển sinh"
    assert get_text(page.select_one(".introduction")) == "1 bài viết"
    assert get_texts(page.select(".card-title")) == ["Tuyển sinh lớp 10"]


def test_tag_with_hidden_articles_only_is_not_found(client: Client) -> None:
    article = factories.ArticleFactory(tags=("Chưa công bố",))
    get_page(client, "/the/chua-cong-bo/")
    article.unpublish()
    page = get_page(client, "/the/chua-cong-bo/", status=404)
    assert "Chưa công bố" not in str(page)
    get_page(client, "/en/tag/chua-cong-bo/", status=404)


def test_author_page_has_unit_title_and_articles(client: Client) -> None:
    unit = factories.UnitFactory(name="Phòng Tiểu học")
    author = factories.AuthorFactory(
        name="Trần Thị Bưởi", job_title="Chuyên viên", biography="Dạy học\n\nlàm báo", unit=unit
    )
    factories.ArticleFactory(title="Bài của chị", authors=(author,))
    factories.ArticleFactory(title="Bài của người khác")
    page = get_page(client, "/tac-gia/tran-thi-buoi/")
    assert get_text(page.h1) == "Trần Thị Bưởi"
    assert get_text(page.select_one(".initials")) == "TB"
    assert get_texts(page.select(".role")) == ["Chuyên viên", "Đơn vị: Phòng Tiểu học"]
    assert get_texts(page.select(".introduction p")) == ["Dạy học", "làm báo"]
    assert get_texts(page.select(".card-title")) == ["Bài của chị"]


def test_old_articles_are_listed_with_unit_of_that_time(client: Client) -> None:
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
    page = get_page(client, old.get_absolute_url())
    assert get_texts(page.select(".role")) == [
        f"Tên viết tắt: {old.short_name}",
        "Thành lập: 05/09/1990",
        "Giải thể: 01/03/2020",
        "Đơn vị kế thừa: Phòng mới",
    ]
    assert get_texts(page.select(".card-title")) == ["Bài ngày trước"]
    page = get_page(client, new.get_absolute_url())
    assert "Đơn vị tiền thân: Phòng cũ" in get_texts(page.select(".role"))
    assert get_texts(page.select(".people a")) == ["Lê Quang Đức"]
    assert get_text(page.select_one(".empty")) == "Chưa có bài viết nào."


def test_unit_page_has_duties_contact_details_and_events(client: Client) -> None:
    unit = factories.UnitFactory(
        description="Chỉ đạo chuyên môn.", head="Lê Văn Bình, Trưởng phòng", phone="0200 000 0002", email="a@so.example"
    )
    factories.EventFactory(title="Hội thi", organiser=unit)
    factories.EventFactory(title="Sắp công bố", organiser=unit, live=False)
    factories.EventFactory(title="Đã qua", organiser=unit, start_date=datetime.date(2020, 1, 1))
    factories.EventFactory(title="Của phòng khác", organiser=factories.UnitFactory())
    page = get_page(client, unit.get_absolute_url())
    assert get_text(page.select_one(".unit-details .duties")) == "Chỉ đạo chuyên môn."
    assert get_texts(page.select(".unit-facts dd")) == ["Lê Văn Bình, Trưởng phòng", "0200 000 0002", "a@so.example"]
    assert page.select_one(".phone")["href"] == "tel:02000000002"
    assert get_texts(page.select(".event-card-title")) == ["Hội thi"]


def test_unit_in_other_language_is_not_linked(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    author = factories.AuthorFactory(name="Jane Roe", locale=english, unit=factories.UnitFactory())
    page = get_page(client, "/en/author/jane-roe/")
    assert author.unit.name in get_text(page.main)
    assert page.select(".role a") == []


@pytest.mark.parametrize("url", ["/the/khong-co/", "/tac-gia/khong-co/", "/don-vi/khong-co/", "/en/author/nguyen/"])
def test_unknown_profile_is_not_found(client: Client, url: str) -> None:
    factories.AuthorFactory(name="Nguyễn", slug="nguyen")
    get_page(client, url, status=404)
