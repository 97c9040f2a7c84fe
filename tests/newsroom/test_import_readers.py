"""What the readers find in saved articles, and what they say about files that hold none. No database."""

import datetime
import gzip
import json
import os
import tracemalloc
import unicodedata
from pathlib import Path

import pytest

from newsroom.importing.records import (
    Failure,
    Gallery,
    Heading,
    ItemList,
    Paragraph,
    Picture,
    SavedArticle,
    Table,
)
from newsroom.importing.sources import Sources
from newsroom.importing.text import parse_text
from tests.shared_data import shared_file

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "import"
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def read(*paths: Path) -> list[SavedArticle | Failure]:
    return list(Sources(paths).articles())


def one(path: Path) -> SavedArticle:
    (article,) = read(path)
    assert isinstance(article, SavedArticle), article
    return article


def reason(path: Path) -> str:
    (failure,) = read(path)
    assert isinstance(failure, Failure), failure
    return failure.reason


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def record(**changes: object) -> dict[str, object]:
    article = {"title": "Bản tin tuần", "lead": "Tóm tắt.", "body": ["Một đoạn."], "section": "Tin tức"}
    return {**article, **changes}


def kinds(article: SavedArticle) -> list[type]:
    return [type(block) for block in article.blocks]


# --- Plain text ---------------------------------------------------------------------------------------------


def test_text_in_the_shape_of_the_reference():
    article = one(FIXTURES / "hoi-thi.txt")
    assert article.motto == "Đọc một cuốn sách hay là trò chuyện với những người thầy đã đi trước ta"
    assert article.section == ("Tin tức", "Giáo dục mầm non")
    assert article.published_at == article.updated_at == datetime.datetime(2015, 11, 12, 9, 30, tzinfo=VIETNAM)
    assert article.title == "Hội thi làm đồ dùng dạy học cấp mầm non năm học 2015-2016"
    assert article.lead.startswith("Sáng ngày 11/11/2015")
    assert kinds(article) == [Paragraph, Paragraph, ItemList, Paragraph, ItemList, Paragraph, Gallery]
    numbered, bulleted, gallery = article.blocks[2], article.blocks[4], article.blocks[6]
    assert numbered.ordered
    assert len(numbered.items) == 3
    assert numbered.items[0] == "Phù hợp với chương trình giáo dục mầm non."
    assert not bulleted.ordered
    assert gallery.title == "Một vài hình ảnh tại hội thi:"
    assert [photo.caption for photo in gallery.photos] == [
        "Bà Lê Thị Mây, Trưởng phòng, phát biểu khai mạc",
        "Gian trưng bày của Trường Mầm non Hoa Ban",
        "Trao giải nhất - Trường Mầm non Sơn Ca",
    ]
    assert gallery.photos[1].credit == "Minh An"
    assert all(photo.image is None for photo in gallery.photos)
    assert (article.author, article.unit) == ("Trần Thị Thu", "P.GDMN")


def test_the_reference_page():
    article = one(shared_file("reference/article-2014.txt"))
    assert len(article.motto.split()) > 10
    assert article.motto[-1].isalpha()
    assert article.section == ("Tin tức",)
    assert article.updated_at == datetime.datetime(2014, 4, 24, 12, 0, tzinfo=VIETNAM)
    assert article.title.startswith("Hội nghị đánh giá")
    assert article.lead.endswith("Giám đốc Sở GD&ĐT.")
    assert kinds(article) == [Paragraph, Paragraph, Paragraph, ItemList, Gallery]
    assert len(article.blocks[3].items) == 10
    assert len(article.blocks[4].photos) == 4
    assert (article.author, article.unit) == ("Nguyễn Văn Huế", "P.GDTX&CN")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: unicodedata.normalize("NFD", text).encode(),
        lambda text: text.replace(" ", "\u00a0").encode(),
        lambda text: text.replace("thi", "t\u200bhi").encode(),
        lambda text: text.replace("\n\n", "\n").encode(),
        lambda text: text.replace("Chưa có bình luận nào cho bài viết", "Bình luận (2)\nRất hay!\n").encode(),
        lambda text: text.replace("P.GDMN\n\n", "P.GDMN").encode(),
    ],
)
def test_the_same_text_in_other_spellings_is_the_same_article(tmp_path, change):
    expected = one(FIXTURES / "hoi-thi.txt")
    text = (FIXTURES / "hoi-thi.txt").read_text()
    article = one(write(tmp_path, "tin.txt", change(text)))
    for name in ("motto", "section", "title", "lead", "blocks", "author", "unit", "published_at"):
        assert getattr(article, name) == getattr(expected, name), name


