"""The contact form as somebody uses it: with a keyboard, without scripts, after a mistake."""

import pytest
from playwright.sync_api import expect

from home.models import ContactMessage
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mistake_mended(new_context, browser_errors, scripts: bool) -> None:
    page = factories.ContactPageFactory()
    tab = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts).new_page()
    tab.goto(page.url)
    expect(tab.locator("[name=leave_empty]")).not_to_be_in_viewport()
    tab.get_by_label("Họ và tên").fill("Lê Thị Bình")
    tab.get_by_label("Họ và tên").press("Tab")
    tab.keyboard.type("binh@")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Xin hỏi lịch tuyển sinh.")
    tab.keyboard.press("Tab")  # past the field for programs, to the button
    tab.keyboard.press("Enter")
    if scripts:
        expect(tab.locator("#contact_state")).to_be_focused()
    expect(tab.locator("#contact_state")).to_be_in_viewport()
    expect(tab.get_by_label("Nội dung")).to_have_value("Xin hỏi lịch tuyển sinh.")
    tab.get_by_label("Thư điện tử").fill("binh@example.org")
    tab.wait_for_timeout(4000)  # faster than that nobody types
    tab.locator("main form button").click()
    expect(tab.locator(".contact-thanks")).to_be_in_viewport()
    if scripts:
        expect(tab.locator("#contact_state")).to_be_focused()
    assert "sent=1" in tab.url
    tab.reload()
    assert [message.form_data["thu_dien_tu"] for message in ContactMessage.objects.all()] == ["binh@example.org"]
    # A browser reports every answer that is a refusal.
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]
