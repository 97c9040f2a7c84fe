"""Fixtures for tests in a real browser: ``page`` is a fresh tab that looks at the ``live_server``.

A test fails when its pages log an error or ask for anything outside this machine.
"""

import os
import re
from collections.abc import Iterator

import pytest

from tests.services import chromium


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of this process."""
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium: install it, or name it in CHROMIUM")
    # Playwright's synchronous calls keep an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def browser_errors() -> list[str]:
    """What the pages of this test complained of; a test that expects a complaint removes it from the list."""
    return []


@pytest.fixture
def new_context(browser, live_server, browser_errors) -> Iterator:
    """A function that opens a browser context (a visitor of their own); takes Playwright's context options."""
    contexts = []

    def watch(page) -> None:
        page.on("pageerror", lambda error: browser_errors.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda message: browser_errors.append(f"{page.url}: {message.text}") if message.type == "error" else None,
        )

    def refuse_outside(route) -> None:
        url = route.request.url
        if url.startswith((live_server.url, "data:", "blob:")):
            route.continue_()
        else:
            browser_errors.append(f"a request left the machine: {url}")
            route.abort()

    def open_context(**options):
        context = browser.new_context(base_url=live_server.url, **{"locale": "vi-VN", **options})
        context.route("**/*", refuse_outside)
        context.on("page", watch)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert browser_errors == []


@pytest.fixture
def page(new_context):
    """A tab of a visitor with a phone-sized window; ``page.goto("/")`` is the live server's home page."""
    return new_context(viewport={"width": 360, "height": 740}).new_page()


@pytest.fixture
def tab(new_context, browser_errors):
    """A tab at a desk, of somebody who has not signed in yet."""
    yield new_context(viewport={"width": 1280, "height": 1000}).new_page()
    # A draft that saves itself just when a button is pressed may be refused as older; the button's request counts.
    refused = re.compile(r"/admin/pages/.*400 \(Bad Request\)")
    browser_errors[:] = [error for error in browser_errors if not refused.search(error)]
