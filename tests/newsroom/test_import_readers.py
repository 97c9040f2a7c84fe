"""The readers of saved articles: plain text and pages of web portals. No database."""

import datetime
import unicodedata

import pytest

from newsroom.importing.records import (
    Gallery,
    Heading,
    ImageBlock,
    ItemList,
    Paragraph,
    Table,
)
from tests.support.saved_articles import FIXTURES, VIETNAM, get_block_types, read_one, write_source
from tests.support.shared_data import get_shared_file

# --- Plain text ---------------------------------------------------------------------------------------------


def test_text_like_reference_is_parsed():
    article = read_one(FIXTURES / "hoi-thi.txt")
    assert article.motto == "Đọc một cuốn sách hay là trò chuyện với những người thầy đã đi trước ta"
    assert article.section == ("Tin tức", "Giáo dục mầm non")
    assert article.published_at == article.updated_at == datetime.datetime(2015, 11, 12, 9, 30, tzinfo=VIETNAM)
    assert article.title == "Hội thi làm đồ dùng dạy học cấp mầm non năm học 2015-2016"
    assert article.lead.startswith("Sáng ngày 11/11/2015")
    assert get_block_types(article) == [Paragraph, Paragraph, ItemList, Paragraph, ItemList, Paragraph, Gallery]
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


def test_reference_page_is_parsed():
    article = read_one(get_shared_file("reference/article-2014.txt"))
    assert len(article.motto.split()) > 10
    assert article.motto[-1].isalpha()
    assert article.section == ("Tin tức",)
    assert article.updated_at == datetime.datetime(2014, 4, 24, 12, 0, tzinfo=VIETNAM)
    assert article.title.startswith("Hội nghị đánh giá")
    assert article.lead.endswith("Giám đốc Sở GD&ĐT.")
    assert get_block_types(article) == [Paragraph, Paragraph, Paragraph, ItemList, Gallery]
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
def test_equivalent_texts_give_same_article(tmp_path, change):
    expected = read_one(FIXTURES / "hoi-thi.txt")
    text = (FIXTURES / "hoi-thi.txt").read_text()
    article = read_one(write_source(tmp_path, "tin.txt", change(text)))
    for name in ("motto", "section", "title", "lead", "blocks", "author", "unit", "published_at"):
        assert getattr(article, name) == getattr(expected, name), name


def reference_text_without(*starts: str) -> str:
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
def test_missing_part_leaves_others_intact(tmp_path, missing, lost):
    expected = read_one(FIXTURES / "hoi-thi.txt")
    article = read_one(write_source(tmp_path, "tin.txt", reference_text_without(*missing)))
    for name in ("motto", "section", "title", "lead", "blocks", "author", "unit", "published_at"):
        if name in lost:
            assert not getattr(article, name), name
        else:
            assert getattr(article, name) == getattr(expected, name), name


def test_a_title_above_the_date_is_found(tmp_path):
    lines = ["Tin tức", "Trường Tiểu học Hòa Bình tổ chức ngày hội đọc sách năm 2018", "Thứ hai, 23/04/2018, 08:15"]
    article = read_one(
        write_source(tmp_path, "tin.txt", "\n\n".join([*lines, "Sáng nay, trường tổ chức ngày hội.", "Rất đông vui."]))
    )
    assert article.section == ("Tin tức",)
    assert article.title == lines[1]
    assert article.lead == "Sáng nay, trường tổ chức ngày hội."


@pytest.mark.parametrize(
    "line", ["Bình luận về kết quả kỳ thi, ông An nói:", "Trở về từ vùng lũ", "Chia sẻ tại buổi lễ:"]
)
def test_text_resembling_boilerplate_is_kept(line, tmp_path):
    text = (
        f"Tin tức\n\nCập nhật lúc : 10:00 01/02/2016\n\nTiêu đề bài viết\n\nĐoạn mở đầu.\n\n{line}\n\nĐoạn cuối cùng."
    )
    assert read_one(write_source(tmp_path, "tin.txt", text)).blocks == (Paragraph(line), Paragraph("Đoạn cuối cùng."))


def test_interrupted_list_keeps_its_numbers(tmp_path):
    text = "Tiêu đề bài viết\n\nĐoạn mở đầu.\n\n1. Việc thứ nhất\n\nGiải thích thêm.\n\n2. Việc thứ hai\n\nHết."
    markup = [block.markup for block in read_one(write_source(tmp_path, "tin.txt", text)).blocks]
    assert markup == ["1. Việc thứ nhất", "Giải thích thêm.", "2. Việc thứ hai", "Hết."]


# --- Pages of three portals ---------------------------------------------------------------------------------


def test_nukeviet_page_with_word_markup():
    article = read_one(FIXTURES / "nukeviet" / "hoi-khoe.html")
    assert article.title == "Hội khỏe Phù Đổng huyện An Sơn lần thứ IX"
    assert article.section == ("Tin tức", "Thể thao học đường")
    assert article.source_url == "http://pgd-anson.example/tin-tuc/the-thao/hoi-khoe-phu-dong.html"
    assert article.published_at == datetime.datetime(2016, 3, 14, 8, 15, tzinfo=VIETNAM)
    assert article.lead.startswith("Hơn 800 vận động viên")
    assert get_block_types(article) == [Paragraph, ImageBlock, Heading, ItemList, Table, ItemList, Paragraph, Gallery]
    paragraph, image, heading, numbered, table, _, _, gallery = article.blocks
    assert paragraph.markup.startswith("<b>Lễ khai mạc</b> diễn ra")
    assert '<a href="http://tinh.example/the-thao">ngành thể thao</a> tỉnh.' in paragraph.markup
    assert image.photo.caption == "Các đoàn diễu hành trong lễ khai mạc"
    assert image.photo.image == FIXTURES / "nukeviet" / "hoi-khoe_files" / "DSC_0021.jpg"
    assert image.photo.alt_text == ""  # the page contains the name of the image file
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


