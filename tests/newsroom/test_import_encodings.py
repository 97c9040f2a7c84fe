"""Saved pages in Vietnamese encodings from before Unicode: converted, refused or made drafts. No database."""

import json
from pathlib import Path

import pytest

from newsroom.importing.parsing.legacy_text import convert_lines, is_doubtful
from newsroom.importing.parsing.vietnamese_encodings import decode_bytes, identify_name
from newsroom.importing.records import Paragraph
from tests.support.old_encodings import encode
from tests.support.saved_articles import get_failure_reason, read_articles, read_one, write_source

TITLE = "Ngày hội đọc sách ở Trường Tiểu học Hoa Sữa"
LEAD = "Sáng thứ sáu, bốn trăm học sinh mang những cuốn sách cũ đến đổi lấy sách khác."
TEXT = "Đội thắng cuộc kể chuyện “Dế mèn phiêu lưu ký”; thủ thư giữ lại những quyển tốt nhất."
ENCODINGS = ("vni", "tcvn3", "viscii", "vps", "windows-1258")
#: Quotation marks are on the bytes of capital letters in three encodings.
PLAIN = TEXT.replace("“", '"').replace("”", '"')


def build_page(title: str, lead: str, text: str, head: str = "", font: str = "") -> str:
    paragraphs = "".join(f"<p>{font}{line}</p>" for line in (lead, text))
    body = f"<h1>{font}{title}</h1><p>05/06/2009</p>{paragraphs}"
    return f"<html><head>{head}<title>{title}</title></head><body>{body}</body></html>"


def assert_is_read(path: Path) -> None:
    article = read_one(path)
    assert (article.title, article.lead, article.blocks) == (TITLE, LEAD, (Paragraph(PLAIN),))
    assert not article.doubts


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("charset", ["", "x-user-defined", "windows-1252"])
def test_page_in_old_encoding_is_converted(tmp_path: Path, encoding: str, charset: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    page = encode(build_page(TITLE, LEAD, PLAIN, head), encoding)
    assert_is_read(write_source(tmp_path, "tin.html", page))


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("viscii", "viscii"), ("x-viet-tcvn5712", "tcvn3"), ("x-viet-vps", "vps"), ("x-viet-vni", "vni")],
)
def test_declared_old_encoding_is_converted(tmp_path: Path, charset: str, encoding: str) -> None:
    assert identify_name(charset) == encoding
    page = build_page(TITLE, LEAD, PLAIN, f'<meta charset="{charset}">')
    assert_is_read(write_source(tmp_path, "tin.html", encode(page, encoding)))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_bytes_as_characters_of_a_western_font_are_converted(tmp_path: Path, encoding: str) -> None:
    """Programs have converted many pages to UTF-8 as if they were English; the fonts are still named."""
    names = {"vni": "VNI-Times", "tcvn3": ".VnTime", "vps": "VPS Times"}
    font = f'<font face="{names.get(encoding, "Arial")}">'
    texts = [decode_bytes(encode(line, encoding)) for line in (TITLE, LEAD, PLAIN)]
    assert_is_read(write_source(tmp_path, "tin.html", build_page(*texts, '<meta charset="utf-8">', font)))
    entities = ["".join(char if char.isascii() else f"&#{ord(char)};" for char in text) for text in texts]
    assert_is_read(write_source(tmp_path, "tin.html", build_page(*entities, font=font)))


@pytest.mark.parametrize("encoding", ["vni", "tcvn3"])
def test_article_in_old_font_within_a_unicode_page_is_converted(tmp_path: Path, encoding: str) -> None:
    lead, text = (decode_bytes(encode(line, encoding)) for line in (LEAD, PLAIN))
    page = build_page(TITLE, lead, text).replace(
        "</body>", "<div class='footer'><p>Địa chỉ: đường Lê Lợi</p></div></body>"
    )
    assert_is_read(write_source(tmp_path, "tin.html", page))


def test_utf_8_read_as_western_is_repaired(tmp_path: Path) -> None:
    texts = [decode_bytes(line.encode()) for line in (TITLE, LEAD, PLAIN)]
    assert_is_read(write_source(tmp_path, "tin.html", build_page(*texts)))


def test_capitals_of_tcvn3_fonts(tmp_path: Path) -> None:
    title, lead, text = (decode_bytes(encode(line, "tcvn3")) for line in (TITLE, LEAD, PLAIN))
    page = build_page(title, lead, text).replace(lead, f"<span style='font-family: .VnTimeH'>{lead}</span>")
    assert read_one(write_source(tmp_path, "tin.html", page)).lead == LEAD.upper()


def test_quotation_marks_of_tcvn3_fonts_are_kept() -> None:
    text = f"{LEAD}\n{TEXT}"
    western = "".join(char if char in "“”" else decode_bytes(encode(char, "tcvn3")) for char in text)
    assert convert_lines(western)[0] == text


def test_text_files_are_converted(tmp_path: Path) -> None:
    text = f"Tin tức\n\nCập nhật lúc : 10:00 01/02/2009\n\n{TITLE}\n\n{LEAD}\n\n{PLAIN}"
    for encoding in ENCODINGS:
        assert_is_read(write_source(tmp_path, "tin.txt", encode(text, encoding)))


def test_declared_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    noise = "Tr\xb6\xbeng th\xd6ng b\xbao k\xfe ho\xb5ch tuy\xbfn sinh l\xaap m\xb9i"
    page = build_page(noise, noise, noise, '<meta charset="viscii">').encode("latin-1")
    assert "not Vietnamese" in get_failure_reason(write_source(tmp_path, "tin.html", page))


def test_text_that_is_no_vietnamese_is_a_draft(tmp_path: Path) -> None:
    french = "Les élèves de l’école ont été très fiers après la fête organisée à l’orée de la forêt."
    (article,) = read_articles(write_source(tmp_path, "tin.html", build_page(french, french, french)))
    assert "the text may be in a wrong character set" in article.doubts
    lost = TEXT.replace("ộ", "?").replace("ế", "??").replace("ữ", "?")
    assert is_doubtful(lost)
    assert not is_doubtful("The students of the school read three hundred books in one week.")
    assert not is_doubtful("Buôn Krông Năng, huyện Đắk Mil: HĐND và UBND tỉnh Đắk Nông, TP. Buôn Ma Thuột.")


def test_icelandic_letter_becomes_d_with_stroke(tmp_path: Path) -> None:
    line = json.dumps({"title": "Ðại hội Ðoàn trường", "body": ["Ðoàn viên dự đông ðủ."], "published_at": "2016-03-01"})
    article = read_one(write_source(tmp_path, "tin.jsonl", line))
    assert (article.title, article.blocks) == ("Đại hội Đoàn trường", (Paragraph("Đoàn viên dự đông đủ."),))
