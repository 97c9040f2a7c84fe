"""The ranking of the search backend: marks as typed, then phrases, then the field of the match."""

import datetime
import unicodedata

import pytest
from django.utils import timezone
from modelsearch.query import Phrase
from wagtail.models import Page

from tests.support import factories
from tests.support.search_results import autocomplete_names, create_article, search_names

pytestmark = pytest.mark.django_db

#: Of the same length, so that the length does not affect the ranking.
WORDS = {"bàn": "Bàn về sách", "bạn": "Bạn của sách", "bán": "Bán những sách", "ban": "Ban coi sách"}


@pytest.mark.parametrize("newest", WORDS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_exact_marks_rank_first(newest: str, form: str) -> None:
    """Words with other marks are found too, but rank lower, even if they are newer."""
    for word, title in WORDS.items():
        days = 0 if word == newest else 30
        create_article(title, published_at=timezone.now() - datetime.timedelta(days=days))
    for word, title in WORDS.items():
        if word != "ban":
            titles = search_names(unicodedata.normalize(form, word))
            assert titles[0] == title
            assert set(titles) == set(WORDS.values())


def test_query_without_marks_matches_any_marks() -> None:
    for title in WORDS.values():
        create_article(title)
    assert set(search_names("ban")) == set(WORDS.values())


def test_exact_marks_in_body_rank_above_other_marks_in_title() -> None:
    """A match with the exact marks in the body ranks above one with other marks in the title."""
    create_article("Bạn đọc viết")
    create_article("Đồ gỗ", lead="Thầy cô đóng bàn cho lớp học.")
    assert search_names("bàn") == ["Đồ gỗ", "Bạn đọc viết"]


def test_partly_marked_query_prefers_matching_marks() -> None:
    create_article("Hỏi nghi thức")
    create_article("Hội nghị")
    assert search_names("hội nghi") == ["Hội nghị", "Hỏi nghi thức"]
    assert search_names("hoi nghị") == ["Hội nghị", "Hỏi nghi thức"]


@pytest.mark.parametrize("text", ["khuyến học", "khuyen hoc", "KHUYẾN HỌC"])
def test_title_ranks_above_lead_above_body(text: str) -> None:
    words = "Quỹ khuyến học"
    others = "Sân chơi trường"
    create_article(others, lead="Lá vàng rơi", body=[("paragraph", f"<p>{words}</p>")])
    create_article(others + " mới", lead=words, body=[("paragraph", "<p>Lá vàng rơi</p>")])
    create_article(words, lead="Lá vàng rơi", body=[("paragraph", f"<p>{others}</p>")])
    assert search_names(text) == [words, others + " mới", others]


@pytest.mark.parametrize("text", ["thi đua", "thi dua"])
@pytest.mark.parametrize("field", ["title", "lead"])
def test_phrase_ranks_above_scattered_words(text: str, field: str) -> None:
    together, apart = "Phong trào thi đua dạy tốt", "Đua thuyền và trào lưu thi ảnh"
    for number, words in enumerate((apart, together, apart + " này")):
        create_article(**{"title": f"Tin {number}", **({"title": words} if field == "title" else {"lead": words})})
    first, *others = search_names(text)
    assert first == (together if field == "title" else "Tin 1")
    assert len(others) == 2


def test_phrase_in_body_ranks_above_scattered_words_in_title() -> None:
    create_article("Thi vẽ, đua thuyền")
    create_article("Tin nhanh", body=[("paragraph", "<p>Các trường sơ kết phong trào thi đua của học kỳ một.</p>")])
    assert search_names("thi đua") == search_names("thi dua") == ["Tin nhanh", "Thi vẽ, đua thuyền"]


def test_title_with_all_words_ranks_above_body_with_many() -> None:
    create_article("Đua ghe ngo và các hội thi của trường trong dịp lễ")
    create_article("Tin nhanh", lead="Thi vẽ, đua thuyền. " * 40)
    assert (
        search_names("thi đua")[0] == search_names("thi dua")[0] == "Đua ghe ngo và các hội thi của trường trong dịp lễ"
    )


def test_all_words_in_title_rank_above_some() -> None:
    create_article("Lịch thi", lead="Kỳ thi tốt nghiệp vào tháng sáu")
    create_article("Kỳ thi tốt nghiệp", lead="Lịch của ngành")
    create_article("Họp báo", lead="Lịch của kỳ thi tốt nghiệp")
    assert search_names("lịch thi")[0] == "Lịch thi"
    assert search_names("thi tốt nghiệp")[0] == "Kỳ thi tốt nghiệp"


def test_newer_ranks_first_among_equals() -> None:
    now = timezone.now()
    for days in (3, 1, 2, 400):
        create_article("Tuyển sinh", slug=f"tuyen-sinh-{days}", published_at=now - datetime.timedelta(days=days))
    for results in (Page.objects.search("tuyển sinh"), Page.objects.autocomplete("tuyển si")):
        assert [page.slug for page in results] == [f"tuyen-sinh-{days}" for days in (1, 2, 3, 400)]


def test_event_is_ranked_by_start_date() -> None:
    today = timezone.localdate()
    for days in (5, 50, -5):
        factories.EventFactory(title="Hội thao", slug=f"hoi-thao-{days}", start_date=today + datetime.timedelta(days))
    assert [page.slug for page in Page.objects.search("hội thao")] == [f"hoi-thao-{days}" for days in (50, 5, -5)]


def test_undated_ranks_last_among_equals() -> None:
    create_article("Tuyển sinh", slug="da-dang")
    create_article("Tuyển sinh", slug="ban-nhap", live=False)
    assert [page.slug for page in Page.objects.search("tuyển sinh")] == ["da-dang", "ban-nhap"]


def test_order_is_stable_and_pages_do_not_overlap() -> None:
    moment = timezone.now()
    section = factories.SectionFactory(title="Lưu trữ")
    for number in range(12):
        create_article("Tuyển sinh", slug=f"tuyen-sinh-{number}", published_at=moment, parent=section)
    results = Page.objects.search("tuyển sinh")
    whole = [page.pk for page in results]
    parts = [page.pk for start in (0, 5, 10) for page in Page.objects.search("tuyển sinh")[start : start + 5]]
    assert whole == parts
    assert len(set(whole)) == 12


def test_title_repeating_other_marks_ranks_last_while_typing() -> None:
    section = factories.SectionFactory(title="Lưu trữ")
    create_article("Đa dạng đa đa dạ", parent=section)
    for number in range(4):  # so many that the word has little weight
        create_article(f"Lịch trả bài của khối lớp {number} kèm theo đáp án", parent=section)
    assert autocomplete_names("đá")[-1] == autocomplete_names("lịch đá khối", operator="or")[-1] == "Đa dạng đa đa dạ"


def test_partial_name_ranks_closest_match_first() -> None:
    for title in ("Trường Lê Lợi tuyển sinh lớp mười", "Lễ hội lời ru", "Le lói"):
        create_article(title)
    assert autocomplete_names("lê lợ")[0] == "Trường Lê Lợi tuyển sinh lớp mười"


def test_phrase_does_not_span_texts() -> None:
    """The end of a text and the beginning of the next are no phrase: two tags, the last words and an author."""
    for title, tags in (("Tin xa", ("Thi", "Đua")), ("Tin gần", ("Thi đua",))):
        page = create_article(title, lead="Phong trào", body=[("paragraph", "<p>Lớp học</p>")], tags=tags)
        page.save_revision().publish()
    assert search_names(Phrase("thi đua")) == ["Tin gần"]
    assert search_names("thi đua")[0] == "Tin gần"
    assert len(search_names("thi đua")) == 2
    assert (
        search_names(Phrase("phong trào lớp"))
        == search_names(Phrase("học thi"))
        == search_names(Phrase("gần phong"))
        == []
    )
