"""Vietnamese spelling: what is stored is composed, what identifies is plain ASCII."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mysite.vietnamese import SLUG_LENGTH, ascii_filename, nfc, slugify, strip_marks
from tests.titles import LETTERS, SPELLED, TITLES


def test_the_table_has_every_letter_and_more_than_sixty_titles():
    assert len(LETTERS) == len(set(LETTERS)) == 134
    assert set(LETTERS) <= set("".join(TITLES))
    assert len(TITLES) >= 60
    assert sum(len(title) >= 300 for title in TITLES) >= 3


@pytest.mark.parametrize(("title", "slug"), SPELLED)
def test_slugs(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter(letter):
    plain = unicodedata.normalize("NFD", letter.lower().replace("đ", "d"))[0]
    assert [slugify(unicodedata.normalize(form, letter)) for form in ("NFC", "NFD")] == [plain, plain]


def test_a_long_slug_is_cut_between_words():
    slug = slugify("trường " * 60)
    assert len(slug) <= SLUG_LENGTH
    assert set(slug.split("-")) == {"truong"}
    assert slugify("a" * 300) == "a" * SLUG_LENGTH


@given(st.text())
def test_a_slug_is_ascii_and_stays_the_same(text):
    slug = slugify(text)
    assert slug.isascii()
    assert len(slug) <= SLUG_LENGTH
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert slugify(slug) == slug


@given(st.text())
def test_nfc_composes_once(text):
    assert nfc(nfc(text)) == nfc(text) == unicodedata.normalize("NFC", text)


def test_marks_go_and_letters_stay():
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
def test_file_names(name, expected, form):
    assert ascii_filename(unicodedata.normalize(form, name)) == expected


@pytest.mark.parametrize("name", ["", ".", "..", "/", "…", "🏆.png", "đ" * 300 + ".pdf", "a." + "x" * 300])
def test_every_file_gets_a_short_plain_name(name):
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
