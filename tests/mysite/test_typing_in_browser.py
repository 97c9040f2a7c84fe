"""Typing, pasting and picking dates in the admin's forms, whatever the language of the page and the admin."""

import datetime
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from mysite.models import User
from newsroom.models import NewsPage
from tests.home.test_translating import submit
from tests.mysite.test_cleaning import DIRTY, KEPT, MARKUP, WORD
from tests.newsroom.test_dates_in_browser import type_into
from tests.newsroom.test_event_translations import create_english_translation
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client, open_logged_in_tab, press_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELDS = "[data-edit-form] :is(textarea, input[type=text], [contenteditable=true])"


@pytest.fixture
def open_admin_tab(new_context, live_server, browser_errors):
    """Return a function that opens a tab of a user with an admin language."""

    def sit_down(language: str = "vi"):
        user = create_editor(EDITORS)
        UserProfile.objects.create(user=user, preferred_language=language)
        return open_logged_in_tab(user, new_context, live_server)

    yield sit_down
    # Autosaving an incomplete draft is rejected.
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


def get_field_languages(tab) -> set[str]:
    """Return the languages of the text fields."""
    return set(tab.locator(FIELDS).evaluate_all("fields => fields.map(field => field.lang)"))


@pytest.mark.parametrize(("page", "admin"), [("vi", "vi"), ("en", "vi"), ("vi", "en")])
def test_fields_have_lang_of_page(open_admin_tab, page, admin):
    section = factories.SectionFactory(title="Tin", parent=factories.get_home_page(page))
    article = factories.ArticleFactory(parent=section, body=[{"type": "paragraph", "value": "<p>Một</p>"}])
    tab = open_admin_tab(admin)
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    expect(tab.locator("html")).to_have_attribute("lang", admin)
    texts = tab.locator("[data-contentpath=body] [role=textbox]")
    expect(texts).to_have_count(1)
    assert get_field_languages(tab) == {page}
    tab.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    tab.locator(".w-combobox [role=option]").first.click()
    expect(tab.locator("[data-contentpath=body] [data-streamfield-child]")).to_have_count(2)
    assert get_field_languages(tab) == {page}


def test_snippet_and_translation_fields_have_lang(open_admin_tab):
    tab = open_admin_tab()
    tab.goto(f"{reverse('wagtailsnippets_newsroom_unit:add')}?locale=en")
    expect(tab.locator("#id_name")).to_have_attribute("lang", "en")
    assert get_field_languages(tab) == {"en"}
    section = factories.EventSectionFactory(title="Sự kiện")
    create_english_translation(section)
    translation = submit(login_client(User.objects.get()), factories.EventFactory(parent=section))
    tab.goto(reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk]))
    tab.get_by_role("button", name="Dịch", exact=True).first.click()
    expect(tab.locator(".js-translation-editor textarea")).to_have_attribute("lang", "en")


PASTE = """(field, [html, plain]) => {
    const clipboard = new DataTransfer();
    if (html) clipboard.setData("text/html", html);
    clipboard.setData("text/plain", plain);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""


def test_text_pasted_from_word_is_cleaned(open_admin_tab):
    """Text pasted into the rich text editor is cleaned as from any other source, and the text around it too."""
    article = factories.ArticleFactory(title="Tin", body=[{"type": "paragraph", "value": "<p>Một</p>"}])
    tab = open_admin_tab()
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    text = tab.locator("[data-contentpath=body] [role=textbox]")
    text.click()
    tab.keyboard.press("Control+a")
    style, body = WORD[: WORD.index("<p")], WORD[WORD.index("<p") :]
    text.evaluate(PASTE, [f"<html><head>{style}</head><body>{body}</body></html>", "Sở Giáo dục"])
    expect(tab.locator("#body-0-value")).to_have_value(re.compile("Đà Nẵng"))
    tab.fill("#id_title", DIRTY)
    press_publish(tab)
    tab.wait_for_selector(".messages .success")
    article = NewsPage.objects.get()
    assert article.title == KEPT
    # The paragraph of a list of Word, which only the pasting recognises.
    expected = MARKUP[WORD].replace("<p>Họp ở Đà Nẵng</p>", "<ul><li>Họp ở Đà Nẵng</li></ul>")
    assert re.sub(' data-block-key="[^"]*"', "", article.body[0].value.source) == expected


@pytest.mark.long_form
def test_calendar_starts_on_monday_and_dates_are_day_first(open_admin_tab):
    section = factories.EventSectionFactory(title="Sự kiện")
    for language, monday in (("vi", "T2"), ("en", "Mon")):
        tab = open_admin_tab(language)
        tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk]))
        type_into(tab, "#id_start_date", "01/09/2026")
        tab.locator("#id_start_date").click()
        picker = tab.locator(".xdsoft_datetimepicker:visible")
        expect(picker.locator("thead th")).to_have_count(7)
        assert picker.locator("thead th").all_inner_texts()[0] == monday
        picker.locator("td[data-date='7'][data-month='8']").click()
        expect(tab.locator("#id_start_date")).to_have_value("07/09/2026")
        assert datetime.date(2026, 9, 7).weekday() == 0
