"""Two browsers edit one article: the second editor is told, and both texts can be recovered."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab
from tests.support.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article():
    article = factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin tức"))
    article.save_revision()
    return article


def get_leads(article: NewsPage) -> list[str]:
    return [revision.content["lead"] for revision in article.revisions.order_by("pk")]


def save_draft(tab) -> None:
    tab.locator("footer .action-save:visible").first.click()


@pytest.mark.parametrize("autosave", sample([True, False], 1), ids="autosave {}".format)
def test_second_editor_is_notified_and_both_texts_are_kept(
    new_context, live_server, browser_errors, settings, article, autosave
) -> None:
    if not autosave:
        settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    people = [create_editor(EDITORS, last_name="Nguyễn", first_name=name) for name in ("Thị Mai", "Văn Hùng")]
    mai, hung = (open_logged_in_tab(person, new_context, live_server) for person in people)
    for tab in (mai, hung):
        tab.goto(url)
    mai.wait_for_timeout(2500)  # Wagtail compares changes with the form as it is now.
    mai.fill("#id_lead", "Sapô của Mai.")
    save_draft(mai)
    expect(mai.locator(".messages .success")).to_be_visible()
    hung.fill("#id_lead", "Sapô của Hùng.")
    hung.wait_for_timeout(3000)
    assert "Sapô của Hùng." not in get_leads(article)
    save_draft(hung)
    warning = hung.locator("#w-save-confirmation-dialog:visible, .messages .error:visible").first
    expect(warning).to_contain_text("Nguyễn Thị Mai")
    assert "Sapô của Hùng." not in get_leads(article)
    assert hung.input_value("#id_lead") == "Sapô của Hùng."
    confirm = hung.locator("#w-save-confirmation-dialog [data-w-dialog-target=confirm]")
    if confirm.is_visible():
        confirm.click()
    else:  # the form was returned with the message; autosave may save it before the button is pressed again
        hung.wait_for_timeout(2500)
        save_draft(hung)
    for _ in range(200):
        if "Sapô của Hùng." in get_leads(article):
            break
        hung.wait_for_timeout(100)
    written = [lead for lead in get_leads(article) if lead.startswith("Sapô của")]
    assert list(dict.fromkeys(written)) == ["Sapô của Mai.", "Sapô của Hùng."]
    # The browser logs the autosave that was refused.
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


@pytest.mark.long_form
def test_an_error_in_the_schedule_opens_its_dialog(new_context, live_server, browser_errors, article) -> None:
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    tab.locator("#id_expire_at").evaluate("input => { input.value = '05/01/2020 08:30'; }")
    save_draft(tab)
    button = tab.locator(".messages button[data-controller~=w-focus]:visible")
    button.click()
    expect(tab.locator("#id_expire_at")).to_be_visible()
    tab.close()
    # The browser logs the draft that was refused.
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


def test_slug_of_a_copy_follows_its_title(new_context, live_server, article) -> None:
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:copy", args=[article.pk]))
    assert tab.input_value("#id_new_slug") == "hoi-nghi-2"
    tab.focus("#id_new_title")
    tab.keyboard.press("Tab")
    assert tab.input_value("#id_new_slug") == "hoi-nghi-2"
    tab.fill("#id_new_title", "Hội nghị đầu năm")
    expect(tab.locator("#id_new_slug")).to_have_value("hoi-nghi-dau-nam")
