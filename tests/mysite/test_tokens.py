"""The tokens that search compares: folded, with marks, as prefixes, with typing errors."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mysite.text.vietnamese import (
    MAX_TOKEN_LENGTH,
    decode_telex,
    marked_prefixes,
    nfc,
    one_edit,
    prefix_forms,
    tokenize,
)


def get_folded(text: str) -> list[str]:
    return [word.folded for word in tokenize(nfc(text))]


def get_exact(text: str) -> list[str]:
    return [word.exact for word in tokenize(nfc(text))]


# --- Tokens


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội nghị tổng kết năm học 2025–2026", "hoi nghi tong ket nam hoc 2025 2026"),
        ("Quyết định 40/2010/TT-BGDĐT", "quyet dinh 40 2010 tt bgddt"),
        ("Số 1234/QĐ-SGDĐT, ngày 05/01/2026.", "so 1234 qd sgddt ngay 05 01 2026"),
        ("ĐẮK LẮK; đường Đê La Thành", "dak lak duong de la thanh"),
        ("ăâđêôơư ÀẢÃÁẠ", "aadeoou aaaaa"),
        ("“Kỹ năng” sống—khỏe", "ki nang song khoe"),
        ("lịch_thi@so.example", "lich thi so example"),
        ("lớp 10A1; H2O", "lop 10a1 h2o"),
        ("P.GDTX&CN", "p gdtx cn"),
        ("Café, crème brûlée", "cafe creme brulee"),
        ("Đoàn 北京 đến thăm", "doan beijing den tham"),
        ("Giải Nhất 🏆🇻🇳 học sinh giỏi 👩‍🏫", "giai nhat hoc sinh gioi"),
        ("một\tdòng\nhai\u00a0dòng\u200bba", "mot dong hai dong ba"),
        ("!!! … “” — 🏆", ""),
        ("", ""),
    ],
)
def test_folded_tokens(text: str, expected: str, form: str) -> None:
    assert get_folded(unicodedata.normalize(form, text)) == expected.split()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hoà bình", "hòa bình"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("Kỹ thuật", "kĩ thuật"),
        ("Mỹ", "mĩ"),
        ("quý", "quí"),
        ("HỘI NGHỊ", "hội nghị"),
        ("Đ", "đ"),
        (unicodedata.normalize("NFD", "Trường Đại học"), "trường đại học"),
        ("ho\u0323\u0302i", "hội"),  # half composed, the marks in another order
        ("h\u00f4\u0323i", "hội"),
    ],
)
def test_equivalent_spellings_are_equal(first: str, second: str) -> None:
    assert get_exact(first) == get_exact(second)
    assert get_folded(first) == get_folded(second)


@pytest.mark.parametrize(
    "text",
    [
        "bàn bạn bán ban bân băn",
        "hội hỏi hơi hồi hối hợi hoi",
        "da đa dạ đá dã",
        "thuê thuế thuở thưa",
        "à A2 á A1 â A6 a",
        "cò CO2 co",
        "đ D9 d",
        "ly lý ly4",
    ],
)
def test_marked_tokens_differ(text: str) -> None:
    assert len(set(get_exact(text))) == len(text.split())


def test_encoded_mark_differs_from_digit() -> None:
    """Neither form of ``A2`` equals a form of ``à``: the index stores both forms in one column."""
    for letter, with_digit in (("à", "A2"), ("đ", "D9"), ("cò", "CO2"), ("ô", "O6")):
        assert not {*get_folded(letter), *get_exact(letter)} & {*get_folded(with_digit), *get_exact(with_digit)}


def test_first_letter_counts() -> None:
    assert get_folded("Zalo") != get_folded("alo")
    assert get_exact("Zalo") != get_exact("alo")


def test_i_and_y_differ_where_pronounced_differently() -> None:
    assert get_folded("tai tay") == ["tai", "tay"]
    assert get_folded("thui thuy") == ["thui", "thuy"]
    assert get_folded("lyra") == ["lyra"]


def test_is_marked() -> None:
    assert [word.is_marked for word in tokenize("Hội nghi A2 đo 2010 北京 hòa")] == [
        *(True, False, False, True, False, False, True)
    ]


def test_tokens_have_text_offsets() -> None:
    text = "“Hội nghị”, số 40/2010"
    assert [text[word.start : word.end] for word in tokenize(text)] == ["Hội", "nghị", "số", "40", "2010"]


def test_long_words_are_truncated() -> None:
    (word,) = tokenize("đ" * 10_000)
    assert word.folded == "d" * MAX_TOKEN_LENGTH
    assert get_exact("a" * MAX_TOKEN_LENGTH) == get_exact("a" * 10_000)
    assert len(list(tokenize("a" * MAX_TOKEN_LENGTH + " b"))) == 2


@given(st.text(st.characters()))
def test_tokens_of_any_text_are_ascii(text: str) -> None:
    """Neither database can take them for syntax, and none exceeds PostgreSQL's longest word."""
    end = 0
    for word in tokenize(nfc(text)):
        assert re.fullmatch("[a-z0-9]+", word.folded)
        assert re.fullmatch("__?[a-z0-9]+", word.exact)
        assert len(word.exact) < 2000
        assert end <= word.start < word.end <= len(nfc(text))
        end = word.end


