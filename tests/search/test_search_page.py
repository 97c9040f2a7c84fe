"""The search page: what it shows of what was found, how it is narrowed, and what it offers instead."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.models import NewsPageAttachment
from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


def titles(page) -> list[str]:
    return all_words(page.select(".results h2"))


def choices(page, name: str) -> dict[str, str]:
    """The ways to narrow by ``name``, each with its number."""
    return {words(li.a): words(li.select_one(".count")) for li in page.select(f"[aria-labelledby=narrow_{name}] li")}


def follow(client: Client, page, label: str, part: str = "main"):
    """The page that the link ``label`` in ``part`` of this page of results leads to."""
    (link,) = [link for link in page.select(f"{part} a") if words(link) == label]
    return read(client, f"/tim-kiem/{link['href']}")


def at(year: int, month: int = 5) -> datetime.datetime:
    return datetime.datetime(year, month, 15, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def portal():
    """Articles of three years in two sections, one below the other, an event, a page, a document."""
    news = factories.SectionFactory(title="Tin tức")
    exams = factories.SectionFactory(title="Thi cử", parent=news)
    for year in (2022, 2023, 2024):
        factories.ArticleFactory(title=f"Tuyển sinh năm {year}", parent=news, published_at=at(year))
        factories.ArticleFactory(title=f"Tuyển sinh vào lớp 10 năm {year}", parent=exams, published_at=at(year, 6))
    factories.EventFactory(title="Tư vấn tuyển sinh", parent=factories.EventSectionFactory(title="Sự kiện"))
    factories.StandardPageFactory(title="Hỏi đáp tuyển sinh")
    article = factories.ArticleFactory(title="Quy chế mới", parent=news, published_at=at(2021), body=[])
    document = factories.DocumentFactory(title="Phụ lục tuyển sinh")
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    article.save_revision().publish()
    return article


def test_before_anything_is_asked(client: Client) -> None:
    page = read(client, "/tim-kiem/")
    assert words(page.h1) == "Tìm kiếm"
    assert page.select(".results li, .result-count, .narrow") == []
    assert page.select_one("main form")["action"] == "/tim-kiem/"


def test_every_page_can_ask(client: Client) -> None:
    form = read(client, "/").select_one(".site-header form[role=search]")
    assert (form["action"], form.get("method", "get")) == ("/tim-kiem/", "get")
    field = form.select_one("input[type=search]")
    assert (field["name"], field["data-suggestions"]) == ("q", "/tim-kiem/goi-y/")
    english = read(client, "/en/").select_one("form[role=search]")
    assert (english["action"], english.input["data-suggestions"]) == ("/en/search/", "/en/search/suggestions/")


def test_a_hit_is_shown_with_what_was_asked_for_marked(client: Client) -> None:
    section = factories.SectionFactory(title="Hoạt động")
    article = factories.ArticleFactory(
        title="Hội nghị tổng kết",
        lead="Sở tổ chức buổi gặp mặt.",
        parent=section,
        published_at=at(2024),
        main_image=factories.SmallImageFactory(),
        body=[{"type": "paragraph", "value": f"<p>{'Mở đầu dài. ' * 60}Đại biểu dự hội nghị rất đông.</p>"}],
    )
    factories.ArticleFactory(title="Khai giảng", lead="Năm học mới.", parent=section, body=[])
    page = read(client, "/tim-kiem/?q=hoi nghi")
    (hit,) = page.select(".results > li")
    assert "“hoi nghi”" in words(page.select_one(".result-count"))
    assert hit.h2.a["href"] == article.url
    assert all_words(hit.h2.select("mark")) == ["Hội", "nghị"]
    assert all_words(hit.select(".result-passage mark")) == ["hội", "nghị"]
    assert "Đại biểu dự" in words(hit.select_one(".result-passage"))
    assert words(hit.select_one(".result-facts")) == "Tin Hoạt động 15/05/2024"
    assert hit.select_one(".result-facts a")["href"] == section.url
    assert hit.select_one("picture img")["alt"] == ""
    assert page.select_one("main input[type=search]")["value"] == "hoi nghi"


def test_pages_of_results_keep_the_question(client: Client) -> None:
    factories.ArticleFactory.create_batch(25, parent=factories.SectionFactory())
    page = read(client, "/tim-kiem/?q=Hội+nghị&loai=tin")
    assert len(page.select(".results > li")) == 10
    seen = {link["href"] for link in page.select(".results h2 a")}
    while following := page.select_one(".pagination [rel=next]"):
        page = read(client, f"/tim-kiem/{following['href']}")
        seen |= {link["href"] for link in page.select(".results h2 a")}
    assert len(seen) == 25
    assert len(page.select(".results > li")) == 5


def test_it_is_not_for_search_engines_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/tim-kiem/?q=a")
    assert b'<meta name="robots" content="noindex">' in response.content
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_by_kind(client: Client, portal) -> None:
    page = read(client, "/tim-kiem/?q=tuyển sinh")
    counts = {"Tất cả": "9", "Tin": "6", "Sự kiện": "1", "Tài liệu": "1", "Trang": "1"}
    assert choices(page, "kind") == counts
    kinds = "[aria-labelledby=narrow_kind]"
    documents = follow(client, page, "Tài liệu", kinds)
    assert titles(documents) == ["Phụ lục tuyển sinh"]
    assert choices(documents, "kind") == counts
    assert documents.select_one(".results a")["href"].startswith("/documents/")
    assert titles(follow(client, page, "Sự kiện", kinds)) == ["Tư vấn tuyển sinh"]
    assert titles(follow(client, page, "Trang", kinds)) == ["Hỏi đáp tuyển sinh"]


def test_by_section_and_year_and_back(client: Client, portal) -> None:
    page = read(client, "/tim-kiem/?q=tuyển sinh")
    assert choices(page, "section") == {"Tin tức": "6", "Thi cử": "3", "Sự kiện": "1"}
    years = choices(page, "year")
    assert {year: years[year] for year in ("2024", "2023", "2022")} == dict.fromkeys(("2024", "2023", "2022"), "2")
    narrowed = follow(client, page, "Thi cử", "[aria-labelledby=narrow_section]")
    assert len(titles(narrowed)) == 3
    assert choices(narrowed, "year") == {"2024": "1", "2023": "1", "2022": "1"}
    both = follow(client, narrowed, "2023")
    assert titles(both) == ["Tuyển sinh vào lớp 10 năm 2023"]
    assert words(both.select_one(".result-count")) == "Có 1 kết quả cho “tuyển sinh”"
    assert len(titles(follow(client, both, "2023"))) == 3
    assert len(titles(follow(client, both, "Bỏ mọi bộ lọc"))) == 9


def test_between_two_days(client: Client, portal) -> None:
    page = read(client, "/tim-kiem/?q=tuyển sinh&tu=2022-06-15&den=2023-05-15")
    assert sorted(titles(page)) == ["Tuyển sinh năm 2023", "Tuyển sinh vào lớp 10 năm 2022"]
    field = page.select_one("input[name=tu]")
    assert (field["type"], field["value"]) == ("date", "2022-06-15")
    assert page.select_one(".narrow-dates [name=q]")["value"] == "tuyển sinh"


@pytest.mark.parametrize(
    ("dates", "complaint"),
    [
        ("tu=31/12/2022", ""),
        ("tu=hôm qua", "ngày hợp lệ"),
        ("tu=0001-01-01", "Năm phải từ 1900 đến 2199."),
        ("tu=2024-01-01&den=2023-01-01", "Ngày cuối sớm hơn ngày đầu."),
    ],
)
def test_dates_that_cannot_be_are_complained_of(client: Client, portal, dates: str, complaint: str) -> None:
    page = read(client, f"/tim-kiem/?q=tuyển sinh&{dates}")
    errors = " ".join(all_words(page.select(".narrow-dates .error")))
    assert complaint in errors
    assert bool(errors) == bool(complaint)


def test_newest_first(client: Client, portal) -> None:
    page = read(client, "/tim-kiem/?q=tuyển sinh vào lớp 10&loai=tin&xep=moi-nhat")
    assert titles(page) == [f"Tuyển sinh vào lớp 10 năm {year}" for year in (2024, 2023, 2022)]
    assert words(page.select_one(".result-order [aria-current]")) == "Mới nhất trước"


def test_filters_keep_the_ranking(client: Client, portal) -> None:
    everything = titles(read(client, "/tim-kiem/?q=tuyển sinh lớp 10"))
    news = titles(read(client, "/tim-kiem/?q=tuyển sinh lớp 10&loai=tin"))
    assert news == [title for title in everything if title in news]


@pytest.mark.parametrize("typed", ["tuyenr sinh", "tuyeern sinh", "tuyn sinh", "tuyển sihn"])
def test_what_was_meant_is_said_and_shown(client: Client, portal, typed: str) -> None:
    page = read(client, f"/tim-kiem/?q={typed}")
    count = words(page.select_one(".result-count"))
    assert count.startswith(f"Không tìm thấy kết quả nào cho “{typed}”. Có phải bạn tìm: tuyển sinh")
    assert len(titles(page)) == 9
    assert titles(follow(client, page, "tuyển sinh")) == titles(page)


def test_a_word_that_is_nowhere_is_left_out(client: Client, portal) -> None:
    page = read(client, "/tim-kiem/?q=tuyển sinh qwrtpzx")
    assert words(page.select_one(".meant")) == "tuyển sinh"
    assert len(titles(page)) == 9


def test_scattered_words_give_way_to_a_title_but_can_be_asked_for(client: Client) -> None:
    section = factories.SectionFactory()
    factories.ArticleFactory(title="Công bố điểm chuẩn lớp 10", parent=section)
    scattered = [{"type": "paragraph", "value": "<p>Bố mẹ đến trường. Điểm danh xong, công viên mở. Chuẩm bị.</p>"}]
    factories.ArticleFactory(title="Ngày hội", parent=section, body=scattered)
    page = read(client, "/tim-kiem/?q=công bố điểm chuẩm")
    assert words(page.select_one(".meant")) == "công bố điểm chuẩn"
    assert titles(page)[0] == "Công bố điểm chuẩn lớp 10"
    assert titles(follow(client, page, "Tìm đúng “công bố điểm chuẩm”")) == ["Ngày hội"]


def test_nothing_found_offers_words_news_and_sections(client: Client) -> None:
    article = factories.ArticleFactory(title="Khai giảng", parent=factories.SectionFactory(title="Tin tức"))
    page = read(client, "/tim-kiem/?q=xyzq")
    assert words(page.select_one(".result-count")).startswith("Không tìm thấy kết quả nào cho “xyzq”")
    links = {link["href"]: words(link) for link in page.select(".instead a")}
    assert links[article.url] == "Khai giảng"
    assert links[article.get_parent().url] == "Tin tức"


def test_only_signs_are_no_question(client: Client) -> None:
    page = read(client, "/tim-kiem/?q=%3F%21...")
    assert words(page.select_one(".result-count")) == "Hãy nhập chữ hoặc số."


def test_what_is_asked_is_text_not_markup(client: Client) -> None:
    page = read(client, "/tim-kiem/?q=<script>alert(1)</script>\"'")
    assert page.select("main script") == []
    assert page.select_one("main input[type=search]")["value"] == "<script>alert(1)</script>\"'"


def test_in_english(client: Client) -> None:
    section = factories.SectionFactory(title="News", parent=factories.home_page("en"))
    factories.ArticleFactory(title="Exam results", parent=section, published_at=at(2024))
    factories.ArticleFactory(title="Exam, thi tuyển", parent=factories.SectionFactory(title="Tin tức"))
    page = read(client, "/en/search/?q=exam")
    assert titles(page) == ["Exam results"]
    assert choices(page, "section") == {"News": "1"}
    assert "result for “exam”" in words(page.select_one(".result-count"))


def test_a_document_on_no_public_page_is_not_found(client: Client, portal) -> None:
    factories.DocumentFactory(title="Phụ lục tuyển sinh nội bộ")
    assert titles(read(client, "/tim-kiem/?q=phụ lục&loai=tai-lieu")) == ["Phụ lục tuyển sinh"]
    portal.unpublish()
    assert titles(read(client, "/tim-kiem/?q=phụ lục&nguyen_van=1")) == []
