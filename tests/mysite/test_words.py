"""The words of a text as search compares them: without marks, with them, as far as they are typed, typed wrongly."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mysite.vietnamese import LONGEST_WORD, beginnings, forms_typed, near, nfc, without_telex, words


def folded(text: str) -> list[str]:
    return [word.folded for word in words(nfc(text))]


def exact(text: str) -> list[str]:
    return [word.exact for word in words(nfc(text))]


# --- Words


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
def test_words_without_marks(text: str, expected: str, form: str) -> None:
    assert folded(unicodedata.normalize(form, text)) == expected.split()


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
def test_spellings_of_one_word(first: str, second: str) -> None:
    assert exact(first) == exact(second)
    assert folded(first) == folded(second)


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
def test_words_with_their_marks_differ(text: str) -> None:
    assert len(set(exact(text))) == len(text.split())


def test_a_mark_is_no_digit() -> None:
    """Neither form of ``A2`` is a form of ``à``: the index has both forms in one place."""
    for letter, with_digit in (("à", "A2"), ("đ", "D9"), ("cò", "CO2"), ("ô", "O6")):
        assert not {*folded(letter), *exact(letter)} & {*folded(with_digit), *exact(with_digit)}


def test_a_letter_at_the_beginning_counts() -> None:
    assert folded("Zalo") != folded("alo")
    assert exact("Zalo") != exact("alo")


def test_i_and_y_are_two_where_they_sound_so() -> None:
    assert folded("tai tay") == ["tai", "tay"]
    assert folded("thui thuy") == ["thui", "thuy"]
    assert folded("lyra") == ["lyra"]


def test_which_words_are_marked() -> None:
    assert [word.is_marked for word in words("Hội nghi A2 đo 2010 北京 hòa")] == [
        *(True, False, False, True, False, False, True)
    ]


def test_a_word_knows_where_it_stands() -> None:
    text = "“Hội nghị”, số 40/2010"
    assert [text[word.start : word.end] for word in words(text)] == ["Hội", "nghị", "số", "40", "2010"]


def test_a_word_has_an_end() -> None:
    (word,) = words("đ" * 10_000)
    assert word.folded == "d" * LONGEST_WORD
    assert exact("a" * LONGEST_WORD) == exact("a" * 10_000)
    assert len(list(words("a" * LONGEST_WORD + " b"))) == 2


@given(st.text(st.characters()))
def test_all_words_of_any_text_are_ascii(text: str) -> None:
    """What neither database can take for syntax; none longer than PostgreSQL's longest word."""
    end = 0
    for word in words(nfc(text)):
        assert re.fullmatch("[a-z0-9]+", word.folded)
        assert re.fullmatch("__?[a-z0-9]+", word.exact)
        assert len(word.exact) < 2000
        assert end <= word.start < word.end <= len(nfc(text))
        end = word.end


@given(st.text())
def test_the_encoding_does_not_matter(text: str) -> None:
    both = [[word[:2] for word in words(nfc(unicodedata.normalize(form, text)))] for form in ("NFC", "NFD")]
    assert both[0] == both[1]


# --- As far as it is typed


def test_beginnings_of_marked_words() -> None:
    typed = set(beginnings("Hội nghị 2010 to"))
    assert {*exact("hộ hội"), *exact("nghị")} == typed


def test_a_beginning_is_there_from_its_first_mark_on() -> None:
    assert list(beginnings("đường")) == exact("đ đư đườ đườn đường")
    assert list(beginnings("kỹ")) == exact("kĩ")
    assert list(beginnings("ban A2 北京")) == []


def test_y_while_it_is_typed() -> None:
    assert [forms_typed(*folded(word)) for word in ("quy", "kỹ", "thuy", "hoi", "quyet")] == [
        *(["qui", "quy"], ["ki", "ky"], ["thuy"], ["hoi"], ["quyet"])
    ]


# --- Typed wrongly

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


@pytest.mark.parametrize(("typed", "meant"), TELEX.items())
def test_telex_keys_left_in_a_word(typed: str, meant: str) -> None:
    assert exact(without_telex(typed)) == exact(meant)


@pytest.mark.parametrize("word", ["sinh", "nghi", "2010", "bgd", "tt", "hội", "", "x", "北京", "ban", "khoa"])
def test_words_without_telex_keys_stay(word: str) -> None:
    assert without_telex(word) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=60))
def test_telex_makes_of_a_word_a_word(typed: str) -> None:
    assert len(folded(without_telex(typed))) == len(folded(typed))
    assert len(without_telex(typed)) <= len(typed) + 1


def test_one_slip_away() -> None:
    slips = near("hoi")
    assert {"hi", "oi", "ho", "hooi", "thoi", "hoil", "hoa", "boi", "ohi", "hio"} <= slips
    assert not {"hoi", "", "h", "hoaii", "ioh"} & slips
    assert near("a") >= {"b", "ab", "ba"}
    assert "" not in near("a")


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.data())
def test_a_slip_can_be_undone(word: str, data: st.DataObject) -> None:
    slip = data.draw(st.sampled_from(sorted(near(word))))
    assert word in near(slip)
