"""What the search backend puts first: marks as they were typed, then phrases, then where the words stand."""

import datetime
import unicodedata

import pytest
from django.utils import timezone
from modelsearch.query import Phrase
from wagtail.models import Page

from tests import factories
from tests.search.finding import article, found, typed

pytestmark = pytest.mark.django_db

#: As long as each other, so that their length decides nothing.
WORDS = {"bàn": "Bàn về sách", "bạn": "Bạn của sách", "bán": "Bán những sách", "ban": "Ban coi sách"}


@pytest.mark.parametrize("newest", WORDS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_as_typed_come_first(newest: str, form: str) -> None:
    """The other words are found too, and come behind, even if they are newer."""
    for word, title in WORDS.items():
        days = 0 if word == newest else 30
        article(title, published_at=timezone.now() - datetime.timedelta(days=days))
    for word, title in WORDS.items():
        if word != "ban":
            titles = found(unicodedata.normalize(form, word))
            assert titles[0] == title
            assert set(titles) == set(WORDS.values())


def test_no_marks_stand_for_any() -> None:
    for title in WORDS.values():
        article(title)
    assert set(found("ban")) == set(WORDS.values())


def test_marks_typed_come_first_wherever_they_stand() -> None:
    """What has the word as written in its text goes before what has another of the same letters in its title."""
    article("Bạn đọc viết")
    article("Đồ gỗ", lead="Thầy cô đóng bàn cho lớp học.")
    assert found("bàn") == ["Đồ gỗ", "Bạn đọc viết"]


def test_marks_on_some_words_count() -> None:
    article("Hỏi nghi thức")
    article("Hội nghị")
    assert found("hội nghi") == ["Hội nghị", "Hỏi nghi thức"]
    assert found("hoi nghị") == ["Hội nghị", "Hỏi nghi thức"]


@pytest.mark.parametrize("text", ["khuyến học", "khuyen hoc", "KHUYẾN HỌC"])
def test_title_before_lead_before_body(text: str) -> None:
    words = "Quỹ khuyến học"
    others = "Sân chơi trường"
    article(others, lead="Lá vàng rơi", body=[("paragraph", f"<p>{words}</p>")])
    article(others + " mới", lead=words, body=[("paragraph", "<p>Lá vàng rơi</p>")])
    article(words, lead="Lá vàng rơi", body=[("paragraph", f"<p>{others}</p>")])
    assert found(text) == [words, others + " mới", others]


@pytest.mark.parametrize("text", ["thi đua", "thi dua"])
@pytest.mark.parametrize("place", ["title", "lead"])
def test_phrase_before_scattered_words(text: str, place: str) -> None:
    together, apart = "Phong trào thi đua dạy tốt", "Đua thuyền và trào lưu thi ảnh"
    for number, words in enumerate((apart, together, apart + " này")):
        article(**{"title": f"Tin {number}", **({"title": words} if place == "title" else {"lead": words})})
    first, *others = found(text)
    assert first == (together if place == "title" else "Tin 1")
    assert len(others) == 2


def test_a_phrase_in_the_text_before_words_scattered_over_a_title() -> None:
    article("Thi vẽ, đua thuyền")
    article("Tin nhanh", body=[("paragraph", "<p>Các trường sơ kết phong trào thi đua của học kỳ một.</p>")])
    assert found("thi đua") == found("thi dua") == ["Tin nhanh", "Thi vẽ, đua thuyền"]


def test_a_title_with_all_words_before_a_text_full_of_them() -> None:
    article("Đua ghe ngo và các hội thi của trường trong dịp lễ")
    article("Tin nhanh", lead="Thi vẽ, đua thuyền. " * 40)
    assert found("thi đua")[0] == found("thi dua")[0] == "Đua ghe ngo và các hội thi của trường trong dịp lễ"


def test_all_words_in_the_title_before_some() -> None:
    article("Lịch thi", lead="Kỳ thi tốt nghiệp vào tháng sáu")
    article("Kỳ thi tốt nghiệp", lead="Lịch của ngành")
    article("Họp báo", lead="Lịch của kỳ thi tốt nghiệp")
    assert found("lịch thi")[0] == "Lịch thi"
    assert found("thi tốt nghiệp")[0] == "Kỳ thi tốt nghiệp"


def test_of_equals_the_newer_comes_first() -> None:
    now = timezone.now()
    for days in (3, 1, 2, 400):
        article("Tuyển sinh", slug=f"tuyen-sinh-{days}", published_at=now - datetime.timedelta(days=days))
    for results in (Page.objects.search("tuyển sinh"), Page.objects.autocomplete("tuyển si")):
        assert [page.slug for page in results] == [f"tuyen-sinh-{days}" for days in (1, 2, 3, 400)]


def test_an_event_is_as_new_as_its_first_day() -> None:
    today = timezone.localdate()
    for days in (5, 50, -5):
        factories.EventFactory(title="Hội thao", slug=f"hoi-thao-{days}", start_date=today + datetime.timedelta(days))
    assert [page.slug for page in Page.objects.search("hội thao")] == [f"hoi-thao-{days}" for days in (50, 5, -5)]


def test_what_has_no_date_comes_behind_its_equals() -> None:
    article("Tuyển sinh", slug="da-dang")
    article("Tuyển sinh", slug="ban-nhap", live=False)
    assert [page.slug for page in Page.objects.search("tuyển sinh")] == ["da-dang", "ban-nhap"]


def test_the_order_is_the_same_each_time_and_pages_do_not_overlap() -> None:
    moment = timezone.now()
    section = factories.SectionFactory(title="Lưu trữ")
    for number in range(12):
        article("Tuyển sinh", slug=f"tuyen-sinh-{number}", published_at=moment, parent=section)
    results = Page.objects.search("tuyển sinh")
    whole = [page.pk for page in results]
    parts = [page.pk for start in (0, 5, 10) for page in Page.objects.search("tuyển sinh")[start : start + 5]]
    assert whole == parts
    assert len(set(whole)) == 12


def test_marks_typed_so_far_come_before_a_title_full_of_other_words() -> None:
    section = factories.SectionFactory(title="Lưu trữ")
    article("Đa dạng đa đa dạ", parent=section)
    for number in range(4):  # so many that the word weighs little
        article(f"Lịch trả bài của khối lớp {number} kèm theo đáp án", parent=section)
    assert typed("đá")[-1] == typed("lịch đá khối", operator="or")[-1] == "Đa dạng đa đa dạ"


def test_a_name_typed_in_part_comes_with_the_nearest_first() -> None:
    for title in ("Trường Lê Lợi tuyển sinh lớp mười", "Lễ hội lời ru", "Le lói"):
        article(title)
    assert typed("lê lợ")[0] == "Trường Lê Lợi tuyển sinh lớp mười"


def test_a_phrase_ends_where_a_text_ends() -> None:
    """The end of one text and the beginning of the next are no phrase: two tags, the last words and an author."""
    for title, tags in (("Tin xa", ("Thi", "Đua")), ("Tin gần", ("Thi đua",))):
        page = article(title, lead="Phong trào", body=[("paragraph", "<p>Lớp học</p>")], tags=tags)
        page.save_revision().publish()
    assert found(Phrase("thi đua")) == ["Tin gần"]
    assert found("thi đua")[0] == "Tin gần"
    assert len(found("thi đua")) == 2
    assert found(Phrase("phong trào lớp")) == found(Phrase("học thi")) == found(Phrase("gần phong")) == []
