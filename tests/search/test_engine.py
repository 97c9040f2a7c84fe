"""The search backend finds Vietnamese words in any spelling: in pages, documents, images, authors."""

import unicodedata

import pytest
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from mysite.models import PortalDocument, PortalImage
from newsroom.models import Author, Unit
from tests.support import factories
from tests.support.search_results import autocomplete_names, create_article, search_names

pytestmark = pytest.mark.django_db

TITLE = "Hội nghị giáo dục hòa nhập ở Đắk Lắk"


@pytest.fixture(params=["page", "document", "picture", "author", "unit"])
def among(request):
    """A queryset of one model, with one object named ``TITLE``."""
    match request.param:
        case "page":
            create_article("Khai giảng năm học mới")
            create_article(TITLE)
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
            assert search_names(query, among) == [TITLE], query
            assert autocomplete_names(query, among) == [TITLE], query


def test_all_words_are_required(among) -> None:
    for text in ("hội nghị mới", "giáo dục xyz", "h", "nghịch", "🏆"):
        assert search_names(text, among) == []


def test_decomposed_text_is_found(client) -> None:
    PortalDocument.objects.bulk_create([PortalDocument(title=unicodedata.normalize("NFD", "Kế hoạch năm học"))])
    document = PortalDocument.objects.get()
    document.save()
    for text in ("kế hoạch", "ke hoach", unicodedata.normalize("NFD", "kế hoạch")):
        assert search_names(text, PortalDocument.objects.all()) == ["Kế hoạch năm học"]


def test_document_numbers_are_found() -> None:
    numbers = ["40/2010/TT-BGDĐT", "40/2011/TT-BGDĐT", "41/2010/TT-BGDĐT"]
    for number in numbers:
        factories.DocumentFactory(title=f"Thông tư {number}")
    documents = PortalDocument.objects.all()
    for number in numbers:
        for text in (number, number.lower(), number.replace("Đ", "D"), f"TT {number}", number.replace("/", " ")):
            assert search_names(text, documents)[0] == f"Thông tư {number}", text
    assert search_names("40/2010/TT-BGDĐT", documents) == ["Thông tư 40/2010/TT-BGDĐT"]
    assert len(search_names("bgddt", documents)) == 3


def test_same_primary_key_in_other_models_is_not_matched() -> None:
    """Index entries are distinguished by content type, because primary keys are unique within a model only."""
    factories.DocumentFactory(title="Tuyển sinh", pk=77_001)
    factories.SmallImageFactory(title="Bãi giữ xe", pk=77_001)
    factories.AuthorFactory(name="Lê Thị Bình", pk=77_001)
    assert search_names("tuyển sinh", PortalDocument.objects.all()) == ["Tuyển sinh"]
    assert search_names("tuyển sinh", PortalImage.objects.all()) == []
    assert search_names("tuyển sinh", Author.objects.all()) == []
    PortalImage.objects.get().delete()
    assert search_names("tuyển sinh", PortalDocument.objects.all()) == ["Tuyển sinh"]
    assert search_names("bình", Author.objects.all()) == ["Lê Thị Bình"]


# --- Autocomplete


@pytest.mark.parametrize(
    "text", ["h", "ho", "hộ", "hội n", "hoi ng", "nghị giáo d", "hội nghị giáo dục hoà nhập ở đắk l", "đắk"]
)
def test_last_word_is_matched_by_prefix(among, text: str) -> None:
    assert TITLE in autocomplete_names(text, among)


@pytest.mark.parametrize("text", ["oi", "hội x", "hoi nghi giaoo", "ghị", "nghi gia h x", "gia du"])
def test_unknown_prefix_finds_nothing(among, text: str) -> None:
    """In the fields for autocompletion; without ``fields`` all texts are searched, and the query is corrected."""
    names = [field.field_name for field in among.model.get_autocomplete_search_fields() if field.field_name != "tags"]
    assert autocomplete_names(text, among, fields=names) == []


@pytest.mark.parametrize("text", ["hội ngih", "hoi nghi giaoo", "giaos dujc", "đắc lắk", "hoij nghij"])
def test_typing_errors_are_corrected_while_typing(among, text: str) -> None:
    assert autocomplete_names(text, among) == [TITLE]


@pytest.mark.parametrize("text", ["hội nghị xyzt", "xyzt", "khai giảng hội nghị"])
def test_no_word_is_left_out(among, text: str) -> None:
    assert autocomplete_names(text, among) == []


def test_matching_marks_rank_first_while_typing() -> None:
    for title in ("Đáp án môn Toán", "Đạp xe vì môi trường", "Dập dịch sởi"):
        create_article(title)
    assert autocomplete_names("đạ")[0] == "Đạp xe vì môi trường"
    assert autocomplete_names("đá")[0] == "Đáp án môn Toán"
    assert autocomplete_names("dậ")[0] == "Dập dịch sởi"
    assert sorted(autocomplete_names("da")) == sorted(autocomplete_names("đạ"))


def test_final_y_is_matched_as_prefix() -> None:
    """``quy`` sounds like ``qui`` but is also a prefix of ``quyết``."""
    create_article("Quyết định khen thưởng")
    create_article("Quý hai năm nay")
    assert (
        set(autocomplete_names("quy")) == set(autocomplete_names("qu")) == {"Quyết định khen thưởng", "Quý hai năm nay"}
    )
    assert autocomplete_names("quye") == ["Quyết định khen thưởng"]
    assert autocomplete_names("khen thưởng quy") == ["Quyết định khen thưởng"]
    assert autocomplete_names("quí") == ["Quý hai năm nay", "Quyết định khen thưởng"]
    create_article("Thuỷ lợi")
    assert autocomplete_names("thui", fields=["title"]) == []


def test_autocomplete_with_fields_searches_titles_only() -> None:
    create_article("Khai giảng", lead="Hội nghị tổng kết")
    assert autocomplete_names("hội ngh", fields=["title"]) == []
    assert search_names("hội nghị") == ["Khai giảng"]


def test_titles_come_before_texts_while_typing() -> None:
    create_article("Hội nghị tổng kết", lead="Sáng nay")
    create_article("Khai giảng", lead="Sau hội nghị tổng kết")
    create_article("Bế giảng", lead="Hội thi nghiêm túc")
    for text in ("hội ngh", "hoi nghi", "hội nghị tổng kế"):
        assert autocomplete_names(text)[:2] == ["Hội nghị tổng kết", "Khai giảng"], text
    assert autocomplete_names("hội ngh")[2:] == ["Bế giảng"]
    results = get_search_backend().autocomplete("hội ngh", Page.objects.all())
    assert results.count() == 3
    names = [str(results[number]) for number in range(3)]
    assert names == ["Hội nghị tổng kết", "Khai giảng", "Bế giảng"]
    assert [str(page) for page in results[1:3]] == names[1:]


def test_text_with_marks_as_typed_comes_before_title_without_them() -> None:
    create_article("Bạn của sách")
    create_article("Khai giảng", lead="Bàn về sách")
    assert autocomplete_names("bàn sách") == ["Khai giảng", "Bạn của sách"]
    assert autocomplete_names("ban sach") == ["Bạn của sách", "Khai giảng"]


def test_autocomplete_with_or_operator() -> None:
    create_article("Khai giảng")
    create_article("Tổng kết")
    assert set(autocomplete_names("khai tổ", operator="or")) == {"Khai giảng", "Tổng kết"}
