"""While a title is typed, the admin makes the same slug as the server would."""

import unicodedata

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.vietnamese import slugify
from tests.editors import desk_of, editor
from tests.factories import SectionFactory
from tests.mysite.test_vietnamese import TITLES

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


def test_the_slug_follows_the_title(new_article):
    long_titles = ["Trường trung học " * 14, "a" * 255, "Đường" * 50]
    titles = [unicodedata.normalize(form, title) for title in [*TITLES, *long_titles] for form in ("NFC", "NFD")]
    titles = [title[:255] for title in titles if slugify(title)]
    assert len(titles) >= 40
    for title in titles:
        type_title(new_article, title)
        expect(new_article.locator("#id_slug")).to_have_value(slugify(title))


def test_a_slug_typed_by_hand_becomes_plain(new_article):
    new_article.get_by_role("tab").last.click()
    new_article.fill("#id_slug", "Đề thi (thử) 2026")
    new_article.locator("#id_slug").blur()
    assert new_article.input_value("#id_slug") == "de-thi-thu-2026"


def test_a_title_of_signs_alone_leaves_the_slug_to_the_server(new_article):
    type_title(new_article, "!!!")
    expect(new_article.locator("#id_slug")).to_have_value("")