def test_vnpt_page_in_windows_1258_with_external_images():
    article = read_one(FIXTURES / "vnpt" / "tap-huan.html")
    assert article.title == "Tập huấn ứng dụng công nghệ thông tin trong dạy học"
    assert article.motto == "Học để biết, học để làm, học để cùng chung sống với mọi người"
    assert article.section == ("Hoạt động chuyên môn",)
    assert article.published_at == datetime.datetime(2012, 10, 2, 14, 5, tzinfo=VIETNAM)
    assert article.updated_at == datetime.datetime(2012, 10, 3, 7, 45, tzinfo=VIETNAM)
    assert article.lead.startswith("Chiều 02/10, nhà trường mở lớp")
    assert get_block_types(article) == [Paragraph, Paragraph, ImageBlock, ImageBlock, Paragraph]
    assert "dùng phần mềm" in article.blocks[1].markup
    assert "javascript" not in str(article.blocks)
    assert [(photo.caption, photo.image and photo.image.name) for photo in article.photos] == [
        ("Một giờ thực hành tại phòng máy số 2", "lop hoc.jpg"),
        ("Thầy hiệu trưởng bế mạc lớp tập huấn", None),
    ]
    assert sum("not in the article's folder" in note for note in article.notes) == 3
    assert article.author == "Ban biên tập"


def test_page_of_nested_tables_in_utf_16():
    article = read_one(FIXTURES / "bang" / "tin_15.htm")
    assert article.title == "Ngày hội đọc sách của học sinh lớp 5"
    assert article.motto == "Trẻ em hôm nay là thế giới ngày mai của tất cả chúng ta"
    assert article.section == ("Tin trường",)
    assert article.updated_at == datetime.datetime(2009, 6, 5, 8, 0, tzinfo=VIETNAM)
    assert article.lead.startswith("Sáng thứ Sáu, sân trường")
    assert get_block_types(article) == [Paragraph, Paragraph, Gallery]
    assert [(photo.caption, photo.image is None) for photo in article.photos] == [
        ("Góc sách của lớp 5A", False),
        ("Phần thi kể chuyện của lớp 5B", True),
    ]
    assert (article.author, article.unit) == ("Ngô Thị Lan", "Tổ 5")


def test_wordpress_page_with_time_in_head():
    article = read_one(FIXTURES / "wordpress.html")
    assert article.title == "Trường THCS Nguyễn Du tổ chức lễ khai giảng năm học mới"
    assert article.section == ("Tin nhà trường",)
    assert article.source_url == "https://thcsnguyendu.example/2019/09/le-khai-giang/"
    assert article.published_at == datetime.datetime(2019, 9, 5, 10, 0, tzinfo=VIETNAM)
    assert article.updated_at == datetime.datetime(2019, 9, 6, 10, 0, tzinfo=VIETNAM)
    assert article.lead.startswith("Sáng 5/9, thầy và trò")
    assert get_block_types(article) == [ImageBlock, Paragraph, Heading, ItemList, Paragraph]
    (photo,) = article.photos
    assert (photo.caption, photo.credit) == ("Học sinh diễu hành trong lễ khai giảng", "Hoàng Nam")
    assert article.author == ""  # the author is the account “admin”


def test_joomla_page_with_modification_date_at_end():
    article = read_one(FIXTURES / "joomla.html")
    assert article.title == "Đại hội Công đoàn ngành giáo dục nhiệm kỳ 2017-2022"
    assert article.published_at == datetime.datetime(2017, 11, 14, 9, 32, tzinfo=VIETNAM)
    assert article.updated_at == datetime.datetime(2017, 11, 15, 10, 0, tzinfo=VIETNAM)
    assert article.lead.startswith("Trong hai ngày 10 và 11/11")
    assert get_block_types(article) == [Paragraph, Paragraph]
    assert article.author == "Lê Thị Hồng"


def test_unstructured_page_is_parsed_by_line_order(tmp_path):
    lines = ["Hội thi viết chữ đẹp cấp trường", "Thứ sáu, 5 Tháng Mười Hai, 2014", "Sáng nay, 120 em dự thi."]
    page = "<title>Trang tin</title><body><p>" + "<p>".join([*lines, "Hội thi rất sôi nổi và vui."])
    article = read_one(write_source(tmp_path, "tin.html", page))
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
def test_portal_date_formats_are_parsed(line, moment, tmp_path):
    text = f"Ngày 21 tháng 01 năm 2020\n\nTin tức\n\n{line}\n\nTiêu đề bài viết\n\nĐoạn mở đầu.\n\nĐoạn hai."
    article = read_one(write_source(tmp_path, "tin.txt", text))
    assert article.published_at == datetime.datetime(*moment, tzinfo=VIETNAM)
    assert (article.section, article.title) == (("Tin tức",), "Tiêu đề bài viết")


def test_images_outside_folder_are_not_read(tmp_path):
    secret = write_source(tmp_path, "secret.jpg", b"x")
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
    images = "".join(f"<img src='{source}'><p><i>Chú thích số {n}</i></p>" for n, source in enumerate(sources))
    page = f"<h1>Tiêu đề của bài viết</h1><p>Đoạn mở đầu của bài viết này.</p>{images}"
    article = read_one(write_source(folder, "tin.html", page))
    assert [photo.image for photo in article.photos] == [None] * len(sources)
    assert len(article.notes) >= 4
