"""The search backend finds Vietnamese words however they are typed: pages, documents, pictures, authors."""

import unicodedata

import pytest
from wagtail.models import Page

from mysite.models import PortalDocument, PortalImage
from newsroom.models import Author, Unit
from tests import factories
from tests.search.finding import article, found, typed

pytestmark = pytest.mark.django_db

TITLE = "Hội nghị giáo dục hòa nhập ở Đắk Lắk"


@pytest.fixture(params=["page", "document", "picture", "author", "unit"])
def among(request):
    """Things of one kind, one of which is called ``TITLE``."""
    match request.param:
        case "page":
            article("Khai giảng năm học mới")
            article(TITLE)
            return Page.objects.all()
        case "document":
            factories.DocumentFactory(title="Khai giảng năm học mới")
            factories.DocumentFactory(title=TITLE)
            return PortalDocument.objects.all()
        case "picture":
            factories.SmallImageFactory(title="Khai giảng năm học mới")
            factories.SmallImageFactory(title=TITLE)
            return PortalImage.objects.all()
        case "author":
            factories.AuthorFactory(name="Khai giảng năm học mới")
            factories.AuthorFactory(name=TITLE)
            return Author.objects.all()
    factories.UnitFactory(name="Khai giảng năm học mới")
    factories.UnitFactory(name=TITLE)
    return Unit.objects.all()


SPELLINGS = [
    "Hội nghị giáo dục",
    "hoi nghi giao duc",
    "HỘI NGHỊ GIÁO DỤC",
    "HOI NGHI",
    "hội nghi giao dục",
    "giáo dục hoà nhập",
    "Đắk Lắk",
    "đak lăk",
    "dak lak",
    "nhập hội",
    "  hội \t nghị  ",
    "“hội nghị”: (giáo-dục)!",
]


def test_all_spellings_find_the_same(among) -> None:
    for text in SPELLINGS:
        for form in ("NFC", "NFD"):
            query = unicodedata.normalize(form, text)
            assert found(query, among) == [TITLE], query
            assert typed(query, among) == [TITLE], query


def test_all_words_must_be_there(among) -> None:
    for text in ("hội nghị mới", "giáo dục xyz", "h", "nghịch", "🏆"):
        assert found(text, among) == []


def test_what_is_stored_decomposed_is_found(client) -> None:
    PortalDocument.objects.bulk_create([PortalDocument(title=unicodedata.normalize("NFD", "Kế hoạch năm học"))])
    document = PortalDocument.objects.get()
    document.save()
    for text in ("kế hoạch", "ke hoach", unicodedata.normalize("NFD", "kế hoạch")):
        assert found(text, PortalDocument.objects.all()) == ["Kế hoạch năm học"]


def test_numbers_of_documents() -> None:
    numbers = ["40/2010/TT-BGDĐT", "40/2011/TT-BGDĐT", "41/2010/TT-BGDĐT"]
    for number in numbers:
        factories.DocumentFactory(title=f"Thông tư {number}")
    documents = PortalDocument.objects.all()
    for number in numbers:
        for text in (number, number.lower(), number.replace("Đ", "D"), f"TT {number}", number.replace("/", " ")):
            assert found(text, documents)[0] == f"Thông tư {number}", text
    assert found("40/2010/TT-BGDĐT", documents) == ["Thông tư 40/2010/TT-BGDĐT"]
    assert len(found("bgddt", documents)) == 3


def test_the_same_number_in_other_tables_is_nothing_to_a_model() -> None:
    """Entries of the index are told apart by kind: a document, a picture and an author may all be number 1."""
    factories.DocumentFactory(title="Tuyển sinh", pk=77_001)
    factories.SmallImageFactory(title="Bãi giữ xe", pk=77_001)
    factories.AuthorFactory(name="Lê Thị Bình", pk=77_001)
    assert found("tuyển sinh", PortalDocument.objects.all()) == ["Tuyển sinh"]
    assert found("tuyển sinh", PortalImage.objects.all()) == []
    assert found("tuyển sinh", Author.objects.all()) == []
    PortalImage.objects.get().delete()
    assert found("tuyển sinh", PortalDocument.objects.all()) == ["Tuyển sinh"]
    assert found("bình", Author.objects.all()) == ["Lê Thị Bình"]


# --- While it is being typed


@pytest.mark.parametrize(
    "text", ["h", "ho", "hộ", "hội n", "hoi ng", "nghị giáo d", "hội nghị giáo dục hoà nhập ở đắk l", "đắk"]
)
def test_the_last_word_has_only_begun(among, text: str) -> None:
    assert TITLE in typed(text, among)


@pytest.mark.parametrize("text", ["oi", "hội x", "hoi nghi giaoo", "ghị", "nghi gia h x", "gia du"])
def test_what_no_word_begins_with_finds_nothing(among, text: str) -> None:
    assert typed(text, among) == []


def test_marks_typed_so_far_come_first() -> None:
    for title in ("Đáp án môn Toán", "Đạp xe vì môi trường", "Dập dịch sởi"):
        article(title)
    assert typed("đạ")[0] == "Đạp xe vì môi trường"
    assert typed("đá")[0] == "Đáp án môn Toán"
    assert typed("dậ")[0] == "Dập dịch sởi"
    assert sorted(typed("da")) == sorted(typed("đạ"))


def test_a_y_at_the_end_of_what_is_typed_may_go_on() -> None:
    """``quy`` sounds like ``qui``, and is the beginning of ``quyết`` all the same."""
    article("Quyết định khen thưởng")
    article("Quý hai năm nay")
    assert set(typed("quy")) == set(typed("qu")) == {"Quyết định khen thưởng", "Quý hai năm nay"}
    assert typed("quye") == ["Quyết định khen thưởng"]
    assert typed("khen thưởng quy") == ["Quyết định khen thưởng"]
    assert typed("quí") == ["Quý hai năm nay", "Quyết định khen thưởng"]
    article("Thuỷ lợi")
    assert typed("thui") == []


def test_suggestions_know_titles_alone() -> None:
    article("Khai giảng", lead="Hội nghị tổng kết")
    assert typed("hội ngh") == []
    assert found("hội nghị") == ["Khai giảng"]


def test_one_of_several_words_while_typing() -> None:
    article("Khai giảng")
    article("Tổng kết")
    assert set(typed("khai tổ", operator="or")) == {"Khai giảng", "Tổng kết"}
