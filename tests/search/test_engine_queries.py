"""Wagtail's search API on this backend: operators, query classes, fields, facets, slices, orders, scores."""

import pytest
from django.db.models import F
from modelsearch.backends.base import FilterFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Page

from mysite.models import PortalDocument, PortalImage
from newsroom.models import Author, EventPage, NewsPage
from tests import factories
from tests.search.finding import article, found, names, typed

pytestmark = pytest.mark.django_db

A, B, C, D = "Thi đua dạy tốt", "Thi học sinh giỏi", "Đua thuyền rồng, thi ảnh", "Khai giảng"


@pytest.fixture
def articles():
    """Four articles, and nothing else among articles."""
    section = factories.SectionFactory(title="Lưu trữ")
    for title in (A, B, C, D):
        article(title, parent=section)
    return NewsPage.objects.all()


THI, DUA, HOC, NOTHING = PlainText("thi"), PlainText("đua"), PlainText("hoc"), PlainText("!!!")
QUERIES: list[tuple[SearchQuery, set[str]]] = [
    (THI, {A, B, C}),
    (And([THI, DUA]), {A, C}),
    (THI & DUA, {A, C}),
    (Or([DUA, HOC]), {A, B, C}),
    (DUA | HOC, {A, B, C}),
    (Not(THI), {D}),
    (~THI, {D}),
    (~~THI, {A, B, C}),
    (THI & ~DUA, {B}),
    (THI & ~(DUA | HOC), set()),
    (~THI & ~HOC, {D}),
    (~DUA & ~HOC, {D}),
    (~(THI & DUA), {B, D}),
    (~(DUA | HOC), {D}),
    (HOC | ~THI, {B, D}),
    (~THI | ~DUA, {B, D}),
    (MATCH_ALL, {A, B, C, D}),
    (MATCH_NONE, set()),
    (MATCH_ALL & THI, {A, B, C}),
    (MATCH_ALL & ~THI, {D}),
    (MATCH_NONE & THI, set()),
    (MATCH_ALL | THI, {A, B, C, D}),
    (MATCH_NONE | THI, {A, B, C}),
    (Phrase("thi đua"), {A}),
    (Phrase("thi"), {A, B, C}),
    (Phrase("đua thi"), set()),
    (Phrase("hoc sinh") | Phrase("thuyền rồng"), {B, C}),
    (THI & ~Phrase("thi đua"), {B, C}),
    (Boost(THI, 5), {A, B, C}),
    (Boost(THI, 5) & Boost(DUA, 0.1), {A, C}),
    (Fuzzy("thi hoc", operator="and"), {B}),
    (PlainText("đua học", operator="or"), {A, B, C}),
    (PlainText("đua học", operator="or") & THI & ~PlainText("rồng"), {A, B}),
    (NOTHING, set()),
    (NOTHING & THI, {A, B, C}),
    (NOTHING | THI, {A, B, C}),
    (Phrase("…"), set()),
    (~NOTHING, {A, B, C, D}),
    (And([]), set()),
    (Or([]), set()),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[repr(query) for query, _ in QUERIES])
def test_query_classes(articles, query: SearchQuery, expected: set[str]) -> None:
    results = articles.search(query)
    assert set(names(results)) == expected
    assert len(results) == articles.search(query).count() == len(expected)


def test_query_classes_while_typing(articles) -> None:
    assert set(typed(PlainText("thi đ"), articles)) == {A, C}
    assert typed(Phrase("thi đ"), articles) == [A]
    assert typed(PlainText("th") & ~PlainText("đu"), articles) == [B]
    assert typed(~PlainText("th"), articles) == [D]


def test_operators(articles) -> None:
    assert found("thi giảng", articles) == []
    assert found("thi giảng", articles, operator="and") == []
    assert set(found("thi giảng", articles, operator="or")) == {A, B, C, D}
    assert found("khai giảng thi", articles, operator="or")[0] == D


def test_empty_questions(articles) -> None:
    for text in ("", " ", "?!", "🏆"):
        assert found(text, articles) == typed(text, articles) == []
        assert articles.search(text).count() == 0


def test_only_the_first_words_of_a_long_question_count(articles) -> None:
    assert found("thi " * 5000, articles) == found("thi", articles)
    assert found("thi học sinh giỏi " * 8 + "xyz", articles) == [B]
    assert found(And([PlainText("!" * 1000), THI]), articles) == found(THI & NOTHING, articles)


# --- Fields


def test_fields_restrict_where_words_are_looked_for() -> None:
    article("Tuyển sinh", lead="Lá vàng rơi")
    article("Lá vàng", lead="Tin về tuyển sinh")
    article("Tin nhanh", body=[("paragraph", "<p>Tuyển sinh</p>")])
    articles = NewsPage.objects.all()
    assert found("tuyển sinh", articles, fields=["title"]) == ["Tuyển sinh"]
    assert found("tuyen sinh", articles, fields=["lead"]) == ["Lá vàng"]
    assert found("tuyển sinh", articles, fields=["body"]) == ["Tin nhanh"]
    assert set(found("tuyển sinh", articles, fields=["title", "body"])) == {"Tuyển sinh", "Tin nhanh"}
    assert found("lá tuyển", articles, fields=["title"]) == []
    assert found("tuyển sinh", articles, fields=[]) == []
    assert articles.search("tuyển sinh", fields=["title"]).count() == 1
    assert found("tuyển sinh", Page.objects.all(), fields=["title"]) == ["Tuyển sinh"]
    assert set(found(~PlainText("tuyển sinh"), articles, fields=["title"])) == {"Lá vàng", "Tin nhanh"}


