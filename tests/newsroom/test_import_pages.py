"""Saved pages: hidden text, tables, images, mirrors, MHTML; and the drafts and sections that the import creates."""

import base64
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from newsroom.importing.readers.files import SourceFiles
from newsroom.importing.records import EmbeddedImage, Paragraph, SavedArticle, Table
from newsroom.models import NewsPage, NewsSection
from tests.support.saved_articles import get_failure_reason, read_articles, read_one, write_source

DATE = "<p>09/03/2016</p>"
LEAD = "<p>Các lớp cùng dọn vườn trường.</p>"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def read_body(folder: Path, body: str, head: str = "") -> SavedArticle:
    page = f"<head>{head}</head><body><h1>Ngày hội dọn vườn trường</h1>{DATE}{LEAD}{body}</body>"
    return read_one(write_source(folder, "tin.html", page))


def save_image() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "PNG")
    return file.getvalue()


# --- Hidden text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag",
    [
        '<p class="hide">{}</p>',
        '<div class="sr-only">{}</div>',
        '<span aria-hidden="true">{}</span>',
        '<p class="d-none">{}</p>',
        '<p class="an">{}</p>',
        '<div id="mau"><p>{}</p></div>',
        "<p hidden>{}</p>",
        '<p class="hidden-print">{}</p>',
    ],
)
def test_hidden_text_is_left_out_and_counted(tmp_path: Path, tag: str) -> None:
    styles = "<style>.an, #mau { color: red; display: none } @media print { p { display: none } }</style>"
    article = read_body(tmp_path, tag.format("Chữ không ai thấy.") + "<p>Buổi chiều trời mưa.</p>", styles)
    assert article.blocks == (Paragraph("Buổi chiều trời mưa."),)
    assert "18 characters of hidden text were left out" in article.notes


@pytest.mark.parametrize("classes", ["d-none d-md-block", "hidden md:block", "hidden-xs", "an hien"])
def test_text_that_is_shown_again_is_kept(tmp_path: Path, classes: str) -> None:
    styles = "<style>.an { display: none } .an.hien { display: block }</style>"
    article = read_body(tmp_path, f'<p class="{classes}">Buổi chiều trời mưa.</p>', styles)
    assert article.blocks == (Paragraph("Buổi chiều trời mưa."),)


# --- Tables -------------------------------------------------------------------------------------------------


