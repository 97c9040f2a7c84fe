"""The walk of two-factor sign-in in a browser, with and without JavaScript, on a phone and on a desk."""

from base64 import b32decode

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from mysite.models import RecoveryCode
from mysite.two_factor.groups import require_two_factor
from tests.support.editors import create_editor
from tests.support.two_factor import PASSWORD, allow_next_code, make_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUTTON = "main form .form-actions button"


def send_password(tab, user) -> None:
    tab.goto("/admin/pages/")
    tab.fill("#id_username", user.username)
    tab.fill("#id_password", PASSWORD)
    tab.click("main form button[type=submit]")


def send_code(tab, code: str) -> None:
    tab.fill("#id_code", code)
    tab.click(BUTTON)


def sign_out(tab) -> None:
    tab.context.clear_cookies()


def set_up_app(tab) -> tuple[bytes, str]:
    """Scan the picture, and go on to where one was going; return the secret and a recovery code."""
    from playwright.sync_api import expect

    expect(tab.locator(".two-factor__qr svg")).to_be_visible()
    box, width = tab.locator(".two-factor__qr svg").bounding_box(), tab.viewport_size["width"]
    assert 150 < box["width"] <= width
    key = b32decode(tab.locator(".two-factor__secret").text_content().replace(" ", ""))
    assert_fits(tab)
    send_code(tab, "000000")
    expect(tab.locator("main")).to_contain_text("Mã không khớp")
    send_code(tab, make_code(key))
    expect(tab.locator(".two-factor__codes li")).to_have_count(10)
    assert_fits(tab)
    recovery_code = tab.locator(".two-factor__codes code").first.text_content()
    tab.click("main a.button")
    return key, recovery_code


def assert_fits(tab) -> None:
    """Nothing is wider than the screen."""
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "has_scripts"), [(360, False), (1280, True)])
def test_walk(new_context, width, has_scripts) -> None:
    from playwright.sync_api import expect

    user = create_editor()
    require_two_factor(group=user.groups.get(), is_required=True)
    tab = new_context(viewport={"width": width, "height": 800}, java_script_enabled=has_scripts).new_page()

    send_password(tab, user)
    key, recovery_code = set_up_app(tab)
    assert tab.url.endswith("/admin/pages/")

    # The same code is not accepted again; the next one is.
    sign_out(tab)
    send_password(tab, user)
    send_code(tab, make_code(key))
    expect(tab.locator("main")).to_contain_text("Mã sai hoặc đã dùng rồi")
    tab.goto("/admin/pages/")
    expect(tab.locator("#id_code")).to_be_visible()
    allow_next_code(user)
    send_code(tab, make_code(key, later=1))
    assert tab.url.endswith("/admin/pages/")

    # A recovery code signs in once.
    for accepted in (True, False):
        sign_out(tab)
        send_password(tab, user)
        send_code(tab, recovery_code)
        assert tab.url.endswith("/admin/pages/") == accepted
    assert RecoveryCode.objects.count() == 9
    assert TOTPDevice.objects.count() == 1