@given(st.text())
def test_normalization_form_does_not_matter(text: str) -> None:
    both = [[word[:2] for word in tokenize(nfc(unicodedata.normalize(form, text)))] for form in ("NFC", "NFD")]
    assert both[0] == both[1]


# --- Prefixes


def test_marked_prefixes() -> None:
    typed = set(marked_prefixes("Hội nghị 2010 to"))
    assert {*get_exact("hộ hội"), *get_exact("nghị")} == typed


def test_marked_prefixes_start_at_first_mark() -> None:
    assert list(marked_prefixes("đường")) == get_exact("đ đư đườ đườn đường")
    assert list(marked_prefixes("kỹ")) == get_exact("kĩ")
    assert list(marked_prefixes("ban A2 北京")) == []


def test_prefix_forms_of_words_ending_in_y() -> None:
    assert [prefix_forms(*get_folded(word)) for word in ("quy", "kỹ", "thuy", "hoi", "quyet")] == [
        *(["qui", "quy"], ["ki", "ky"], ["thuy"], ["hoi"], ["quyet"])
    ]


# --- Typing errors

TELEX = {
    "giaos": "giáo",
    "dujc": "dục",
    "ducj": "dục",
    "hooij": "hội",
    "nghij": "nghị",
    "tuyeenr": "tuyển",
    "tuyeern": "tuyển",
    "truwowngf": "trường",
    "truowngf": "trường",
    "truongwf": "trường",
    "trwowngf": "trường",
    "dduowcj": "được",
    "dduwowcj": "được",
    "dduocwj": "được",
    "ddangr": "đảng",
    "dangdr": "đảng",
    "ddieemr": "điểm",
    "ddieenj": "điện",
    "ddinhj": "định",
    "ddaof": "đào",
    "quyeets": "quyết",
    "quyf": "quỳ",
    "quowr": "quở",
    "thuowr": "thuở",
    "keets": "kết",
    "ketes": "kết",
    "thoong": "thông",
    "baos": "báo",
    "hocj": "học",
    "nawm": "năm",
    "namw": "năm",
    "thawngs": "thắng",
    "lowps": "lớp",
    "hoiwj": "hợi",
    "hoaf": "hòa",
    "khoer": "khoẻ",
    "thuyr": "thuỷ",
    "nguwowif": "người",
    "wowcs": "ước",
    "nhw": "như",
    "thw": "thư",
    "chuaw": "chưa",
    "muwa": "mưa",
    "luuw": "lưu",
    "huwu": "hưu",
    "guirw": "gửi",
    "quawngs": "quắng",
    "ngoawjc": "ngoặc",
    "ngoacwj": "ngoặc",
    "xuaan": "xuân",
    "ys": "ý",
}


@pytest.mark.parametrize(("typed", "expected"), TELEX.items())
def test_telex_keys_are_decoded(typed: str, expected: str) -> None:
    assert get_exact(decode_telex(typed)) == get_exact(expected)


@pytest.mark.parametrize("word", ["sinh", "nghi", "2010", "bgd", "tt", "hội", "", "x", "北京", "ban", "khoa"])
def test_words_without_telex_keys_are_unchanged(word: str) -> None:
    assert decode_telex(word) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=60))
def test_decoding_telex_keeps_one_word(typed: str) -> None:
    assert len(get_folded(decode_telex(typed))) == len(get_folded(typed))
    assert len(decode_telex(typed)) <= len(typed) + 1


def test_one_edit_candidates() -> None:
    slips = one_edit("hoi")
    assert {"hi", "oi", "ho", "hooi", "thoi", "hoil", "hoa", "boi", "ohi", "hio"} <= slips
    assert not {"hoi", "", "h", "hoaii", "ioh"} & slips
    assert one_edit("a") >= {"b", "ab", "ba"}
    assert "" not in one_edit("a")


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.data())
def test_one_edit_is_symmetric(word: str, data: st.DataObject) -> None:
    slip = data.draw(st.sampled_from(sorted(one_edit(word))))
    assert word in one_edit(slip)
