"""The search page: results, filters, and what is offered when nothing is found."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.models import NewsPageAttachment
from tests.support import factories
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db


def titles(page) -> list[str]:
    return get_texts(page.select(".results h2"))


def get_facet_values(page, name: str) -> dict[str, str]:
    """Return the values of the facet ``name`` with their counts."""
    return {
        get_text(li.a): get_text(li.select_one(".count")) for li in page.select(f"[aria-labelledby=narrow_{name}] li")
    }


def follow_link(client: Client, page, label: str, part: str = "main"):
    """Return the page that the link ``label`` in ``part`` of this page of results leads to."""
    (link,) = [link for link in page.select(f"{part} a") if get_text(link) == label]
    return get_page(client, f"/tim-kiem/{link['href']}")


def local_datetime(year: int, month: int = 5) -> datetime.datetime:
    return datetime.datetime(year, month, 15, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def portal():
    """Articles of three years in a section and its sub-section, an event, a page, a document."""
    news = factories.SectionFactory(title="Tin tức")
    exams = factories.SectionFactory(title="Thi cử", parent=news)
    for year in (2022, 2023, 2024):
        factories.ArticleFactory(title=f"Tuyển sinh năm {year}", parent=news, published_at=local_datetime(year))
        factories.ArticleFactory(
            title=f"Tuyển sinh vào lớp 10 năm {year}", parent=exams, published_at=local_datetime(year, 6)
        )
    factories.EventFactory(title="Tư vấn tuyển sinh", parent=factories.EventSectionFactory(title="Sự kiện"))
    factories.StandardPageFactory(title="Hỏi đáp tuyển sinh")
    article = factories.ArticleFactory(title="Quy chế mới", parent=news, published_at=local_datetime(2021), body=[])
    document = factories.DocumentFactory(title="Phụ lục tuyển sinh")
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    article.save_revision().publish()
    return article


def test_page_without_query(client: Client) -> None:
    page = get_page(client, "/tim-kiem/")
    assert get_text(page.h1) == "Tìm kiếm"
    assert page.select(".results li, .result-count, .narrow") == []
    assert page.select_one("main form")["action"] == "/tim-kiem/"


def test_every_page_has_search_form(client: Client) -> None:
    form = get_page(client, "/").select_one(".site-header form[role=search]")
    assert (form["action"], form.get("method", "get")) == ("/tim-kiem/", "get")
    field = form.select_one("input[type=search]")
    assert (field["name"], field["data-suggestions"]) == ("q", "/tim-kiem/goi-y/")
    english = get_page(client, "/en/").select_one("form[role=search]")
    assert (english["action"], english.input["data-suggestions"]) == ("/en/search/", "/en/search/suggestions/")


def test_result_highlights_query_words(client: Client) -> None:
    section = factories.SectionFactory(title="Hoạt động")
    article = factories.ArticleFactory(
        title="Hội nghị tổng kết",
        lead="Sở tổ chức buổi gặp mặt.",
        parent=section,
        published_at=local_datetime(2024),
        main_image=factories.SmallImageFactory(),
        body=[{"type": "paragraph", "value": f"<p>{'Mở đầu dài. ' * 60}Đại biểu dự hội nghị rất đông.</p>"}],
    )
    factories.ArticleFactory(title="Khai giảng", lead="Năm học mới.", parent=section, body=[])
    make_renditions()
    page = get_page(client, "/tim-kiem/?q=hoi nghi")
    (hit,) = page.select(".results > li")
    assert "“hoi nghi”" in get_text(page.select_one(".result-count"))
    assert hit.h2.a["href"] == article.url
    assert get_texts(hit.h2.select("mark")) == ["Hội", "nghị"]
    assert get_texts(hit.select(".result-passage mark")) == ["hội", "nghị"]
    assert "Đại biểu dự" in get_text(hit.select_one(".result-passage"))
    assert get_text(hit.select_one(".result-facts")) == "Tin Hoạt động 15/05/2024"
    assert hit.select_one(".result-facts a")["href"] == section.url
    assert hit.select_one(".result-picture img")["alt"] == ""
    assert page.select_one("main input[type=search]")["value"] == "hoi nghi"


def test_pagination_keeps_query(client: Client) -> None:
    factories.ArticleFactory.create_batch(25, parent=factories.SectionFactory())
    page = get_page(client, "/tim-kiem/?q=Hội+nghị&loai=tin")
    assert len(page.select(".results > li")) == 10
    seen = {link["href"] for link in page.select(".results h2 a")}
    while following := page.select_one(".pagination [rel=next]"):
        page = get_page(client, f"/tim-kiem/{following['href']}")
        seen |= {link["href"] for link in page.select(".results h2 a")}
    assert len(seen) == 25
    assert len(page.select(".results > li")) == 5


def test_page_is_noindex_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/tim-kiem/?q=a")
    assert b'<meta name="robots" content="noindex">' in response.content
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_filter_by_kind(client: Client, portal) -> None:
    page = get_page(client, "/tim-kiem/?q=tuyển sinh")
    counts = {"Tất cả": "9", "Tin": "6", "Sự kiện": "1", "Tài liệu": "1", "Trang": "1"}
    assert get_facet_values(page, "kind") == counts
    kinds = "[aria-labelledby=narrow_kind]"
    documents = follow_link(client, page, "Tài liệu", kinds)
    assert titles(documents) == ["Phụ lục tuyển sinh"]
    assert get_facet_values(documents, "kind") == counts
    assert documents.select_one(".results a")["href"].startswith("/documents/")
    assert titles(follow_link(client, page, "Sự kiện", kinds)) == ["Tư vấn tuyển sinh"]
    assert titles(follow_link(client, page, "Trang", kinds)) == ["Hỏi đáp tuyển sinh"]


def test_filter_by_section_and_year_and_remove_filters(client: Client, portal) -> None:
    page = get_page(client, "/tim-kiem/?q=tuyển sinh")
    assert get_facet_values(page, "section") == {"Tin tức": "6", "Thi cử": "3", "Sự kiện": "1"}
    years = get_facet_values(page, "year")
    assert {year: years[year] for year in ("2024", "2023", "2022")} == dict.fromkeys(("2024", "2023", "2022"), "2")
    narrowed = follow_link(client, page, "Thi cử", "[aria-labelledby=narrow_section]")
    assert len(titles(narrowed)) == 3
    assert get_facet_values(narrowed, "year") == {"2024": "1", "2023": "1", "2022": "1"}
    both = follow_link(client, narrowed, "2023")
    assert titles(both) == ["Tuyển sinh vào lớp 10 năm 2023"]
    assert get_text(both.select_one(".result-count")) == "Có 1 kết quả cho “tuyển sinh”"
    assert len(titles(follow_link(client, both, "2023"))) == 3
    assert len(titles(follow_link(client, both, "Bỏ mọi bộ lọc"))) == 9


def test_filter_by_date_range(client: Client, portal) -> None:
    page = get_page(client, "/tim-kiem/?q=tuyển sinh&tu=2022-06-15&den=2023-05-15")
    assert sorted(titles(page)) == ["Tuyển sinh năm 2023", "Tuyển sinh vào lớp 10 năm 2022"]
    field = page.select_one("input[name=tu]")
    assert (field["type"], field["value"]) == ("date", "2022-06-15")
    assert page.select_one(".narrow-dates [name=q]")["value"] == "tuyển sinh"


@pytest.mark.parametrize(
    ("dates", "complaint"),
    [
        ("tu=31/12/2022", ""),
        ("tu=hôm qua", "ngày hợp lệ"),
        ("tu=0001-01-01", "Hãy nhập năm từ 1900 đến 2199."),
        ("tu=2024-01-01&den=2023-01-01", "Ngày cuối sớm hơn ngày đầu."),
    ],
)
def test_invalid_dates_show_errors(client: Client, portal, dates: str, complaint: str) -> None:
    page = get_page(client, f"/tim-kiem/?q=tuyển sinh&{dates}")
    errors = " ".join(get_texts(page.select(".narrow-dates .error")))
    assert complaint in errors
    assert bool(errors) == bool(complaint)


def test_sort_by_date(client: Client, portal) -> None:
    page = get_page(client, "/tim-kiem/?q=tuyển sinh vào lớp 10&loai=tin&xep=moi-nhat")
    assert titles(page) == [f"Tuyển sinh vào lớp 10 năm {year}" for year in (2024, 2023, 2022)]
    assert get_text(page.select_one(".result-order [aria-current]")) == "Mới nhất trước"


def test_filters_keep_the_ranking(client: Client, portal) -> None:
    everything = titles(get_page(client, "/tim-kiem/?q=tuyển sinh lớp 10"))
    news = titles(get_page(client, "/tim-kiem/?q=tuyển sinh lớp 10&loai=tin"))
    assert news == [title for title in everything if title in news]


@pytest.mark.parametrize("typed", ["tuyenr sinh", "tuyeern sinh", "tuyn sinh", "tuyển sihn"])
def test_corrected_query_is_shown_with_results(client: Client, portal, typed: str) -> None:
    page = get_page(client, f"/tim-kiem/?q={typed}")
    count = get_text(page.select_one(".result-count"))
    assert count.startswith(f"Không tìm thấy kết quả nào cho “{typed}”. Có phải bạn tìm: tuyển sinh")
    assert len(titles(page)) == 9
    assert titles(follow_link(client, page, "tuyển sinh")) == titles(page)


def test_unknown_word_is_dropped(client: Client, portal) -> None:
    page = get_page(client, "/tim-kiem/?q=tuyển sinh qwrtpzx")
    assert get_text(page.select_one(".meant")) == "tuyển sinh"
    assert len(titles(page)) == 9


def test_scattered_matches_are_corrected_but_verbatim_search_is_offered(client: Client) -> None:
    section = factories.SectionFactory()
    factories.ArticleFactory(title="Công bố điểm chuẩn lớp 10", parent=section)
    scattered = [{"type": "paragraph", "value": "<p>Bố mẹ đến trường. Điểm danh xong, công viên mở. Chuẩm bị.</p>"}]
    factories.ArticleFactory(title="Ngày hội", parent=section, body=scattered)
    page = get_page(client, "/tim-kiem/?q=công bố điểm chuẩm")
    assert get_text(page.select_one(".meant")) == "công bố điểm chuẩn"
    assert titles(page)[0] == "Công bố điểm chuẩn lớp 10"
    assert titles(follow_link(client, page, "Tìm đúng “công bố điểm chuẩm”")) == ["Ngày hội"]


def test_no_results_offer_similar_words_news_and_sections(client: Client) -> None:
    article = factories.ArticleFactory(title="Khai giảng", parent=factories.SectionFactory(title="Tin tức"))
    page = get_page(client, "/tim-kiem/?q=xyzq")
    assert get_text(page.select_one(".result-count")).startswith("Không tìm thấy kết quả nào cho “xyzq”")
    links = {link["href"]: get_text(link) for link in page.select(".instead a")}
    assert links[article.url] == "Khai giảng"
    assert links[article.get_parent().url] == "Tin tức"


def test_punctuation_only_is_no_query(client: Client) -> None:
    page = get_page(client, "/tim-kiem/?q=%3F%21...")
    assert get_text(page.select_one(".result-count")) == "Hãy nhập chữ hoặc số."


def test_query_is_escaped(client: Client) -> None:
    page = get_page(client, "/tim-kiem/?q=<script>alert(1)</script>\"'")
    assert page.select("main script") == []
    assert page.select_one("main input[type=search]")["value"] == "<script>alert(1)</script>\"'"


def test_english_search_page(client: Client) -> None:
    section = factories.SectionFactory(title="News", parent=factories.get_home_page("en"))
    factories.ArticleFactory(title="Exam results", parent=section, published_at=local_datetime(2024))
    factories.ArticleFactory(title="Exam, thi tuyển", parent=factories.SectionFactory(title="Tin tức"))
    page = get_page(client, "/en/search/?q=exam")
    assert titles(page) == ["Exam results"]
    assert get_facet_values(page, "section") == {"News": "1"}
    assert "result for “exam”" in get_text(page.select_one(".result-count"))


def test_a_document_on_no_public_page_is_not_found(client: Client, portal) -> None:
    factories.DocumentFactory(title="Phụ lục tuyển sinh nội bộ")
    assert titles(get_page(client, "/tim-kiem/?q=phụ lục&loai=tai-lieu")) == ["Phụ lục tuyển sinh"]
    portal.unpublish()
    assert titles(get_page(client, "/tim-kiem/?q=phụ lục&nguyen_van=1")) == []