def without(*starts: str) -> str:
    lines = (FIXTURES / "hoi-thi.txt").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith(starts))


@pytest.mark.parametrize(
    ("missing", "lost"),
    [
        (("“Đọc",), {"motto"}),
        (("Tin tức »",), {"section"}),
        (("Cập nhật",), {"published_at"}),
        (("Trần Thị Thu",), {"author", "unit"}),
        (("Chưa có",), set()),
        (("“Đọc", "Ngày 05", "Cập nhật"), {"motto", "published_at"}),
        (("“Đọc", "Ngày 05", "Tin tức »", "Cập nhật"), {"motto", "published_at", "section"}),
    ],
)
def test_a_missing_part_costs_only_itself(tmp_path, missing, lost):
    expected = one(FIXTURES / "hoi-thi.txt")
    article = one(write(tmp_path, "tin.txt", without(*missing)))
    for name in ("motto", "section", "title", "lead", "blocks", "author", "unit", "published_at"):
        if name in lost:
            assert not getattr(article, name), name
        else:
            assert getattr(article, name) == getattr(expected, name), name


def test_a_title_above_the_date_is_found(tmp_path):
    lines = ["Tin tức", "Trường Tiểu học Hòa Bình tổ chức ngày hội đọc sách năm 2018", "Thứ hai, 23/04/2018, 08:15"]
    article = one(
        write(tmp_path, "tin.txt", "\n\n".join([*lines, "Sáng nay, trường tổ chức ngày hội.", "Rất đông vui."]))
    )
    assert article.section == ("Tin tức",)
    assert article.title == lines[1]
    assert article.lead == "Sáng nay, trường tổ chức ngày hội."


@pytest.mark.parametrize(
    "line", ["Bình luận về kết quả kỳ thi, ông An nói:", "Trở về từ vùng lũ", "Chia sẻ tại buổi lễ:"]
)
def test_text_that_begins_like_page_furniture_stays(line, tmp_path):
    text = (
        f"Tin tức\n\nCập nhật lúc : 10:00 01/02/2016\n\nTiêu đề bài viết\n\nĐoạn mở đầu.\n\n{line}\n\nĐoạn cuối cùng."
    )
    assert one(write(tmp_path, "tin.txt", text)).blocks == (Paragraph(line), Paragraph("Đoạn cuối cùng."))


def test_a_list_that_does_not_count_keeps_its_numbers(tmp_path):
    text = "Tiêu đề bài viết\n\nĐoạn mở đầu.\n\n1. Việc thứ nhất\n\nGiải thích thêm.\n\n2. Việc thứ hai\n\nHết."
    markup = [block.markup for block in one(write(tmp_path, "tin.txt", text)).blocks]
    assert markup == ["1. Việc thứ nhất", "Giải thích thêm.", "2. Việc thứ hai", "Hết."]


# --- Pages of three portals ---------------------------------------------------------------------------------


