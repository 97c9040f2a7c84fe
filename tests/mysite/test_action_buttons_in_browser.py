"""Action buttons of the editor run their action exactly once, with autosave and slow connections."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.support.action_buttons import ACTIONS, APPROVE, APPROVE_WITH_COMMENT, PUBLISH, SUBMIT, UNPUBLISH, ButtonPress
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, log_in, open_logged_in_tab
from tests.support.samples import TEST_ALL, rounds, sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABS = 7  # immediately


def list_presses() -> list[ButtonPress]:
    """Return 200 presses: each button at each speed, 0 to 3 seconds after the last key; or some of these."""
    kinds = sample([(action, slow) for slow in (False, True) for action in ACTIONS], 5)
    count = rounds(200, len(kinds))
    return [
        ButtonPress(*kinds[number % len(kinds)][:1], number * 3000 // count, kinds[number % len(kinds)][1], number)
        for number in range(count)
    ]


@pytest.fixture
def run(new_context, live_server):
    """Return a function that runs presses in parallel and returns the problems of each."""
    people = {role: create_editor(role) for role in (CONTRIBUTORS, EDITORS)}
    contexts = {}

    def open_tab(role, number):
        """Open a tab in a separate browser context, because messages belong to a session. Contexts are reused."""
        if (role, number) not in contexts:
            contexts[role, number] = open_logged_in_tab(people[role], new_context, live_server).context
        return contexts[role, number].new_page()

    def run(presses):
        for number, press in enumerate(presses):
            press.prepare(people[CONTRIBUTORS])
            press.tab = open_tab(CONTRIBUTORS if press.action == SUBMIT else EDITORS, number)
            press.open()
        presses[-1].tab.wait_for_timeout(2000)  # Wagtail compares changes with the form as it is now.
        for press in presses:
            press.start()
        messages = [press.finish() for press in presses]
        presses[-1].tab.wait_for_timeout(1000)  # a delayed autosave must not revert anything
        wrong = {}
        for press, message in zip(presses, messages, strict=True):
            if faults := press.find_faults(message):
                wrong[press.action, press.delay, press.slow] = faults
            press.tab.close()
        return wrong

    return run


def test_every_button_press_runs_its_action_exactly_once(run):
    presses = list_presses()
    wrong = {}
    for first in range(0, len(presses), TABS):
        wrong |= run(presses[first : first + TABS])
    assert not wrong, f"{len(wrong)} of {len(presses)}: {wrong}"
    assert not TEST_ALL or len(presses) == 200


@pytest.mark.parametrize("action", sample([PUBLISH, APPROVE, APPROVE_WITH_COMMENT, UNPUBLISH], 1))
def test_a_double_click_is_one_press(run, action):
    assert not run([ButtonPress(action, 0, slow=False, number=1, times=2)])


@pytest.fixture
def opened(new_context, live_server):
    """A press of “publish” by a moderator, not started, with the edit form open."""
    press = ButtonPress(PUBLISH, 0, slow=False, number=1)
    press.prepare(create_editor())
    press.user = create_editor(EDITORS)
    press.tab = open_logged_in_tab(press.user, new_context, live_server)
    press.open()
    return press


def wait_for_problem(press, text):
    """Wait until the form is shown again with its text and usable buttons."""
    expect(press.tab.locator(".messages")).to_contain_text(text)
    expect(press.tab.locator("#id_lead")).to_have_value(press.text)
    expect(press.tab.locator("footer [name=action-publish]")).to_be_enabled()


def clear_browser_errors(browser_errors):
    """Remove the browser's errors about responses with error statuses."""
    browser_errors[:] = [error for error in browser_errors if "Failed to load resource" not in error]


@pytest.mark.long_form
def test_enter_in_the_title_saves_one_draft(opened):
    opened.tab.fill("#id_title", "Khai giảng")
    for _ in range(2):
        opened.tab.evaluate("document.querySelector('#id_title').form.requestSubmit()")
    opened.tab.locator("#id_title").press("Enter")
    opened.tab.locator(".messages .success").wait_for()
    assert "Đã lưu bản nháp" in opened.tab.locator(".messages").inner_text()
    page = NewsPage.objects.get(pk=opened.page.pk)
    assert page.get_latest_revision_as_object().title == "Khai giảng"
    assert page.revisions.count() == 2
    assert not page.live


