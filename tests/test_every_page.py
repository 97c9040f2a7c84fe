"""Properties of all public pages."""

import itertools
import re

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.support import factories
from tests.support.every_page import FIXED_URLS, create_pages
from tests.support.html import get_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def urls() -> list[str]:
    """URLs of every kind of page, in both languages."""
    factories.MottoFactory()
    return [*FIXED_URLS, *create_pages("vi"), *create_pages("en")]


def test_every_page_has_one_h1_title_and_main(client: Client, urls: list[str]) -> None:
    for url in urls:
        page = get_page(client, url)
        for name in ("h1", "title", "main"):
            assert len(page.select(name)) == 1, (url, name)
            assert page.select_one(name).get_text(strip=True), (url, name)
        assert page.html["lang"] == ("en" if url.startswith("/en/") else "vi"), url
        ids = [element["id"] for element in page.select("[id]")]
        assert sorted(set(ids)) == sorted(ids), url
        assert page.select_one(".skip-link")["href"] == f"#{page.main['id']}", url


def test_times_are_in_whole_seconds(client: Client, urls: list[str]) -> None:
    times = {time["datetime"] for url in urls for time in get_page(client, url).select("time[datetime]")}
    assert any("T" in time for time in times)
    assert [time for time in times if "." in time] == []


def test_heading_levels_are_not_skipped(client: Client, urls: list[str]) -> None:
    for url in urls:
        levels = [int(heading.name[1]) for heading in get_page(client, url).select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, url
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), (url, levels)


def test_no_session_cookie_or_vary_header(client: Client, urls: list[str]) -> None:
    """So that one cached copy serves all visitors."""
    for url in [*urls, "/rss/", "/khong-co/"]:
        response = client.get(url)
        assert not response.cookies, url
        assert "Vary" not in response.headers, (url, response.headers)
        assert not response.wsgi_request.session.accessed, url


def test_logged_in_editor_gets_same_page(client: Client, urls: list[str]) -> None:
    before = {url: remove_timestamp(client.get(url).content) for url in urls}
    client.force_login(factories.UserFactory(is_superuser=True))
    for url, content in before.items():
        assert remove_timestamp(client.get(url).content) == content, url


def remove_timestamp(content: bytes) -> bytes:
    """Return ``content`` without the timestamp of a contact form."""
    return re.sub(rb'name="opened" value="[^"]*"', b"", content)


def test_images_have_alt_text_and_dimensions(client: Client, urls: list[str]) -> None:
    for url in urls:
        for image in get_page(client, url).select("img"):
            assert {"alt", "width", "height"} <= set(image.attrs), (url, image)
            if image.find_parent("main") and image.get("fetchpriority") != "high":
                assert image["loading"] == "lazy", (url, image)


def test_no_requests_to_other_hosts(client: Client, urls: list[str]) -> None:
    loading = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link[rel=stylesheet]": "href"}
    for url in urls:
        page = get_page(client, url)
        for selector, attribute in loading.items():
            for element in page.select(selector):
                if element.get("type") == "application/ld+json":
                    continue  # data, not executed
                assert "//" not in element[attribute], (url, element)


def test_no_inline_styles_or_scripts(client: Client, urls: list[str]) -> None:
    """A strict content security policy rejects them. Data, as in JSON-LD, is not executed."""
    inline = "[style], style, script:not([src], [type='application/ld+json']), [onclick], [onload], [onerror]"
    for url in [*urls, reverse("wagtailcore_login")]:
        assert get_page(client, url).select(inline) == [], url
    assert get_page(client, "/khong-co/", status=404).select(inline) == []
    restricted = factories.StandardPageFactory()
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="mat-khau")
    assert get_page(client, restricted.url).select(inline) == []
    for template in ("400.html", "500.html", "503.html"):
        assert BeautifulSoup(render_to_string(template), "html.parser").select(inline) == []


def test_internal_links_are_valid(client: Client, urls: list[str]) -> None:
    seen = set()
    for url in urls:
        for link in get_page(client, url).select("a[href^='/']"):
            if link["href"] not in seen:
                seen.add(link["href"])
                assert client.get(link["href"]).status_code == 200, (url, link["href"])
