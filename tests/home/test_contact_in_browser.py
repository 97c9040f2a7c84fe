"""The contact form in a browser: with the keyboard, without scripts, after an error."""

import pytest
from playwright.sync_api import expect

from home.models import ContactMessage
from tests.support import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_form_can_be_corrected_and_sent_with_keyboard(new_context, browser_errors, scripts: bool) -> None:
    page = factories.ContactPageFactory()
    tab = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts).new_page()
    tab.goto(page.url)
    expect(tab.locator("[name=leave_empty]")).not_to_be_in_viewport()
    tab.get_by_label("Họ và tên").fill("Lê Thị Bình")
    tab.get_by_label("Họ và tên").press("Tab")
    tab.keyboard.type("binh@")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Xin hỏi lịch tuyển sinh.")
    tab.keyboard.press("Tab")  # the honeypot is skipped in the tab order
    tab.keyboard.press("Enter")
    if scripts:
        expect(tab.locator("#contact_state")).to_be_focused()
    expect(tab.locator("#contact_state")).to_be_in_viewport()
    expect(tab.get_by_label("Nội dung")).to_have_value("Xin hỏi lịch tuyển sinh.")
    tab.get_by_label("Thư điện tử").fill("binh@example.org")
    tab.wait_for_timeout(4000)  # the form rejects faster input
    tab.locator("main form button").click()
    expect(tab.locator(".contact-thanks")).to_be_in_viewport()
    if scripts:
        expect(tab.locator("#contact_state")).to_be_focused()
    assert "sent=1" in tab.url
    tab.reload()
    assert [message.form_data["thu_dien_tu"] for message in ContactMessage.objects.all()] == ["binh@example.org"]
    # Browsers log responses with error statuses.
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]