@pytest.mark.parametrize("lost", [1, 3])
def test_lost_response_is_requested_again(opened, lost, browser_errors):
    """The server publishes but the response is lost: the browser retries twice, then prompts the editor."""
    left = [lost]

    def lose(route):
        if route.request.method != "POST" or not left[0]:
            route.fallback()
            return
        left[0] -= 1
        route.fetch(max_redirects=0)
        route.abort()

    opened.tab.route("**/edit/", lose)
    opened.start()
    if lost == 3:
        wait_for_problem(opened, "Máy chủ không trả lời")
    message = opened.press_again() if lost == 3 else opened.finish()
    assert not opened.find_faults(message)
    clear_browser_errors(browser_errors)


@pytest.mark.long_form
def test_save_aborted_by_server_is_not_repeated(opened, browser_errors):
    """The server has already retried the save; the browser leaves the next attempt to the editor."""
    refused = []

    def refuse(route):
        if "x-submission-token" in route.request.headers and not refused:
            refused.append(route.request)
            route.fulfill(status=503, headers={"Retry-After": "30"})
        else:
            route.fallback()

    opened.tab.route("**/edit/", refuse)
    opened.start()
    wait_for_problem(opened, "Máy chủ báo lỗi")
    assert len(refused) == 1
    assert not NewsPage.objects.get(pk=opened.page.pk).live
    assert not opened.find_faults(opened.press_again())
    clear_browser_errors(browser_errors)


@pytest.mark.long_form
def test_form_is_kept_after_server_error(opened, monkeypatch, browser_errors):
    with monkeypatch.context() as patch:
        patch.setattr("wagtail.admin.views.pages.edit.EditView.publish_action", None)
        opened.start()
        wait_for_problem(opened, "Máy chủ báo lỗi")
    assert not opened.find_faults(opened.press_again())
    clear_browser_errors(browser_errors)


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.long_form
def test_form_is_kept_after_session_expired(opened, later, browser_errors):
    Session.objects.all().delete()
    opened.start()
    dialog = opened.tab.locator("dialog")
    expect(dialog).to_contain_text("Phiên đăng nhập đã hết")
    expect(opened.tab.locator(".messages > ul > li")).to_have_count(0)
    if later:
        dialog.get_by_role("button", name="Để sau").click()
        expect(opened.tab.locator(".portal-notice")).to_contain_text("Chưa lưu")
        expect(opened.tab.locator("#id_lead")).to_have_value(opened.text)
    assert not NewsPage.objects.get(pk=opened.page.pk).live
    if later:
        # Logged in again in another tab, which renews the CSRF token; this tab is notified.
        log_in(opened.tab.context.new_page(), opened.user)
        expect(opened.tab.locator(".portal-notice")).to_contain_text("Đã đăng nhập lại")
        message = opened.press_again()
    else:
        with opened.tab.expect_navigation(wait_until="commit"):
            opened.tab.fill("#portal-password", "mat-khau")
            opened.tab.keyboard.press("Enter")
        message = opened.finish()
    assert not opened.find_faults(message)
    clear_browser_errors(browser_errors)


@pytest.mark.long_form
def test_other_account_does_not_submit_this_accounts_text(opened, browser_errors):
    other, context = create_editor(EDITORS), opened.tab.context
    # The tab is not notified of the other one, as when it was suspended.
    opened.tab.add_init_script("window.addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
    opened.open()
    context.clear_cookies()
    log_in(context.new_page(), other)
    opened.start()
    expect(opened.tab.locator("dialog")).to_contain_text(other.username)
    assert not NewsPage.objects.get(pk=opened.page.pk).revisions.filter(user=other)
    clear_browser_errors(browser_errors)


@pytest.mark.long_form
def test_errors_in_the_form_are_shown(opened, browser_errors):
    opened.tab.fill("#id_title", "")
    opened.press_again()
    expect(opened.tab.locator(".messages")).to_contain_text("dữ liệu chưa hợp lệ")
    expect(opened.tab.locator("#id_title")).to_have_value("")
    opened.tab.fill("#id_title", "Hội nghị")
    opened.tab.fill("#id_lead", opened.text)
    assert not opened.find_faults(opened.press_again())
    clear_browser_errors(browser_errors)