def test_page_of_nukeviet_with_debris_of_word():
    article = one(FIXTURES / "nukeviet" / "hoi-khoe.html")
    assert article.title == "Hội khỏe Phù Đổng huyện An Sơn lần thứ IX"
    assert article.section == ("Tin tức", "Thể thao học đường")
    assert article.source_url == "http://pgd-anson.example/tin-tuc/the-thao/hoi-khoe-phu-dong.html"
    assert article.published_at == datetime.datetime(2016, 3, 14, 8, 15, tzinfo=VIETNAM)
    assert article.lead.startswith("Hơn 800 vận động viên")
    assert kinds(article) == [Paragraph, Picture, Heading, ItemList, Table, ItemList, Paragraph, Gallery]
    paragraph, picture, heading, numbered, table, _, _, gallery = article.blocks
    assert paragraph.markup.startswith("<b>Lễ khai mạc</b> diễn ra")
    assert '<a href="http://tinh.example/the-thao">ngành thể thao</a> tỉnh.' in paragraph.markup
    assert picture.photo.caption == "Các đoàn diễu hành trong lễ khai mạc"
    assert picture.photo.image == FIXTURES / "nukeviet" / "hoi-khoe_files" / "DSC_0021.jpg"
    assert picture.photo.alt_text == ""  # the page gives the name of the file
    assert heading.text == "Kết quả toàn đoàn"
    assert numbered.ordered
    assert numbered.items[0] == "Trường THCS Nguyễn Du đạt <i>chín</i> huy chương vàng."
    assert table.has_header
    assert table.rows[1] == ("Điền kinh", "210")
    assert [(photo.caption, photo.image is None) for photo in gallery.photos] == [
        ("Chung kết chạy 100 mét nam", False),
        ("Đội cổ vũ của Trường THCS Lê Lợi", True),
    ]
    assert gallery.photos[0].alt_text == "Các em nam ở vạch xuất phát"
    assert gallery.photos[1].credit == "Văn Bình"
    assert (article.author, article.source_name) == ("Phan Văn Bình", "Báo Thể thao học đường")


def test_page_of_vnpt_in_windows_1258_with_pictures_that_lead_out():
    article = one(FIXTURES / "vnpt" / "tap-huan.html")
    assert article.title == "Tập huấn ứng dụng công nghệ thông tin trong dạy học"
    assert article.motto == "Học để biết, học để làm, học để cùng chung sống với mọi người"
    assert article.section == ("Hoạt động chuyên môn",)
    assert article.published_at == datetime.datetime(2012, 10, 2, 14, 5, tzinfo=VIETNAM)
    assert article.updated_at == datetime.datetime(2012, 10, 3, 7, 45, tzinfo=VIETNAM)
    assert article.lead.startswith("Chiều 02/10, nhà trường mở lớp")
    assert kinds(article) == [Paragraph, Paragraph, Picture, Picture, Paragraph]
    assert "dùng phần mềm" in article.blocks[1].markup
    assert "javascript" not in str(article.blocks)
    assert [(photo.caption, photo.image and photo.image.name) for photo in article.photos] == [
        ("Một giờ thực hành tại phòng máy số 2", "lop hoc.jpg"),
        ("Thầy hiệu trưởng bế mạc lớp tập huấn", None),
    ]
    assert sum("not in the article's folder" in note for note in article.notes) == 3
    assert article.author == "Ban biên tập"


def test_page_of_nested_tables_in_utf_16():
    article = one(FIXTURES / "bang" / "tin_15.htm")
    assert article.title == "Ngày hội đọc sách của học sinh lớp 5"
    assert article.motto == "Trẻ em hôm nay là thế giới ngày mai của tất cả chúng ta"
    assert article.section == ("Tin trường",)
    assert article.updated_at == datetime.datetime(2009, 6, 5, 8, 0, tzinfo=VIETNAM)
    assert article.lead.startswith("Sáng thứ Sáu, sân trường")
    assert kinds(article) == [Paragraph, Paragraph, Gallery]
    assert [(photo.caption, photo.image is None) for photo in article.photos] == [
        ("Góc sách của lớp 5A", False),
        ("Phần thi kể chuyện của lớp 5B", True),
    ]
    assert (article.author, article.unit) == ("Ngô Thị Lan", "Tổ 5")