def test_values_stand_under_their_own_headings(tmp_path: Path) -> None:
    rows = [
        '<th rowspan="2">Lớp</th><th colspan="2">Số cây</th>',
        "<th>Cam</th><th>Bưởi</th>",
        '<td rowspan="2">5A</td><td>3</td><td>4<br>cây</td>',
        "<td><ul><li>1</li><li>2</li></ul></td><td>6</td>",
        '<td colspan="2">Cộng</td><td>10</td>',
    ]
    article = read_body(tmp_path, f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>')
    expected = (
        ("Lớp", "Số cây", "Số cây"),
        ("Lớp", "Cam", "Bưởi"),
        ("5A", "3", "4 cây"),
        ("5A", "1; 2", "6"),
        ("Cộng", "", "10"),
    )
    merged = ((0, 0, 2, 1), (0, 1, 1, 2), (2, 0, 2, 1), (4, 0, 1, 2))
    assert article.blocks == (Table(expected, True, merged),)


def test_headings_in_two_rows_without_a_cell_over_both_become_one(tmp_path: Path) -> None:
    rows = [
        '<th colspan="2">Khối 5</th>',
        "<th>Lớp</th><th>Số cây</th>",
        '<td rowspan="2">5A</td><td>3</td>',
        "<td>4</td>",
    ]
    article = read_body(tmp_path, f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>')
    _, table = article.blocks
    assert isinstance(table, Table)
    assert (table.rows, table.merged) == ((("Lớp", "Số cây"), ("5A", "3"), ("5A", "4")), ((1, 0, 2, 1),))


@pytest.mark.parametrize(
    ("rows", "expected", "merged"),
    [
        (
            [
                "<th>Ngày</th><th>Môn</th>",
                '<td rowspan="2">6/6</td><td>Văn</td>',
                "<td></td>",
                "<td>7/6</td><td>Toán</td>",
            ],
            (("Ngày", "Môn"), ("6/6", "Văn"), ("6/6", ""), ("7/6", "Toán")),
            ((1, 0, 2, 1),),
        ),
        (
            [
                "<th>A</th><th>B</th><th>C</th>",
                '<td>1</td><td rowspan="2">2</td><td>3</td>',
                '<td colspan="3">4</td><td>5</td>',
            ],
            (("A", "B", "C"), ("1", "2", "3"), ("4", "2", "5")),
            ((1, 1, 2, 1),),
        ),
        (
            [
                "<th>A</th><th>B</th>",
                '<td rowspan="9" colspan="0">1</td><td rowspan="-2">2</td>',
                '<td rowspan="x">3</td>',
            ],
            (("A", "B"), ("1", "2"), ("1", "3")),
            ((1, 0, 2, 1),),
        ),
    ],
    ids=["empty-row", "overlap", "beyond-the-table"],
)
def test_spans_shift_no_value(tmp_path: Path, rows: list[str], expected: object, merged: object) -> None:
    article = read_body(tmp_path, f'<table border="1">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>')
    (table,) = article.blocks
    assert isinstance(table, Table)
    assert (table.rows, table.merged) == (expected, merged)


def test_table_that_claims_millions_of_cells_is_no_table(tmp_path: Path) -> None:
    row = '<tr><td rowspan="100" colspan="100">Cam</td><td>Bưởi</td></tr>'
    article = read_body(tmp_path, f'<table border="1">{row * 2000}</table>')
    assert not any(isinstance(block, Table) for block in article.blocks)


# --- Images -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag",
    [
        f'<img src="{PIXEL}" data-src="anh/a.png">',
        '<img src="loading.gif" data-original="anh/a.png">',
        f'<img src="{PIXEL}" srcset="nho.png 100w, anh/a.png 800w">',
        f'<picture><source srcset="anh/a.png"><img src="{PIXEL}"></picture>',
        f'<img src="{PIXEL}"><noscript><img src="anh/a.png"></noscript>',
        '<img src="../chung/b.png">',
        '<img src="/chung/b.png">',
        '<img src="http://cu.example/chung/b.png">',
    ],
)
def test_image_is_found_below_the_named_folder(tmp_path: Path, tag: str) -> None:
    for name in ("bai/anh", "chung"):
        (tmp_path / name).mkdir(parents=True)
    write_source(tmp_path / "bai" / "anh", "a.png", save_image())
    write_source(tmp_path / "chung", "b.png", save_image())
    write_source(tmp_path / "bai", "loading.gif", b"GIF89a")
    page = f"<h1>Ngày hội dọn vườn trường</h1>{DATE}{LEAD}<p>{tag}</p><p>Buổi chiều trời mưa.</p>"
    write_source(tmp_path / "bai", "tin.html", page)
    (article,) = SourceFiles([tmp_path]).read_articles()
    assert isinstance(article, SavedArticle)
    (photo,) = article.photos
    assert photo.image in (tmp_path / "bai" / "anh" / "a.png", tmp_path / "chung" / "b.png")


def test_embedded_image_is_read_and_missing_one_named(tmp_path: Path) -> None:
    url = f"data:image/png;base64,{base64.b64encode(save_image()).decode()}"
    article = read_body(
        tmp_path, f'<p><img src="{url}"></p><p>Buổi chiều.</p><p><img src="http://cu.example/m.jpg"></p>'
    )
    (photo, _) = article.photos if len(list(article.photos)) == 2 else (*article.photos, None)
    assert photo is not None
    assert isinstance(photo.image, EmbeddedImage)
    assert photo.image.read_bytes() == save_image()
    assert any("http://cu.example/m.jpg" in note for note in article.notes)


# --- Mirrors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "<!-- Page saved with SingleFile \n url: http://cu.example/tin/5.html \n saved date: Sat Jun 01 2019 -->",
        "<!-- Mirrored from cu.example/tin/5.html by HTTrack Website Copier/3.x -->",
        '<link rel="canonical" href="http://web.archive.org/web/20180102030405/http://cu.example/tin/5.html">',
    ],
)
def test_mirror_names_its_source_and_links_lead_there(tmp_path: Path, note: str) -> None:
    article = read_body(tmp_path, '<p>Xem <a href="../the-le.html">thể lệ</a>.</p>', note)
    assert article.source_url == "http://cu.example/tin/5.html"
    assert article.blocks == (Paragraph('Xem <a href="http://cu.example/the-le.html">thể lệ</a>.'),)


def test_archive_toolbar_is_removed(tmp_path: Path) -> None:
    toolbar = "<!-- BEGIN WAYBACK TOOLBAR INSERT --><p>4 captures of the page</p><!-- END WAYBACK TOOLBAR INSERT -->"
    assert read_body(tmp_path, f"{toolbar}<p>Buổi chiều.</p>").blocks == (Paragraph("Buổi chiều."),)


def test_frameset_is_refused_with_its_frames(tmp_path: Path) -> None:
    page = '<frameset><frame src="dau.htm"><frame src="than.htm"></frameset>'
    assert "dau.htm, than.htm" in get_failure_reason(write_source(tmp_path, "tin.html", page))


def test_frame_without_an_article_is_passed_over(tmp_path: Path) -> None:
    texts = {
        "banner": "<p>CỔNG THÔNG TIN TRƯỜNG HOA SEN</p><p>Năm học mới.</p>",
        "menu": "<p>Trang chủ</p><p>Tin tức</p>",
        "counter": "<p>Số lượt truy cập: 12</p>",
    }
    for name, text in texts.items():
        write_source(tmp_path, f"{name}.html", f"<html><body>{text}</body></html>")
    assert [failure.kind for failure in read_articles(tmp_path)] == ["frame without an article"] * 3


