"""Fixtures for tests in a real browser: ``page`` is a new tab on the ``live_server``.

A test fails if its pages log an error or request anything outside this machine.
"""

import os
import re
from collections.abc import Iterator

import pytest

from tests.support.servers import PATIENCE
from tests.support.services import find_chromium

#: No host but this machine is looked up.
CHROMIUM_OPTIONS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of the process."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium: install it, or name it in CHROMIUM")
    # Playwright's synchronous API runs an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield running
        running.close()


@pytest.fixture
def browser_errors() -> list[str]:
    """The console errors of the test's pages; a test that expects one removes it from the list."""
    return []


@pytest.fixture
def new_context(browser, live_server, browser_errors) -> Iterator:
    """Return a function that opens a browser context (a new visitor) with Playwright's context options."""
    contexts = []

    def watch(page) -> None:
        def keep_error(message) -> None:
            if message.type == "error":
                browser_errors.append(f"{page.url}: {message.text}")

        page.on("pageerror", lambda error: browser_errors.append(f"{page.url}: {error}"))
        page.on("console", keep_error)

    # Routes would do this too, but they switch off the browser's cache and pass every request through this process.
    def report_outside(request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            browser_errors.append(f"a request left the machine: {request.url}")

    def open_context(**options):
        context = browser.new_context(base_url=live_server.url, **{"locale": "vi-VN", **options})
        context.on("request", report_outside)
        context.on("page", watch)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert browser_errors == []


@pytest.fixture
def page(new_context):
    """A tab of a visitor with a phone-sized window; ``page.goto("/")`` opens the live server's home page."""
    return new_context(viewport={"width": 360, "height": 740}).new_page()


@pytest.fixture
def tab(new_context, browser_errors):
    """A tab with a desktop-sized window, not logged in."""
    yield new_context(viewport={"width": 1280, "height": 1000}).new_page()
    # An autosave that coincides with a button press may be rejected as outdated; the button's request counts.
    refused = re.compile(r"/admin/pages/.*400 \(Bad Request\)")
    browser_errors[:] = [error for error in browser_errors if not refused.search(error)]
