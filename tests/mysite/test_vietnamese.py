"""Vietnamese spelling: stored text is in NFC, identifiers are ASCII."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mysite.text.vietnamese import SLUG_LENGTH, ascii_filename, nfc, slugify, strip_marks
from tests.support.slug_titles import LETTERS, TITLE_SPELLINGS, TITLES


def test_title_table_is_complete():
    assert len(LETTERS) == len(set(LETTERS)) == 134
    assert set(LETTERS) <= set("".join(TITLES))
    assert len(TITLES) >= 60
    assert sum(len(title) >= 300 for title in TITLES) >= 3


@pytest.mark.parametrize(("title", "slug"), TITLE_SPELLINGS)
def test_slugs_of_titles(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize("letter", LETTERS)
def test_slug_of_every_letter(letter):
    plain = unicodedata.normalize("NFD", letter.lower().replace("đ", "d"))[0]
    assert [slugify(unicodedata.normalize(form, letter)) for form in ("NFC", "NFD")] == [plain, plain]


def test_a_long_slug_is_cut_between_words():
    slug = slugify("trường " * 60)
    assert len(slug) <= SLUG_LENGTH
    assert set(slug.split("-")) == {"truong"}
    assert slugify("a" * 300) == "a" * SLUG_LENGTH


@given(st.text())
def test_slugify_is_ascii_and_idempotent(text):
    slug = slugify(text)
    assert slug.isascii()
    assert len(slug) <= SLUG_LENGTH
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert slugify(slug) == slug


@given(st.text())
def test_nfc_is_idempotent(text):
    assert nfc(nfc(text)) == nfc(text) == unicodedata.normalize("NFC", text)


def test_strip_marks_keeps_letters():
    for form in ("NFC", "NFD"):
        assert strip_marks(unicodedata.normalize(form, "Đắk Lắk, Ỷ Lan")) == "Dak Lak, Y Lan"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Đề thi.pdf", "De-thi.pdf"),
        ("Ảnh hội nghị 01.JPG", "Anh-hoi-nghi-01.jpg"),
        ("báo cáo.tổng kết.docx", "bao-cao.tong-ket.docx"),
        ("???.pdf", "file.pdf"),
        (".htaccess", "htaccess"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Đề.doc", "De.doc"),
        ("không có đuôi", "khong-co-duoi"),
        ("danh sách (1).xlsx", "danh-sach-1.xlsx"),
        ("a\0b\n.txt", "a-b.txt"),
    ],
)
def test_file_names_are_ascii(name, expected, form):
    assert ascii_filename(unicodedata.normalize(form, name)) == expected


@pytest.mark.parametrize("name", ["", ".", "..", "/", "…", "🏆.png", "đ" * 300 + ".pdf", "a." + "x" * 300])
def test_any_file_name_becomes_short_ascii(name):
    made = ascii_filename(name)
    assert made.isascii()
    assert 0 < len(made) <= 80
    assert not made.startswith(".")
    assert "/" not in made


@given(st.text())
def test_file_names_are_safe(name):
    made = ascii_filename(name)
    assert made.isascii()
    assert 0 < len(made) <= 80
    assert not set(made) & set('/\\ \0\n:*?"<>|')
    assert made[0] not in ".-"