@pytest.mark.parametrize("head", ["<title>Thông báo nghỉ học ngày 05/9</title>", ""])
def test_short_dated_notice_is_an_article(tmp_path: Path, head: str) -> None:
    body = "<p>Thông báo nghỉ học ngày 05/9</p><p>04/9/2015</p><p>Do ảnh hưởng của bão, học sinh nghỉ học.</p>"
    article = read_one(write_source(tmp_path, "tin.html", f"<html><head>{head}</head><body>{body}</body></html>"))
    assert article.title == "Thông báo nghỉ học ngày 05/9"
    assert article.published_at.year == 2015
    assert article.lead == "Do ảnh hưởng của bão, học sinh nghỉ học."


def test_page_that_may_be_an_article_saved_badly_is_reported(tmp_path: Path) -> None:
    image = f'<img src="data:image/png;base64,{base64.b64encode(save_image()).decode()}">'
    for number, body in enumerate(("", image, f"<p>{'Năm học mới. ' * 40}</p>")):
        write_source(tmp_path, f"{number}.html", f"<html><body>{body}</body></html>")
    failures = read_articles(tmp_path)
    assert [failure.kind for failure in failures] == [""] * 3
    assert all("no title" in failure.reason for failure in failures)


def test_mhtml_is_read_with_its_images(tmp_path: Path) -> None:
    page = f"<h1>Ngày hội dọn vườn trường</h1>{DATE}{LEAD}<p><img src='anh/a.png'></p><p>Buổi chiều.</p>"
    parts = [
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n",
        f"Content-Type: text/html; charset=utf-8\nContent-Location: http://cu.example/tin/5.html\n\n{page}",
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-Location:"
        " http://cu.example/tin/anh/a.png\n\n" + base64.b64encode(save_image()).decode(),
    ]
    for name in ("tin.mht", "tin.mhtml", "tin.htm"):
        article = read_one(write_source(tmp_path, name, "\n--b\n".join(parts) + "\n--b--\n"))
        assert article.source_url == "http://cu.example/tin/5.html"
        (photo,) = article.photos
        assert isinstance(photo.image, EmbeddedImage)
        assert photo.image.read_bytes() == save_image()


# --- The command --------------------------------------------------------------------------------------------


def run_import(*paths: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("import_articles", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_article_without_date_becomes_a_draft_once(tmp_path: Path) -> None:
    page = f"<h1>Ngày hội dọn vườn trường</h1>{LEAD}<p>Buổi chiều trời mưa.</p>"
    write_source(tmp_path, "chitiet.aspx@id=5", page)
    write_source(tmp_path, "bang.xls", "x")
    for dry_run in (True, False):
        report = run_import(tmp_path, section="Chuyện vườn", dry_run=dry_run)
        assert "draft, to be checked and published by an editor: no valid date was found" in report
        assert "1 files “.xls” passed over" in report
    article = NewsPage.objects.get()
    assert (article.live, article.first_published_at) == (False, None)
    assert "unchanged" in run_import(tmp_path, section="Chuyện vườn")
    assert NewsPage.objects.count() == 1
    assert not NewsSection.objects.get(title="Chuyện vườn").show_in_menus


@pytest.mark.django_db
def test_embedded_image_and_two_authors_are_stored(tmp_path: Path) -> None:
    url = f"data:image/png;base64,{base64.b64encode(save_image()).decode()}"
    body = f"<p><img src='{url}'></p><p>Buổi chiều trời mưa.</p><p>Bài: Trần Văn Bảy, Lê Thị Mây</p>"
    page = f"<h1>Ngày hội dọn vườn trường</h1>{DATE}{LEAD}{body}"
    run_import(write_source(tmp_path, "tin.html", page), section="Chuyện vườn")
    article = NewsPage.objects.get()
    assert [block.block_type for block in article.body] == ["picture", "paragraph"]
    assert [byline.author.name for byline in article.bylines.all()] == ["Trần Văn Bảy", "Lê Thị Mây"]


@pytest.mark.django_db
def test_merged_cells_are_stored_and_a_repeated_import_finds_them_unchanged(tmp_path: Path) -> None:
    rows = '<tr><th>Ngày</th><th>Môn</th></tr><tr><td rowspan="2">6/6</td><td>Văn</td></tr><tr><td>Toán</td></tr>'
    page = f'<h1>Ngày hội dọn vườn trường</h1>{DATE}{LEAD}<table border="1">{rows}</table>'
    path = write_source(tmp_path, "tin.html", page)
    run_import(path, section="Chuyện vườn")
    (table,) = NewsPage.objects.get().body
    assert table.value["data"] == [["Ngày", "Môn"], ["6/6", "Văn"], ["", "Toán"]]
    assert table.value["mergeCells"] == [{"row": 1, "col": 0, "rowspan": 2, "colspan": 1}]
    assert "unchanged" in run_import(path, section="Chuyện vườn")