def test_in_a_field_too_the_best_comes_first() -> None:
    article("Bàn về sách")
    article("Bạn của sách")
    assert found("bàn sách", fields=["title"]) == ["Bàn về sách", "Bạn của sách"]


def test_a_field_that_is_not_searched_is_an_error() -> None:
    for fields in (["slug"], ["title", "no"]):
        with pytest.raises(SearchFieldError):
            NewsPage.objects.search("thi", fields=fields)
    with pytest.raises(SearchFieldError):
        NewsPage.objects.autocomplete("thi", fields=["lead"])
    assert typed("kh", fields=["title"]) == []


# --- Among what


def test_conditions_of_the_queryset_hold(articles) -> None:
    NewsPage.objects.filter(title=A).update(live=False, lead="Bản nháp")
    for queryset, expected in (
        (articles.live(), {B, C}),
        (articles.exclude(title=B), {A, C}),
        (articles.filter(lead__contains="nháp"), {A}),  # a field that is no FilterField
        (articles.descendant_of(factories.home_page("en")), set()),
        (articles.none(), set()),
        (Page.objects.type(NewsPage), {A, B, C}),
        (Page.objects.not_type(NewsPage), set()),
        (EventPage.objects.all(), set()),
    ):
        assert set(found("thi", queryset)) == expected
        assert queryset.search("thi").count() == len(expected)


def test_pages_of_all_types_and_of_one() -> None:
    factories.SectionFactory(title="Hội thi")
    article("Hội thi năm nay")
    factories.EventFactory(title="Hội thi cấp tỉnh", lead="…", place="…")
    factories.StandardPageFactory(title="Về hội thi")
    assert len(found("hội thi", Page.objects.exclude(depth__lt=3).exclude(title__startswith="Sự kiện"))) == 4
    assert found("hội thi", EventPage.objects.all()) == ["Hội thi cấp tỉnh"]
    (page,) = Page.objects.type(EventPage).specific().search("hội thi")
    assert isinstance(page, EventPage)


# --- How many


def test_facets(articles) -> None:
    article("Thi đấu", is_headline=True, parent=articles[0].get_parent().specific)
    assert dict(articles.search("thi").facet("is_headline")) == {False: 3, True: 1}
    assert list(articles.search("thi").facet("is_headline").values()) == [3, 1]
    assert dict(articles.search("khai").facet("is_headline")) == {False: 1}
    assert dict(articles.search("xyz").facet("is_headline")) == {}
    with pytest.raises(FilterFieldError):
        articles.search("thi").facet("lead")


def test_facets_over_several_types(articles) -> None:
    factories.EventFactory(title="Thi nấu ăn", lead="…", place="…")
    counted = Page.objects.search("thi").facet("content_type_id")
    assert sorted(counted.values()) == [1, 3]


def test_counts_and_slices_agree(articles) -> None:
    for results in (articles.search("thi"), articles.search(~PlainText("khai")), articles.autocomplete("th")):
        whole = list(results)
        assert len(whole) == 3
        fresh = results._clone()
        assert fresh.count() == 3
        for start, stop in ((0, 2), (1, 3), (2, 9), (0, None), (None, 1), (3, 5), (9, 10)):
            part = results._clone()[start:stop]
            assert part.count() == len(whole[start:stop]), (start, stop)
            assert list(part) == whole[start:stop]
        assert list(results._clone()[1:3][1:2]) == whole[2:3]
        assert results._clone()[2] == whole[2]
        with pytest.raises(IndexError):
            results._clone()[3]


# --- In which order


def test_order_of_the_queryset(articles) -> None:
    for queryset, expected in (
        (articles.order_by("title"), [C, A, B]),  # d, đ, h: Vietnamese order
        (articles.order_by("-title"), [B, A, C]),
        (articles.order_by(F("pk").desc()), [C, B, A]),
        (articles.order_by("lead", "pk"), [A, B, C]),  # a field that is no FilterField
    ):
        assert found("thi", queryset, order_by_relevance=False) == expected
        assert names(queryset.search("thi", order_by_relevance=False)[1:]) == expected[1:]
    assert names(articles.search("thi", order_by="pk")) == [A, B, C]
    assert names(articles.autocomplete("th", order_by="-pk")) == [C, B, A]
    assert found("thi đua", articles.order_by("-pk"))[0] == A


def test_scores(articles) -> None:
    results = list(articles.search("thi đua").annotate_score("score"))
    scores = [page.score for page in results]
    assert names(results) == [A, C]
    assert all(isinstance(score, float) for score in scores)
    assert scores[0] > scores[1]
    assert [page.score for page in articles.search("thi đua").annotate_score("score")[1:]] == scores[1:]


def test_other_models_answer_too() -> None:
    factories.DocumentFactory(title="Thi đua")
    factories.SmallImageFactory(title="IMG_1", description="Thi đua")
    factories.AuthorFactory(name="Đỗ Thi Đua")
    for among, expected in (
        (PortalDocument.objects.all(), "Thi đua"),
        (PortalImage.objects.all(), "IMG_1"),
        (Author.objects.all(), "Đỗ Thi Đua"),
    ):
        assert found("thi dua", among) == found(Phrase("thi đua"), among) == [expected]
        assert found(~PlainText("thi"), among) == []
        assert found(MATCH_ALL, among) == [expected]
        assert found("thi", among, order_by_relevance=False) == [expected]
