"""Search expressions, and how each database evaluates them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine.expressions import (
    And,
    AndNot,
    Expression,
    Or,
    Phrase,
    Token,
    all_of,
    any_of,
    phrase,
    to_fts5,
    to_tsquery,
)
from search.engine.schema import FULL_TEXT, PREFIXES
from search.engine.spelling import all_but_one, replace_up_to
from search.engine.store import get_store
from search.models import SearchEntry
from tests.support.samples import rounds
from tests.support.search_results import create_article

HOI, NGHI, MARKED, BEGUN = Token("hoi"), Token("nghi"), Token("__ho6i5"), Token("ng", is_prefix=True)


# --- Construction


def test_single_operand_is_returned_unchanged() -> None:
    assert all_of([HOI]) == any_of([HOI]) == phrase([HOI]) == HOI
    assert all_of([HOI, HOI]) == HOI
    assert all_of([HOI, NGHI, HOI]) == And((HOI, NGHI))
    assert any_of([HOI, NGHI]) == Or((HOI, NGHI))
    assert phrase([HOI, HOI]) == Phrase((HOI, HOI))  # a word may follow itself


# --- Rendering

RENDERED = [
    (HOI, '"hoi"', "'hoi'", "'hoi':AB"),
    (BEGUN, '"ng"*', "'ng':*", "'ng':*AB"),
    (phrase([HOI, BEGUN]), '"hoi" + "ng"*', "('hoi' <-> 'ng':*)", "('hoi':AB <-> 'ng':*AB)"),
    (all_of([HOI, NGHI]), '("hoi" AND "nghi")', "('hoi' & 'nghi')", "('hoi':AB & 'nghi':AB)"),
    (any_of([HOI, MARKED]), '("hoi" OR "__ho6i5")', "('hoi' | '__ho6i5')", "('hoi':AB | '__ho6i5':AB)"),
    (AndNot(HOI, NGHI), '("hoi" NOT "nghi")', "('hoi' & !'nghi')", "('hoi':AB & !'nghi':AB)"),
    (
        AndNot(all_of([HOI, any_of([NGHI, MARKED])]), phrase([HOI, NGHI])),
        '(("hoi" AND ("nghi" OR "__ho6i5")) NOT "hoi" + "nghi")',
        "(('hoi' & ('nghi' | '__ho6i5')) & !('hoi' <-> 'nghi'))",
        "(('hoi':AB & ('nghi':AB | '__ho6i5':AB)) & !('hoi':AB <-> 'nghi':AB))",
    ),
]


@pytest.mark.parametrize(("expression", "sqlite", "postgres", "in_parts"), RENDERED)
def test_expressions_are_rendered(expression: Expression, sqlite: str, postgres: str, in_parts: str) -> None:
    assert to_fts5(expression) == sqlite
    assert to_tsquery(expression) == postgres
    assert to_tsquery(expression, "AB") == in_parts


# --- Evaluation

WORDS = ["hoi", "nghi", "and", "or", "not", "near", "x", "2010", "a" * 48]


@st.composite
def phrases(draw: st.DrawFn, words: list[str], beginnings: list[str]) -> Expression:
    tokens = [Token(word) for word in draw(st.lists(st.sampled_from(words), max_size=4))]
    if not tokens or draw(st.booleans()):
        tokens.append(Token(draw(st.sampled_from(beginnings)), is_prefix=True))
    return phrase(tokens)


def trees(words: list[str], beginnings: list[str]) -> st.SearchStrategy[Expression]:
    return st.recursive(
        st.sampled_from(words).map(Token) | phrases(words, beginnings),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(all_of),
            st.lists(inner, min_size=1, max_size=4).map(any_of),
            st.tuples(inner, inner).map(lambda both: AndNot(*both)),
        ),
        max_leaves=25,
    )


#: Without marked tokens, which the plain evaluation below does not support, and with them.
FOLDED = trees(WORDS, ["h", "n", "an", "2", "zz"])
TREES = trees([*WORDS, "__ho6i5", "_and", "__nghi5"], ["h", "_", "__n"])

TITLES = ["Hội nghị", "Nghị hội", "And or not near", "Hội 2010", "Not hội nghị", "x", "Hoi and nghị", "Khai giảng"]


@pytest.fixture
def titles(db) -> dict[int, list[str]]:
    """Articles with no text but their titles; the tokens of each, folded and marked."""
    pages = [create_article(title, lead=title) for title in TITLES]
    forms = {"Hội": "hoi", "hội": "hoi", "Nghị": "nghi", "nghị": "nghi"}
    return {page.pk: [forms.get(word, word.lower()) for word in page.title.split()] for page in pages}


def matches(expression: Expression, words: list[str]) -> bool:
    """Evaluate ``expression`` in a text of ``words`` in plain Python."""
    match expression:
        case Token(text, is_prefix):
            return any(word.startswith(text) if is_prefix else word == text for word in words)
        case Phrase(tokens):
            runs = (words[start : start + len(tokens)] for start in range(len(words) - len(tokens) + 1))
            return any(all(matches(token, [word]) for token, word in zip(tokens, run, strict=True)) for run in runs)
        case And(parts):
            return all(matches(part, words) for part in parts)
        case Or(parts):
            return any(matches(part, words) for part in parts)
        case AndNot(required, excluded):
            return matches(required, words) and not matches(excluded, words)


@pytest.mark.django_db
@settings(max_examples=rounds(200, 15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=FOLDED)
def test_database_matches_expression(titles: dict[int, list[str]], tree: Expression) -> None:
    expected = {number for number, words in titles.items() if matches(tree, words)}
    store = get_store()
    for columns in ([], ["title"], ["title", "lead"]):
        entries = store.matching(tree, FULL_TEXT, columns).filter(object_id__in=titles)
        assert set(entries.values_list("object_id", flat=True)) == expected
    entries = SearchEntry.objects.filter(object_id__in=titles)
    for where in (FULL_TEXT, PREFIXES):
        assert set(entries.filter(store.contains(tree, where)).values_list("object_id", flat=True)) == expected
    assert (
        set(entries.filter(store.contains(tree, FULL_TEXT, in_title=True)).values_list("object_id", flat=True))
        == expected
    )


@pytest.mark.django_db
@settings(max_examples=rounds(200, 15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES, liked=st.lists(TREES, max_size=2))
def test_boost_affects_ranking_only(titles, tree: Expression, liked: list[Expression]) -> None:
    store = get_store()
    for where in (FULL_TEXT, PREFIXES):
        plain = set(store.matching(tree, where).values_list("pk", flat=True))
        ranked = list(store.ranked(tree, liked, where).values_list("pk", "rank"))
        assert {number for number, _ in ranked} == plain
        assert all(isinstance(rank, float) for _, rank in ranked)
        assert store.matching(tree, where).count() == len(plain)


@pytest.mark.django_db
@pytest.mark.parametrize("depth", [10, 40])
def test_deeply_nested_expression(depth: int) -> None:
    """Deeper than any parsed query."""
    tree: Expression = HOI
    for number in range(depth):
        other = Token(f"w{number}")
        tree = (all_of([tree, other]), any_of([tree, other]), AndNot(tree, other))[number % 3]
    assert list(get_store().matching(tree, FULL_TEXT)) == []


@pytest.mark.django_db
def test_wide_expression() -> None:
    """As wide as the corrections of a query of twelve words, each with forty candidates."""
    words = [any_of(Token(f"w{position}x{number}") for number in range(41)) for position in range(12)]
    tree = any_of(all_of([*words[:position], *words[position + 1 :]]) for position in range(12))
    assert get_store().matching(tree, FULL_TEXT).count() == 0


# --- Spelling corrections -------------------------------------------------------------------------


FORMS = [f"{form}{number}" for number in range(7) for form in "xy"]


@given(st.integers(1, 7), st.integers(0, 3), st.sets(st.sampled_from(FORMS)))
def test_replace_up_to_limit(number: int, most: int, there: set[str]) -> None:
    typed = [Token(f"x{n}") for n in range(number)]
    corrections = [any_of([token, Token(f"y{n}")]) for n, token in enumerate(typed)]
    missing = [n for n in range(number) if f"x{n}" not in there]
    expected = len(missing) <= most and all(f"y{n}" in there for n in missing)
    assert matches(replace_up_to(typed, corrections, most), list(there)) == expected


@given(st.integers(2, 9), st.sets(st.sampled_from([f"x{n}" for n in range(9)])))
def test_all_but_one_word(number: int, there: set[str]) -> None:
    words = [Token(f"x{n}") for n in range(number)]
    assert matches(all_but_one(words), list(there)) == (sum(token.text not in there for token in words) <= 1)


def test_long_correction_is_rendered_compactly() -> None:
    typed = [Token(f"x{n}") for n in range(12)]
    corrections = [any_of([token, *(Token(f"y{n}z{choice}") for choice in range(40))]) for n, token in enumerate(typed)]
    assert to_fts5(replace_up_to(typed, corrections, 1)).count('"y11z0"') == 1
    assert to_fts5(all_but_one(corrections)).count('"y11z0"') < 6