def test_page_of_wordpress_whose_head_knows_the_time_of_day():
    article = one(FIXTURES / "wordpress.html")
    assert article.title == "Trường THCS Nguyễn Du tổ chức lễ khai giảng năm học mới"
    assert article.section == ("Tin nhà trường",)
    assert article.source_url == "https://thcsnguyendu.example/2019/09/le-khai-giang/"
    assert article.published_at == datetime.datetime(2019, 9, 5, 10, 0, tzinfo=VIETNAM)
    assert article.updated_at == datetime.datetime(2019, 9, 6, 10, 0, tzinfo=VIETNAM)
    assert article.lead.startswith("Sáng 5/9, thầy và trò")
    assert kinds(article) == [Picture, Paragraph, Heading, ItemList, Paragraph]
    (photo,) = article.photos
    assert (photo.caption, photo.credit) == ("Học sinh diễu hành trong lễ khai giảng", "Hoàng Nam")
    assert article.author == ""  # it was posted by “admin”


def test_page_of_joomla_with_its_last_change_at_the_foot():
    article = one(FIXTURES / "joomla.html")
    assert article.title == "Đại hội Công đoàn ngành giáo dục nhiệm kỳ 2017-2022"
    assert article.published_at == datetime.datetime(2017, 11, 14, 9, 32, tzinfo=VIETNAM)
    assert article.updated_at == datetime.datetime(2017, 11, 15, 10, 0, tzinfo=VIETNAM)
    assert article.lead.startswith("Trong hai ngày 10 và 11/11")
    assert kinds(article) == [Paragraph, Paragraph]
    assert article.author == "Lê Thị Hồng"


def test_a_page_that_marks_nothing_up_is_read_by_the_order_of_its_lines(tmp_path):
    lines = ["Hội thi viết chữ đẹp cấp trường", "Thứ sáu, 5 Tháng Mười Hai, 2014", "Sáng nay, 120 em dự thi."]
    page = "<title>Trang tin</title><body><p>" + "<p>".join([*lines, "Hội thi rất sôi nổi và vui."])
    article = one(write(tmp_path, "tin.html", page))
    assert article.title == "Hội thi viết chữ đẹp cấp trường"
    assert article.published_at == datetime.datetime(2014, 12, 5, tzinfo=VIETNAM)
    assert article.lead == "Sáng nay, 120 em dự thi."
    assert article.blocks == (Paragraph("Hội thi rất sôi nổi và vui."),)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Cập nhật ngày 14 tháng 11 năm 2017", (2017, 11, 14, 0, 0)),
        ("Đăng ngày 5 tháng 9 năm 2019 lúc 10:20", (2019, 9, 5, 10, 20)),
        ("14/02/2019 bởi admin", (2019, 2, 14, 0, 0)),
        ("12h30 ngày 5/6/2014", (2014, 6, 5, 12, 30)),
        ("Ngày đăng: 01-12-2010 02:15 CH", (2010, 12, 1, 14, 15)),
        ("(Cập nhật: 08:00 SA 05-06-2009)", (2009, 6, 5, 8, 0)),
        ("Thứ Ba, 24/04/2014, 12:00 (GMT+7)", (2014, 4, 24, 12, 0)),
    ],
)
def test_dates_as_portals_write_them(line, moment, tmp_path):
    text = f"Ngày 21 tháng 01 năm 2020\n\nTin tức\n\n{line}\n\nTiêu đề bài viết\n\nĐoạn mở đầu.\n\nĐoạn hai."
    article = one(write(tmp_path, "tin.txt", text))
    assert article.published_at == datetime.datetime(*moment, tzinfo=VIETNAM)
    assert (article.section, article.title) == (("Tin tức",), "Tiêu đề bài viết")


