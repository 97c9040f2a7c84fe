"""What is to stand in a text, as each of the databases reads it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine.expressions import (
    Adjacent,
    All,
    Any,
    Except,
    Expression,
    Token,
    adjacent,
    every,
    for_postgres,
    for_sqlite,
    one_of,
)
from search.engine.store import BEGINNINGS, WHOLE, the_store
from search.engine.typos import one_left_out, taken_for
from search.models import SearchEntry
from tests.search.finding import article

HOI, NGHI, MARKED, BEGUN = Token("hoi"), Token("nghi"), Token("__ho6i5"), Token("ng", is_beginning=True)


# --- Built


def test_what_is_one_is_itself() -> None:
    assert every([HOI]) == one_of([HOI]) == adjacent([HOI]) == HOI
    assert every([HOI, HOI]) == HOI
    assert every([HOI, NGHI, HOI]) == All((HOI, NGHI))
    assert one_of([HOI, NGHI]) == Any((HOI, NGHI))
    assert adjacent([HOI, HOI]) == Adjacent((HOI, HOI))  # a word may follow itself


# --- Written down

RENDERED = [
    (HOI, '"hoi"', "'hoi'", "'hoi':AB"),
    (BEGUN, '"ng"*', "'ng':*", "'ng':*AB"),
    (adjacent([HOI, BEGUN]), '"hoi" + "ng"*', "('hoi' <-> 'ng':*)", "('hoi':AB <-> 'ng':*AB)"),
    (every([HOI, NGHI]), '("hoi" AND "nghi")', "('hoi' & 'nghi')", "('hoi':AB & 'nghi':AB)"),
    (one_of([HOI, MARKED]), '("hoi" OR "__ho6i5")', "('hoi' | '__ho6i5')", "('hoi':AB | '__ho6i5':AB)"),
    (Except(HOI, NGHI), '("hoi" NOT "nghi")', "('hoi' & !'nghi')", "('hoi':AB & !'nghi':AB)"),
    (
        Except(every([HOI, one_of([NGHI, MARKED])]), adjacent([HOI, NGHI])),
        '(("hoi" AND ("nghi" OR "__ho6i5")) NOT "hoi" + "nghi")',
        "(('hoi' & ('nghi' | '__ho6i5')) & !('hoi' <-> 'nghi'))",
        "(('hoi':AB & ('nghi':AB | '__ho6i5':AB)) & !('hoi':AB <-> 'nghi':AB))",
    ),
]


@pytest.mark.parametrize(("expression", "sqlite", "postgres", "in_parts"), RENDERED)
def test_rendered(expression: Expression, sqlite: str, postgres: str, in_parts: str) -> None:
    assert for_sqlite(expression) == sqlite
    assert for_postgres(expression) == postgres
    assert for_postgres(expression, "AB") == in_parts


# --- Read by the database

WORDS = ["hoi", "nghi", "and", "or", "not", "near", "x", "2010", "a" * 48]


@st.composite
def phrases(draw: st.DrawFn, words: list[str], beginnings: list[str]) -> Expression:
    tokens = [Token(word) for word in draw(st.lists(st.sampled_from(words), max_size=4))]
    if not tokens or draw(st.booleans()):
        tokens.append(Token(draw(st.sampled_from(beginnings)), is_beginning=True))
    return adjacent(tokens)


def trees(words: list[str], beginnings: list[str]) -> st.SearchStrategy[Expression]:
    return st.recursive(
        st.sampled_from(words).map(Token) | phrases(words, beginnings),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(every),
            st.lists(inner, min_size=1, max_size=4).map(one_of),
            st.tuples(inner, inner).map(lambda both: Except(*both)),
        ),
        max_leaves=25,
    )


#: Without marked words, which the plain way below knows nothing of; and with them.
FOLDED = trees(WORDS, ["h", "n", "an", "2", "zz"])
TREES = trees([*WORDS, "__ho6i5", "_and", "__nghi5"], ["h", "_", "__n"])

TITLES = ["Hội nghị", "Nghị hội", "And or not near", "Hội 2010", "Not hội nghị", "x", "Hoi and nghị", "Khai giảng"]


@pytest.fixture
def titles(db) -> dict[int, list[str]]:
    """Articles that say their titles alone; the words of each, without marks and with them."""
    pages = [article(title, lead=title) for title in TITLES]
    forms = {"Hội": "hoi", "hội": "hoi", "Nghị": "nghi", "nghị": "nghi"}
    return {page.pk: [forms.get(word, word.lower()) for word in page.title.split()] for page in pages}


def stands(expression: Expression, words: list[str]) -> bool:
    """Whether ``expression`` stands in a text of ``words``, worked out plainly."""
    match expression:
        case Token(text, is_beginning):
            return any(word.startswith(text) if is_beginning else word == text for word in words)
        case Adjacent(tokens):
            runs = (words[start : start + len(tokens)] for start in range(len(words) - len(tokens) + 1))
            return any(all(stands(token, [word]) for token, word in zip(tokens, run, strict=True)) for run in runs)
        case All(parts):
            return all(stands(part, words) for part in parts)
        case Any(parts):
            return any(stands(part, words) for part in parts)
        case Except(wanted, unwanted):
            return stands(wanted, words) and not stands(unwanted, words)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=FOLDED)
def test_the_database_understands_what_is_meant(titles: dict[int, list[str]], tree: Expression) -> None:
    expected = {number for number, words in titles.items() if stands(tree, words)}
    store = the_store()
    for columns in ([], ["title"], ["title", "lead"]):
        found = store.matching(tree, WHOLE, columns).filter(object_id__in=titles)
        assert set(found.values_list("object_id", flat=True)) == expected
    entries = SearchEntry.objects.filter(object_id__in=titles)
    for where in (WHOLE, BEGINNINGS):
        assert set(entries.filter(store.has(tree, where)).values_list("object_id", flat=True)) == expected
    assert set(entries.filter(store.has(tree, WHOLE, in_title=True)).values_list("object_id", flat=True)) == expected


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES, liked=TREES)
def test_what_is_liked_decides_the_order_alone(titles, tree: Expression, liked: Expression) -> None:
    store = the_store()
    for where in (WHOLE, BEGINNINGS):
        plain = set(store.matching(tree, where).values_list("pk", flat=True))
        ranked = list(store.ranked(tree, liked, where).values_list("pk", "rank"))
        assert {number for number, _ in ranked} == plain
        assert all(isinstance(rank, float) for _, rank in ranked)
        assert store.matching(tree, where).count() == len(plain)


@pytest.mark.django_db
@pytest.mark.parametrize("depth", [10, 40])
def test_a_deep_tree(depth: int) -> None:
    """Deeper than anybody asks."""
    tree: Expression = HOI
    for number in range(depth):
        other = Token(f"w{number}")
        tree = (every([tree, other]), one_of([tree, other]), Except(tree, other))[number % 3]
    assert list(the_store().matching(tree, WHOLE)) == []


@pytest.mark.django_db
def test_a_wide_tree() -> None:
    """As wide as the guesses at a question of twelve words, each of which may be meant for forty others."""
    words = [one_of(Token(f"w{place}x{number}") for number in range(41)) for place in range(12)]
    tree = one_of(every([*words[:place], *words[place + 1 :]]) for place in range(12))
    assert the_store().matching(tree, WHOLE).count() == 0


# --- Guesses at what was meant --------------------------------------------------------------------


FORMS = [f"{form}{number}" for number in range(7) for form in "xy"]


@given(st.integers(1, 7), st.integers(0, 3), st.sets(st.sampled_from(FORMS)))
def test_up_to_so_many_words_are_taken_for_others(number: int, most: int, there: set[str]) -> None:
    typed = [Token(f"x{n}") for n in range(number)]
    meant = [one_of([token, Token(f"y{n}")]) for n, token in enumerate(typed)]
    missing = [n for n in range(number) if f"x{n}" not in there]
    expected = len(missing) <= most and all(f"y{n}" in there for n in missing)
    assert stands(taken_for(typed, meant, most), list(there)) == expected


@given(st.integers(2, 9), st.sets(st.sampled_from([f"x{n}" for n in range(9)])))
def test_one_word_is_left_out(number: int, there: set[str]) -> None:
    words = [Token(f"x{n}") for n in range(number)]
    assert stands(one_left_out(words), list(there)) == (sum(token.text not in there for token in words) <= 1)


def test_a_long_guess_is_not_written_out_for_every_word() -> None:
    typed = [Token(f"x{n}") for n in range(12)]
    meant = [one_of([token, *(Token(f"y{n}z{choice}") for choice in range(40))]) for n, token in enumerate(typed)]
    assert for_sqlite(taken_for(typed, meant, 1)).count('"y11z0"') == 1
    assert for_sqlite(one_left_out(meant)).count('"y11z0"') < 6
