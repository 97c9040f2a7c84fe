"""Dates and bylines of saved articles: forms of dates, what metadata adds, names beside dates. No database."""

import datetime
from pathlib import Path

import pytest

from newsroom.importing.parsing.bylines import Byline, parse_byline, parse_source_name, split_names
from newsroom.importing.parsing.dates import classify_date_line, find_date, split_date_line
from newsroom.importing.records import ImageBlock, Paragraph, SavedArticle, UnreadableArticle
from tests.support.saved_articles import VIETNAM, read_one, write_source

FORMS = [
    ("2018-03-09 14:05:59", (2018, 3, 9, 14, 5)),
    ("2018-03-09T14:05:00+07:00", (2018, 3, 9, 14, 5)),
    ("2018-03-09T07:05:00Z", (2018, 3, 9, 14, 5)),
    ("2018/03/09", (2018, 3, 9)),
    ("2018.03.09 7:05", (2018, 3, 9, 7, 5)),
    ("Thứ Sáu, ngày 09 tháng 3 năm 2018", (2018, 3, 9)),
    ("14h05 ngày 09 tháng 03 năm 2018", (2018, 3, 9, 14, 5)),
    ("Hòa Lạc, ngày 9 tháng 3 năm 2018", (2018, 3, 9)),
    ("Ngày đăng: 09/03/2018 - Lượt xem: 1.205", (2018, 3, 9)),
    ("Ngày đăng: 09/03/2018 | Đã xem: 12", (2018, 3, 9)),
    ("09/03/2018 (120 lượt xem)", (2018, 3, 9)),
    ("09/03/18", (2018, 3, 9)),
    ("9/3/08 14:05", (2008, 3, 9, 14, 5)),
    ("14:05 09-03-98", (1998, 3, 9, 14, 5)),
    ("March 9, 2018 2:05 PM", (2018, 3, 9, 14, 5)),
    ("Mar 9th, 2018", (2018, 3, 9)),
    ("9 March 2018", (2018, 3, 9)),
    ("Friday, 09 March 2018 14:05", (2018, 3, 9, 14, 5)),
    ("Fri, 09 Mar 2018 14:05:00 +0700", (2018, 3, 9, 14, 5)),
    ("09-Mar-2018", (2018, 3, 9)),
    ("3/29/2018 2:05:00 PM", (2018, 3, 29, 14, 5)),
    ("3/29/2018", (2018, 3, 29)),
    ("29/3/2018 2:05:00 PM", (2018, 3, 29, 14, 5)),
    ("Friday 3/9/2018 2:05:00 PM", (2018, 3, 9, 14, 5)),
    ("Thứ sáu - 09/03/2018 14:05", (2018, 3, 9, 14, 5)),
    ("Thứ Sáu, 09/03/2018 | 14:05", (2018, 3, 9, 14, 5)),
    ("T6, 09/03/2018 - 14:05", (2018, 3, 9, 14, 5)),
    ("CN, 11/03/2018 2:05 CH", (2018, 3, 11, 14, 5)),
    ("Chủ nhật, ngày 11/3/2018", (2018, 3, 11)),
    ("(Cập nhật lúc: 14:05 Thứ Sáu, 09/03/2018)", (2018, 3, 9, 14, 5)),
    ("Cập nhật lần cuối: 09/03/2018, 14 giờ 05 phút", (2018, 3, 9, 14, 5)),
    ("Đăng ngày 9 tháng 3 năm 2018 lúc 14:05", (2018, 3, 9, 14, 5)),
    ("Được đăng ngày 09 Tháng 3 2018", (2018, 3, 9)),
    ("Được viết ngày Thứ sáu, 09 Tháng 3 2018 14:05", (2018, 3, 9, 14, 5)),
    ("9 Tháng Chín, 2018", (2018, 9, 9)),
    ("Ngày đăng tin: 09.03.2018", (2018, 3, 9)),
    ("Posted on 09/03/2018 by admin", (2018, 3, 9)),
    ("Ngày 09/03/2018, lúc 14 giờ 05", (2018, 3, 9, 14, 5)),
    ("14:05' ngày 9/3/2018", (2018, 3, 9, 14, 5)),
    ("9 - 3 - 2018", (2018, 3, 9)),
    ("Ngày ban hành: 09/03/2018", (2018, 3, 9)),
]


@pytest.mark.parametrize(("line", "date"), FORMS)
def test_form_of_date_is_read(line: str, date: tuple[int, ...]) -> None:
    assert classify_date_line(line, below_title=True)
    assert find_date(line) == datetime.datetime(*date, tzinfo=VIETNAM)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line", ["3/9/2018 2:05:00 PM", "09/03/2018 02:05 AM", "31/02/2018", "25:10 09/03/2018", "1/13/18"]
)
def test_date_with_two_meanings_or_none_is_not_guessed(line: str, tmp_path: Path) -> None:
    assert classify_date_line(line)
    with pytest.raises(UnreadableArticle):
        find_date(line)
    article = read_page(tmp_path, line)
    assert (article.published_at, article.lead) == (None, "Ba lớp dự thi.")
    assert article.doubts == ("no valid date was found",)
    assert article.notes


