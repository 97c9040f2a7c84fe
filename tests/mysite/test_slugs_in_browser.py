"""While a title is typed, the admin's JavaScript generates the same slug as the server."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.text.vietnamese import slugify
from tests.support.editors import create_editor, open_logged_in_tab
from tests.support.factories import SectionFactory
from tests.support.slug_titles import TITLE_SPELLINGS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def new_article(new_context, live_server):
    """A tab with the form of a new article."""
    section = SectionFactory()
    tab = open_logged_in_tab(create_editor(), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "newspage", section.pk]))
    tab.wait_for_selector("#id_slug", state="attached")
    return tab


def type_title(tab, title):
    """Replace the title with the keyboard."""
    tab.focus("#id_title")
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(title)
    tab.keyboard.press("End")
    tab.locator("#id_title").blur()


# What the title field sends to the slug field after each key; the keyboard would stop at 255 characters.
SLUGS_OF = """(titles) => titles.map((title) => {
    const slug = document.querySelector("#id_slug");
    slug.value = "";
    slug.dispatchEvent(new CustomEvent("w-sync:apply", {detail: {value: title}, cancelable: true}));
    return slug.value;
})"""


def test_browser_slug_matches_server_slug(new_article):
    slugs = new_article.evaluate(SLUGS_OF, [title for title, _ in TITLE_SPELLINGS])
    wrong = [(title, made, slug) for (title, slug), made in zip(TITLE_SPELLINGS, slugs, strict=True) if made != slug]
    assert wrong == []


def test_browser_slug_of_every_character_matches_server(new_article):
    characters = [chr(code) for code in range(0xA0, 0xFFFE) if not 0xD800 <= code < 0xE000]
    titles = [f"a{'a b'.join(characters[start : start + 500])}b" for start in range(0, len(characters), 500)]
    read = """([formatters, titles]) => titles.map((title) => formatters.reduce(
        (text, [[pattern, flags], spelling]) => text.replace(new RegExp(pattern, flags), spelling), title))"""
    formatters = json.loads(new_article.get_attribute("#id_slug", "data-w-slug-formatters-value"))
    without_limit = [formatter for formatter in formatters if "200" not in formatter[0][0]]
    slugs = new_article.evaluate(read, [without_limit, titles])
    assert [slug.lower() for slug in slugs] == [slugify(title, max_length=10_000) for title in titles]


def test_slug_follows_title(new_article):
    for title, slug in TITLE_SPELLINGS[13:27]:
        type_title(new_article, title)
        expect(new_article.locator("#id_slug")).to_have_value(slug)


def test_typed_slug_is_normalized(new_article):
    new_article.get_by_role("tab").last.click()
    new_article.fill("#id_slug", "Đề thi (thử) 2026")
    new_article.locator("#id_slug").blur()
    assert new_article.input_value("#id_slug") == "de-thi-thu-2026"


def test_title_without_letters_leaves_slug_to_server(new_article):
    type_title(new_article, "!!!")
    expect(new_article.locator("#id_slug")).to_have_value("")