def test_a_picture_is_never_looked_for_outside_the_folder(tmp_path):
    secret = write(tmp_path, "secret.jpg", b"x")
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "link.jpg").symlink_to(secret)
    sources = [
        "../secret.jpg",
        "link.jpg",
        str(secret),
        secret.as_uri(),
        "%2e%2e/secret.jpg",
        "..\\secret.jpg",
        "a\x00b",
    ]
    pictures = "".join(f"<img src='{source}'><p><i>Chú thích số {n}</i></p>" for n, source in enumerate(sources))
    page = f"<h1>Tiêu đề của bài viết</h1><p>Đoạn mở đầu của bài viết này.</p>{pictures}"
    article = one(write(folder, "tin.html", page))
    assert [photo.image for photo in article.photos] == [None] * len(sources)
    assert len(article.notes) >= 4


# --- JSON Lines ---------------------------------------------------------------------------------------------


def test_json_lines():
    first, second = read(FIXTURES / "tin.jsonl")
    assert first.source_url == "http://cu.example/tin/1.html"
    assert first.section == ("Tin tức", "Giáo dục phổ thông")
    assert first.published_at == datetime.datetime(2017, 9, 5, 7, 0, tzinfo=VIETNAM)
    assert first.updated_at == datetime.datetime(2017, 9, 6, 8, 30, tzinfo=VIETNAM)
    assert kinds(first) == [Paragraph, Paragraph, Gallery]
    assert second.title == "Hòa nhạc gây quỹ học bổng huyện An Sơn"  # it came decomposed, with NUL and zero width
    assert [article.origin.line for article in (first, second)] == [1, 2]


def test_gzip_is_the_same():
    assert [article.source_url for article in read(FIXTURES / "tin.jsonl.gz")] == [
        f"http://cu.example/tin/{number}.html" for number in (11, 12, 13)
    ]


def test_bad_lines_are_reported_and_the_rest_is_read():
    found = read(FIXTURES / "loi.jsonl")
    assert [item.origin.line for item in found if isinstance(item, SavedArticle)] == [1, 14]
    failures = {item.origin.line: item.reason for item in found if isinstance(item, Failure)}
    assert "not valid JSON" in failures[2]
    assert "not an object" in failures[3]
    assert "“title” holds a number" in failures[4]
    assert "“body” holds an object" in failures[5]
    assert "no such date" in failures[6]
    assert "before 1990" in failures[7]
    assert "in the future" in failures[8]
    assert "no title" in failures[9]
    assert "“gallery”" in failures[10]
    assert "not a web address" in failures[11]
    assert "no text" in failures[13]


