"""Typing errors in titles are corrected, without revealing words of hidden pages."""

import random
from urllib.parse import quote

import pytest
from django.db.models import Count, Q
from django.test import Client

from newsroom.models import NewsPage
from search.engine.expressions import Token
from search.engine.schema import FULL_TEXT
from search.engine.store import get_store
from search.models import SearchEntry
from tests.support import factories
from tests.support.hidden_pages import hide_page
from tests.support.html import get_page, get_texts
from tests.support.samples import TEST_ALL, sample
from tests.support.search_results import create_article
from tests.support.slug_titles import TITLES

pytestmark = pytest.mark.django_db

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ENGLISH = ["Read the bread recipe", "A break at the beach", "Tread lightly on the thread", "Head teachers met"]
PAGES = ["/tim-kiem/?q={}", "/en/search/?q={}", "/tim-kiem/?nguyen_van=1&q={}", "/tim-kiem/?xep=moi-nhat&q={}"]


def misspell(title: str, chance: random.Random) -> str:
    """Return the title or one of its words with one letter added, missing, wrong or transposed."""
    letters = list(title if chance.random() < 0.5 else chance.choice(title.split()))
    position = chance.randrange(len(letters))
    kind = chance.randrange(4)
    if kind == 0:
        letters.insert(position, chance.choice(LETTERS))
    elif kind == 1 and len(letters) > 1:
        del letters[position]
    elif kind == 2:
        letters[position] = chance.choice(LETTERS)
    else:
        letters[position - 1], letters[position] = letters[position], letters[position - 1]
    return "".join(letters)


def list_typing_errors(number: int) -> list[str]:
    chance = random.Random(5)
    titles = [title for title in [*TITLES, *ENGLISH] if len(title.split()) > 1]
    return ["bread", "bead", *(misspell(chance.choice(titles), chance) for _ in range(number - 2))]


@pytest.fixture
def portal() -> None:
    """Every title is on a page: a third of them on hidden pages, some in English."""
    section = factories.SectionFactory(title="Tin tức")
    english = factories.SectionFactory(title="News", parent=factories.get_home_page("en"))
    for number, title in enumerate([*TITLES, *ENGLISH]):
        page = create_article(title[:200], parent=english if title in ENGLISH else section, slug=f"tin-{number}")
        if number % 3 == 0:
            NewsPage.objects.filter(pk=page.pk).update(live=False)


def test_typing_errors_are_corrected(client: Client, portal: None) -> None:
    for typed in sample(list_typing_errors(150), 8):
        for path in PAGES:
            response = client.get(path.replace("{}", quote(typed)))
            assert response.status_code == 200, f"{path} {typed!r}"


def test_several_words_can_be_counted_in_one_query() -> None:
    """Django compares the conditions of an aggregate, which accesses the model of their columns."""
    create_article("Bread, beard")
    store = get_store()
    counts = SearchEntry.objects.aggregate(
        **{word: Count("pk", filter=Q(store.contains(Token(word), FULL_TEXT))) for word in ("bread", "beard", "board")}
    )
    assert counts == {"bread": 1, "beard": 1, "board": 0}


def test_several_similar_words_are_offered(client: Client) -> None:
    """The words are in texts, none of which matches the query."""
    section = factories.SectionFactory()
    create_article("Bread beard", parent=section)
    create_article("Tread and dread", parent=section)
    page = get_page(client, "/tim-kiem/?q=broad+qwrtpzx+zzxcvq")
    assert get_texts(page.select(".instead [href^='?q=']"))


#: Queries in a portal where “kepler”, “tread” and “mật mã” occur on a hidden page only.
SECRETS = [
    *(
        "tread qwrtpzx zzxcvq",
        "trer em maajt",
        "keplr read",
        "kepler broad",
        "kepler qwrtpzx zzxcvq broad",
        "xread kepler",
    ),
    *(
        "kepler",
        "keplr",
        "kepler read",
        "tread",
        "trexad qwrtpzx zzxcvq",
        "mat ma",
        "maajt max",
        "xread qwrtpzx zzxcvq",
    ),
    *("trer emm maajt", "trer em maajt", "read bread kepler", "kep", "tre", "mậ", "read kepler zzxcvq"),
]


@pytest.mark.parametrize("kind", sample(["with a password", "draft", "expired"], 1))
def test_results_do_not_reveal_words_of_hidden_pages(client: Client, kind: str) -> None:
    section = factories.SectionFactory(title="Tin tức")
    create_article("Read about bread", parent=section)
    create_article("Trẻ em đến trường, mat xe", parent=section)
    secrets = SECRETS if TEST_ALL else SECRETS[:3]
    paths = ["/tim-kiem/?q={}", "/tim-kiem/?xep=moi-nhat&q={}", "/tim-kiem/goi-y/?q={}"]
    urls = [path.replace("{}", quote(typed)) for typed in secrets for path in paths]
    before = {url: client.get(url).content for url in urls}
    hidden = create_article(
        "TREAD: Kepler", lead="Tread, TRÉ, mật mã", parent=factories.SectionFactory(show_in_menus=False)
    )
    hide_page(hidden, kind)
    hide_page(hidden.get_parent(), "draft")
    revealing = [url for url, content in before.items() if client.get(url).content != content]
    assert revealing == []


def test_top_results_of_corrected_query_are_found_in_steps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.service.TOP_K_THRESHOLD", 1)
    section = factories.SectionFactory()
    for number in range(3):
        create_article(f"Khuyến học {number}", parent=section)
    page = get_page(client, "/tim-kiem/?q=khuyen hocj")
    assert len(page.select(".results > li")) == 3
    page = get_page(client, "/tim-kiem/?q=khuyzn")
    assert len(page.select(".results > li")) == 3
