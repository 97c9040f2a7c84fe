"""While a title is typed, the admin's JavaScript makes the slug that the server would."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.vietnamese import slugify
from tests.editors import desk_of, editor
from tests.factories import SectionFactory
from tests.titles import SPELLED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def new_article(new_context, live_server):
    """The form for a new article, and what its slug becomes for a title."""
    section = SectionFactory()
    tab = desk_of(editor(), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.wait_for_selector("#id_slug", state="attached")
    return tab


def type_title(tab, title):
    """Replace the title as somebody at the keyboard does."""
    tab.focus("#id_title")
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(title)
    tab.keyboard.press("End")
    tab.locator("#id_title").blur()


# What the title field sends to the slug field a moment after each key; the keyboard would stop at 255 letters.
SLUGS_OF = """(titles) => titles.map((title) => {
    const slug = document.querySelector("#id_slug");
    slug.value = "";
    slug.dispatchEvent(new CustomEvent("w-sync:apply", {detail: {value: title}, cancelable: true}));
    return slug.value;
})"""


def test_every_title_makes_the_slug_of_the_server(new_article):
    found = new_article.evaluate(SLUGS_OF, [title for title, _ in SPELLED])
    wrong = [(title, made, slug) for (title, slug), made in zip(SPELLED, found, strict=True) if made != slug]
    assert wrong == []


def test_every_character_makes_what_it_makes_on_the_server(new_article):
    characters = [chr(code) for code in range(0xA0, 0xFFFE) if not 0xD800 <= code < 0xE000]
    titles = [f"a{'a b'.join(characters[start : start + 500])}b" for start in range(0, len(characters), 500)]
    read = """([formatters, titles]) => titles.map((title) => formatters.reduce(
        (text, [[pattern, flags], spelling]) => text.replace(new RegExp(pattern, flags), spelling), title))"""
    formatters = json.loads(new_article.get_attribute("#id_slug", "data-w-slug-formatters-value"))
    without_limit = [formatter for formatter in formatters if "200" not in formatter[0][0]]
    found = new_article.evaluate(read, [without_limit, titles])
    assert [slug.lower() for slug in found] == [slugify(title, max_length=10_000) for title in titles]


def test_the_slug_follows_what_is_typed(new_article):
    for title, slug in SPELLED[13:27]:
        type_title(new_article, title)
        expect(new_article.locator("#id_slug")).to_have_value(slug)


def test_a_slug_typed_by_hand_becomes_plain(new_article):
    new_article.get_by_role("tab").last.click()
    new_article.fill("#id_slug", "Đề thi (thử) 2026")
    new_article.locator("#id_slug").blur()
    assert new_article.input_value("#id_slug") == "de-thi-thu-2026"


def test_a_title_of_signs_alone_leaves_the_slug_to_the_server(new_article):
    type_title(new_article, "!!!")
    expect(new_article.locator("#id_slug")).to_have_value("")
