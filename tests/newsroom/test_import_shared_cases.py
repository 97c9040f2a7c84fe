"""The pages of ../shared/cases/import: each gives what the README beside them says."""

import datetime

import pytest
from django.core.management import call_command

from newsroom.importing.readers.files import SourceFiles
from newsroom.importing.records import Heading, ImageBlock, Paragraph, ReadFailure, SavedArticle, Table
from newsroom.models import NewsPage
from tests.support.saved_articles import VIETNAM, read_one
from tests.support.shared_data import get_shared_file


def read_case(name: str) -> SavedArticle:
    return read_one(get_shared_file(f"cases/import/{name}"))


def read_failure(name: str) -> str:
    (failure,) = SourceFiles([get_shared_file(f"cases/import/{name}")]).read_articles()
    assert isinstance(failure, ReadFailure), failure
    return failure.reason


def moment(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=VIETNAM)  # type: ignore[arg-type]


def get_paragraphs(article: SavedArticle) -> list[str]:
    return [block.markup for block in article.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("name", "date", "lead"),
    [
        ("01-nukeviet-meta-date.html", (2021, 4, 7, 8, 15), "Ba trăm học sinh tham gia ngày hội."),
        ("02-hidden-by-class.html", (2021, 4, 7, 8, 15), "Ba trăm học sinh tham gia."),
        ("03-nukeviet-savefile.html", (2021, 4, 7, 8, 15), "Sáng 6/4, bốn mươi giáo viên"),
        ("07-date-iso.html", (2019, 6, 1, 8, 30), "Lớp học có năm mươi học viên"),
        ("07c-date-us.html", (2019, 6, 15, 8, 30), "Lớp học có năm mươi học viên"),
        ("08-byline-with-date.html", (2009, 1, 5, 8, 30), "Lớp có năm mươi học viên."),
    ],
)
def test_date_and_lead(name: str, date: tuple[int, ...], lead: str) -> None:
    article = read_case(name)
    assert article.published_at == moment(*date)
    assert article.lead.startswith(lead)
    assert not article.doubts


def test_hidden_text_and_boxes_are_left_out() -> None:
    assert get_paragraphs(read_case("02-hidden-by-class.html")) == ["Ngày hội kéo dài hai buổi."]
    article = read_case("03-nukeviet-savefile.html")
    assert [text[:14] for text in get_paragraphs(article)] == ["Cán bộ phòng c", "Sau phần lý th"]
    assert len(article.blocks) == 2
    assert article.section == ()
    assert (article.author, article.unit, article.source_name) == ("Lê Văn Tám", "", "Trường THCS Bình Minh")


def test_byline_with_a_date_has_no_unit() -> None:
    article = read_case("08-byline-with-date.html")
    assert (article.author, article.unit) == ("Lê Văn Tám", "")


def test_tables() -> None:
    (table,) = read_case("04-rowspan.html").blocks
    assert isinstance(table, Table)
    assert table.rows[0] == ("Ngày", "Buổi", "Môn")
    assert ("06/6", "Chiều", "Toán") in table.rows
    heading, table = read_case("04c-colspan-title-row.html").blocks
    assert heading == Heading("Môn Toán", 3)
    assert isinstance(table, Table)
    assert table.has_header
    assert table.rows[:2] == (("TT", "Họ tên", "Giải"), ("1", "An", "Nhất"))


def test_images() -> None:
    (photo,) = read_case("05-data-image.html").photos
    assert photo.image is not None
    assert photo.alt_text == "Học sinh tưới cây"
    images = [photo.image for photo in read_case("06-lazy-images.html").photos]
    assert images == [get_shared_file("cases/import/06_files/a.jpg").resolve()] * 3


def test_old_encodings() -> None:
    article = read_case("09-vni.html")
    assert article.title == "Thông báo tuyển sinh lớp 6"
    assert article.lead == "Phòng giáo dục thông báo kế hoạch tuyển sinh năm học mới."
    # Half of its bytes belong to another encoding.
    assert "not Vietnamese in viscii" in read_failure("09c-viscii.html")
    article = read_case("17-eth.html")
    assert article.title == "Đoàn trường Đinh Tiên Hoàng dự hội trại"
    assert article.author == "Đặng Văn Nam"


@pytest.mark.parametrize(
    ("name", "source_url", "link"),
    [
        ("10-singlefile.html", "http://pgd-anson.example/tin/hoi-thi.html?id=5", None),
        ("11-httrack.html", "http://pgd-anson.example/tin/hoi-thi-77.html", "http://pgd-anson.example/tin/the-le.html"),
        (
            "12-wayback.html",
            "http://pgd-anson.example/tintuc/chitiet.aspx?id=78",
            "http://pgd-anson.example/thele.aspx",
        ),
    ],
)
def test_mirrors_and_archives(name: str, source_url: str, link: str | None) -> None:
    article = read_case(name)
    assert article.source_url == source_url
    assert article.section == ()
    assert article.published_at is not None
    text = " ".join(get_paragraphs(article))
    if link is None:
        assert [type(block) for block in article.blocks] == [ImageBlock, Paragraph]
    else:
        assert f'<a href="{link}">thể lệ</a>' in text
    assert "captures" not in article.lead + text


def test_frameset_is_refused() -> None:
    assert "frameset_files/main.htm" in read_failure("14-frameset.html")


def test_mhtml_and_page_names_of_servers() -> None:
    folder = get_shared_file("cases/import/15-mhtml/bai1.html").parent
    articles = {article.origin.file.name: article for article in SourceFiles([folder]).read_articles()}
    assert all(isinstance(article, SavedArticle) for article in articles.values())
    assert set(articles) == {"bai1.html", "bai2.mhtml", "bai3.mht", "bai4.aspx", "mht-as-html.html"}
    for name in ("bai2.mhtml", "bai3.mht", "mht-as-html.html"):
        assert articles[name].title == "Bài lưu bằng MHTML của trường"
        assert articles[name].published_at == moment(2019, 6, 1)


@pytest.mark.django_db
def test_same_page_in_three_files_is_imported_once() -> None:
    folder = get_shared_file("cases/import/15-mhtml/bai1.html").parent
    call_command("import_articles", str(folder), section="Tin tức", verbosity=0)
    assert sorted(NewsPage.objects.live().values_list("title", flat=True)) == [
        "Bài lưu bằng MHTML của trường",
        "Khai giảng lớp bồi dưỡng cán bộ quản lý",
        "Đoàn trường Đinh Bộ Lĩnh dự hội trại",
    ]


def test_google_docs_markup() -> None:
    article = read_case("16-google-docs.html")
    assert get_paragraphs(article) == [
        "Mỗi lớp chọn ra <b>hai cuốn</b> để giới thiệu trước toàn trường.",
        "<i>Thư viện mở cửa đến 17 giờ.</i>",
    ]
