"""axe finds nothing on any kind of page, in both languages and colour schemes, on a phone, a tablet and a laptop."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support import factories
from tests.support.every_page import FIXED_URLS, create_pages
from tests.support.renditions import make_renditions
from tests.support.samples import TEST_ALL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISSING = ("/khong-co/", "/en/nothing/")
SCHEMES, WIDTHS = ("light", "dark"), (320, 768, 1280)
#: In “make test” each scheme and each width with a third of the pages; ``test_design_in_browser.py`` has the others.
COMBINATIONS = [*product(SCHEMES, WIDTHS)] if TEST_ALL else [("dark", 320), ("light", 768), ("dark", 1280)]


@pytest.fixture
def urls(live_server) -> list[str]:
    factories.MottoFactory()
    factories.NoticeFactory.create_batch(2)
    factories.NoticeFactory(urgent=True)
    urls = [*FIXED_URLS, *MISSING, *create_pages("vi"), *create_pages("en")]
    make_renditions()
    return urls


def test_every_page_is_accessible(new_context, urls, browser_errors):
    for number, (scheme, width) in enumerate(COMBINATIONS):
        tab = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
        for url in urls if TEST_ALL else urls[number::12]:
            tab.goto(url)
            assert tab.locator("html").get_attribute("lang") == ("en" if url.startswith("/en/") else "vi")
            violations = Axe().run(tab).response["violations"]
            assert violations == [], (url, scheme, width)
    browser_errors[:] = [error for error in browser_errors if "404" not in error]  # the missing pages