@pytest.mark.parametrize(
    "line",
    [
        "Thứ hai 05/9/2016, trường tổ chức lễ khai giảng.",
        "Đăng ký dự thi trước ngày 01/06/2016",
        "Từ ngày 01/06/2016 đến ngày 05/06/2016",
        "Năm học 2016-2017",
        "Gửi các trường ngày 05/06/2016",
        "Cập nhật kiến thức đến 05/06/2016",
        "Thời gian: 08h00 ngày 05/9/2016 tại hội trường",
        "Điện thoại: 0238.12.34",
    ],
)
def test_sentence_with_a_date_is_no_date_line(line: str) -> None:
    assert classify_date_line(line, below_title=True) is None


def test_two_dates_on_one_line() -> None:
    assert split_date_line("Ngày đăng: 01/06/2016 - Cập nhật: 03/06/2016") == [
        "Ngày đăng: 01/06/2016",
        "Cập nhật: 03/06/2016",
    ]


def read_page(folder: Path, *lines: str, head: str = "", foot: str = "") -> SavedArticle:
    body = "".join(f"<p>{line}</p>" for line in (*lines, "Ba lớp dự thi.", "Hội thi kéo dài hai buổi."))
    page = f"<head>{head}</head><h1>Hội thi vẽ tranh cấp trường</h1>{body}{foot}"
    return read_one(write_source(folder, "tin.html", page))


@pytest.mark.parametrize(
    "value", ["2016-04-07+0708:15:00", "hôm qua", "2016-13-40T00:00:00", "2999-01-01", "0000-00-00"]
)
def test_unreadable_metadata_is_ignored(tmp_path: Path, value: str) -> None:
    head = f'<meta property="article:published_time" content="{value}">'
    article = read_page(tmp_path, "07/04/2016 08:15", head=head)
    assert article.published_at == datetime.datetime(2016, 4, 7, 8, 15, tzinfo=VIETNAM)
    assert not article.doubts
    assert read_page(tmp_path, head=head).doubts == ("no valid date was found",)


def test_schema_org_data_are_read_as_data(tmp_path: Path) -> None:
    author = '"author": {"name": "Lê Thị Mây"}'
    linked = f'{{"@graph": [{{"@type": "NewsArticle", "datePublished": "2016-04-07T08:15:00+07:00", {author}}}]}}'
    article = read_page(tmp_path, head=f'<script type="application/ld+json">{linked}</script>')
    assert article.published_at == datetime.datetime(2016, 4, 7, 8, 15, tzinfo=VIETNAM)
    assert article.author == "Lê Thị Mây"
    span = '<span class="hide" itemprop="datePublished">2016-04-07T08:15:00+07:00</span>'
    article = read_page(tmp_path, foot=span)
    assert article.published_at == datetime.datetime(2016, 4, 7, 8, 15, tzinfo=VIETNAM)
    assert article.blocks == (Paragraph("Hội thi kéo dài hai buổi."),)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Người đăng: Trần Văn Bảy - 05/01/2016 08:30", Byline("Trần Văn Bảy")),
        ("Bài: Trần Văn Bảy – Ảnh: Lê Thị Mây", Byline("Trần Văn Bảy", photographer="Lê Thị Mây")),
        ("Tin, ảnh: Trần Văn Bảy", Byline("Trần Văn Bảy", photographer="Trần Văn Bảy")),
        ("Bài và ảnh: Trần Văn Bảy - Trường Sao Mai", Byline("Trần Văn Bảy", "Trường Sao Mai", "Trần Văn Bảy")),
        (
            "Tác giả: Trần Văn Bảy. Nguồn: Báo Người giáo viên",
            Byline("Trần Văn Bảy", source_name="Báo Người giáo viên"),
        ),
        ("Người đăng: admin", Byline()),
        ("Trần Văn Bảy - 05/01/2016", Byline("Trần Văn Bảy")),
        ("Ngày đăng: 05/01/2016 - Tác giả: Trần Văn Bảy - Lượt xem: 3", Byline("Trần Văn Bảy")),
        ("Trần Văn Bảy - P.GDPT", Byline("Trần Văn Bảy", "P.GDPT")),
        ("Bài: Bảy điều cần nhớ khi ra đường vào mùa mưa bão ở các huyện miền núi của tỉnh", None),
        ("Hội thi diễn ra sôi nổi", None),
    ],
)
def test_byline(line: str, byline: Byline | None) -> None:
    assert parse_byline(line) == byline


def test_source_is_named_after_according_to() -> None:
    assert parse_source_name("(Theo Báo Người giáo viên)") == "Báo Người giáo viên"
    assert parse_source_name("Theo kế hoạch của trường") == ""
    assert parse_source_name("Theo Quyết định số 12 của phòng") == ""


def test_several_authors_are_split() -> None:
    assert split_names("Trần Văn Bảy, Lê Thị Mây") == ["Trần Văn Bảy", "Lê Thị Mây"]
    assert split_names("Phòng Giáo dục và Đào tạo") == ["Phòng Giáo dục và Đào tạo"]


def test_photographer_is_the_credit_of_the_photos(tmp_path: Path) -> None:
    write_source(tmp_path, "a.jpg", b"x")
    names = "<p>Bài: Trần Văn Bảy – Ảnh: Lê Thị Mây</p><p>(Theo Báo Sao Mai)</p>"
    foot = f'<p><img src="a.jpg"></p><p>Các em vẽ rất say sưa.</p>{names}'
    article = read_page(tmp_path, "07/04/2016", foot=foot)
    assert (article.author, article.unit, article.source_name) == ("Trần Văn Bảy", "", "Báo Sao Mai")
    (image,) = (block for block in article.blocks if isinstance(block, ImageBlock))
    assert image.photo.credit == "Lê Thị Mây"
