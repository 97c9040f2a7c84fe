"""Wagtail's search API with this backend: operators, query classes, fields, facets, slices, orders, scores."""

import pytest
from django.db.models import F
from modelsearch.backends.base import FilterFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Page

from mysite.models import PortalDocument, PortalImage
from newsroom.models import Author, EventPage, NewsPage
from tests.support import factories
from tests.support.search_results import autocomplete_names, create_article, get_names, search_names

pytestmark = pytest.mark.django_db

A, B, C, D = "Thi đua dạy tốt", "Thi học sinh giỏi", "Đua thuyền rồng, thi ảnh", "Khai giảng"


@pytest.fixture
def articles():
    """Exactly four articles."""
    section = factories.SectionFactory(title="Lưu trữ")
    for title in (A, B, C, D):
        create_article(title, parent=section)
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
    assert set(get_names(results)) == expected
    assert len(results) == articles.search(query).count() == len(expected)


def test_query_classes_while_typing(articles) -> None:
    assert set(autocomplete_names(PlainText("thi đ"), articles)) == {A, C}
    assert autocomplete_names(Phrase("thi đ"), articles) == [A]
    assert autocomplete_names(PlainText("th") & ~PlainText("đu"), articles) == [B]
    assert autocomplete_names(~PlainText("th"), articles) == [D]


def test_operators(articles) -> None:
    assert search_names("thi giảng", articles) == []
    assert search_names("thi giảng", articles, operator="and") == []
    assert set(search_names("thi giảng", articles, operator="or")) == {A, B, C, D}
    assert search_names("khai giảng thi", articles, operator="or")[0] == D


def test_empty_queries_find_nothing(articles) -> None:
    for text in ("", " ", "?!", "🏆"):
        assert search_names(text, articles) == autocomplete_names(text, articles) == []
        assert articles.search(text).count() == 0


def test_long_query_is_truncated(articles) -> None:
    assert search_names("thi " * 5000, articles) == search_names("thi", articles)
    assert search_names("thi học sinh giỏi " * 8 + "xyz", articles) == [B]
    assert search_names(And([PlainText("!" * 1000), THI]), articles) == search_names(THI & NOTHING, articles)


# --- Fields


def test_fields_restrict_search() -> None:
    create_article("Tuyển sinh", lead="Lá vàng rơi")
    create_article("Lá vàng", lead="Tin về tuyển sinh")
    create_article("Tin nhanh", body=[("paragraph", "<p>Tuyển sinh</p>")])
    articles = NewsPage.objects.all()
    assert search_names("tuyển sinh", articles, fields=["title"]) == ["Tuyển sinh"]
    assert search_names("tuyen sinh", articles, fields=["lead"]) == ["Lá vàng"]
    assert search_names("tuyển sinh", articles, fields=["body"]) == ["Tin nhanh"]
    assert set(search_names("tuyển sinh", articles, fields=["title", "body"])) == {"Tuyển sinh", "Tin nhanh"}
    assert search_names("lá tuyển", articles, fields=["title"]) == []
    assert search_names("tuyển sinh", articles, fields=[]) == []
    assert articles.search("tuyển sinh", fields=["title"]).count() == 1
    assert search_names("tuyển sinh", Page.objects.all(), fields=["title"]) == ["Tuyển sinh"]
    assert set(search_names(~PlainText("tuyển sinh"), articles, fields=["title"])) == {"Lá vàng", "Tin nhanh"}


def test_field_search_is_ranked() -> None:
    create_article("Bàn về sách")
    create_article("Bạn của sách")
    assert search_names("bàn sách", fields=["title"]) == ["Bàn về sách", "Bạn của sách"]


def test_unindexed_field_raises_error() -> None:
    for fields in (["slug"], ["title", "no"]):
        with pytest.raises(SearchFieldError):
            NewsPage.objects.search("thi", fields=fields)
    with pytest.raises(SearchFieldError):
        NewsPage.objects.autocomplete("thi", fields=["lead"])
    assert autocomplete_names("kh", fields=["title"]) == []


# --- Filters


def test_queryset_filters_apply(articles) -> None:
    NewsPage.objects.filter(title=A).update(live=False, lead="Bản nháp")
    for queryset, expected in (
        (articles.live(), {B, C}),
        (articles.exclude(title=B), {A, C}),
        (articles.filter(lead__contains="nháp"), {A}),  # not a FilterField
        (articles.descendant_of(factories.get_home_page("en")), set()),
        (articles.none(), set()),
        (Page.objects.type(NewsPage), {A, B, C}),
        (Page.objects.not_type(NewsPage), set()),
        (EventPage.objects.all(), set()),
    ):
        assert set(search_names("thi", queryset)) == expected
        assert queryset.search("thi").count() == len(expected)


def test_page_types_are_searched_together_and_alone() -> None:
    factories.SectionFactory(title="Hội thi")
    create_article("Hội thi năm nay")
    factories.EventFactory(title="Hội thi cấp tỉnh", lead="…", place="…")
    factories.StandardPageFactory(title="Về hội thi")
    assert len(search_names("hội thi", Page.objects.exclude(depth__lt=3).exclude(title__startswith="Sự kiện"))) == 4
    assert search_names("hội thi", EventPage.objects.all()) == ["Hội thi cấp tỉnh"]
    (page,) = Page.objects.type(EventPage).specific().search("hội thi")
    assert isinstance(page, EventPage)


# --- Counts


def test_facets(articles) -> None:
    create_article("Thi đấu", is_headline=True, parent=articles[0].get_parent().specific)
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


# --- Order


def test_queryset_order_is_kept(articles) -> None:
    for queryset, expected in (
        (articles.order_by("title"), [C, A, B]),  # d, đ, h: Vietnamese order
        (articles.order_by("-title"), [B, A, C]),
        (articles.order_by(F("pk").desc()), [C, B, A]),
        (articles.order_by("lead", "pk"), [A, B, C]),  # not a FilterField
    ):
        assert search_names("thi", queryset, order_by_relevance=False) == expected
        assert get_names(queryset.search("thi", order_by_relevance=False)[1:]) == expected[1:]
    assert get_names(articles.search("thi", order_by="pk")) == [A, B, C]
    assert get_names(articles.autocomplete("th", order_by="-pk")) == [C, B, A]
    assert search_names("thi đua", articles.order_by("-pk"))[0] == A


def test_scores(articles) -> None:
    results = list(articles.search("thi đua").annotate_score("score"))
    scores = [page.score for page in results]
    assert get_names(results) == [A, C]
    assert all(isinstance(score, float) for score in scores)
    assert scores[0] > scores[1]
    assert [page.score for page in articles.search("thi đua").annotate_score("score")[1:]] == scores[1:]


def test_other_models_are_searchable() -> None:
    factories.DocumentFactory(title="Thi đua")
    factories.SmallImageFactory(title="IMG_1", description="Thi đua")
    factories.AuthorFactory(name="Đỗ Thi Đua")
    for among, expected in (
        (PortalDocument.objects.all(), "Thi đua"),
        (PortalImage.objects.all(), "IMG_1"),
        (Author.objects.all(), "Đỗ Thi Đua"),
    ):
        assert search_names("thi dua", among) == search_names(Phrase("thi đua"), among) == [expected]
        assert search_names(~PlainText("thi"), among) == []
        assert search_names(MATCH_ALL, among) == [expected]
        assert search_names("thi", among, order_by_relevance=False) == [expected]