def test_a_cut_off_gzip_file_gives_what_it_has_and_says_so(tmp_path):
    lines = "\n".join(json.dumps(record(title=f"{n} " + os.urandom(40).hex())) for n in range(2000))
    whole = gzip.compress(lines.encode())
    *articles, last = read(write(tmp_path, "tin.jsonl.gz", whole[: len(whole) // 2]))
    assert len(articles) > 100
    assert all(isinstance(article, SavedArticle) for article in articles)
    assert "damaged or cut off" in last.reason
    assert "damaged" in reason(write(tmp_path, "khong.jsonl.gz", "không phải gzip".encode()))


def test_a_line_of_fifty_megabytes_is_skipped_without_being_held(tmp_path):
    path = tmp_path / "tin.jsonl"
    with path.open("wb") as file:
        file.write(json.dumps(record()).encode() + b'\n{"title": "')
        for _ in range(50):
            file.write(b"a" * 1024 * 1024)
        file.write(b'"}\n' + json.dumps(record()).encode())
    tracemalloc.start()
    first, huge, last = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(first, SavedArticle)
    assert isinstance(last, SavedArticle)
    assert huge.reason == "the line is longer than 4 MB, no article is"
    assert last.origin.line == 3
    assert peak < 32 * 1024 * 1024


def test_json_nested_without_end_is_one_bad_line(tmp_path):
    path = write(tmp_path, "tin.jsonl", "[" * 200_000 + "\n" + json.dumps(record()))
    bad, good = read(path)
    assert isinstance(bad, Failure)
    assert isinstance(good, SavedArticle)


# --- What holds no article ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("rong.txt", b"", "empty"),
        ("rong.html", b"  \n ", "empty"),
        ("rong.jsonl", b"", "empty"),
        ("anh.txt", bytes(range(256)) * 40, "binary"),
        ("anh.html", b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 900, "binary"),
        ("to.txt", b"a" * (50 * 1024 * 1024), "larger than 10 MB"),
        ("hong.txt", "Hội nghị đánh giá kết quả năm học của ngành".encode() + b"\xe1\xbb", "damaged"),
        ("khong.html", b"chi co chu", "no HTML"),
        ("sau.html", b"<div>" * 100_000 + "chữ".encode(), "200 deep"),
        ("nhieu.html", b"<br>" * 200_000, "40,000 elements"),
        ("trong.html", b"<html><body><p></p></body></html>", "no title"),
        ("tieu-de.html", "<h1>Chỉ có tiêu đề mà thôi</h1>".encode(), "no text"),
        ("dai.html", "<h1>{}</h1><p>Đoạn văn của bài.</p>".format("dài " * 2500).encode(), "9,999 characters"),
        ("ngay.txt", "Tin tức\n\nCập nhật lúc : 12:00 31/02/2014\n\nTiêu đề bài\n\nĐoạn văn.".encode(), "31/02/2014"),
        ("gio.txt", "Tin tức\n\nCập nhật lúc : 29:00 01/02/2014\n\nTiêu đề bài\n\nĐoạn văn.".encode(), "no such date"),
        ("nam.txt", "Tin tức\n\nCập nhật lúc : 12:00 01/01/0001\n\nTiêu đề bài\n\nĐoạn văn.".encode(), "before 1990"),
        ("loai.docx", b"PK", "not a kind of file"),
        ("nen.gz", b"x", "not a kind of file"),
    ],
)
def test_what_is_no_article_says_why(tmp_path, name, content, expected):
    assert expected in reason(write(tmp_path, name, content))


def test_paths_that_lead_nowhere(tmp_path):
    empty = tmp_path / "rong"
    empty.mkdir()
    assert "no such file" in reason(tmp_path / "khong-co.txt")
    assert "no saved articles" in reason(empty)
    os.mkfifo(tmp_path / "ong.txt")
    assert "neither a file nor a folder" in reason(tmp_path / "ong.txt")


def test_a_folder_gives_its_articles_once_and_not_the_frames_of_its_pages(tmp_path):
    write(tmp_path, "a.txt", "Tiêu đề thứ nhất\n\nĐoạn văn thứ nhất.")
    (tmp_path / "b_files").mkdir()
    write(tmp_path / "b_files", "quang-cao.html", "<h1>Quảng cáo quảng cáo</h1><p>Mua ngay.</p>")
    (tmp_path / "sau").mkdir()
    write(tmp_path / "sau", "c.jsonl", json.dumps(record()))
    write(tmp_path, "anh.jpg", b"x")
    titles = [article.title for article in read(tmp_path, tmp_path / "a.txt", tmp_path / "sau")]
    assert titles == ["Tiêu đề thứ nhất", "Bản tin tuần"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = write(tmp_path, "bi-mat.txt", "Mật khẩu của quản trị\n\nĐây là điều không ai được biết.")
    folder = tmp_path / "tin"
    folder.mkdir()
    (folder / "tin.txt").symlink_to(secret)
    assert "link that leads out" in reason(folder)


def test_a_very_long_lead_loses_no_word():
    lead = "Câu văn này khá dài và nói rất nhiều điều. " * 40
    article = parse_text(f"Tiêu đề bài viết\n\n{lead}\n\nĐoạn cuối.", origin=one(FIXTURES / "hoi-thi.txt").origin)
    assert len(article.lead) <= 1000
    assert article.lead.endswith("nhiều điều.")
    assert f"{article.lead} {article.blocks[0].markup}" == lead.strip()
