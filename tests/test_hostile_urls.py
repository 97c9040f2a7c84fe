"""Any URL gets a page or an error page, never a server error."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import LocalePrefixPattern, get_resolver
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from home.models import HomePage
from newsroom.models import NewsSection
from tests.support import factories
from tests.support.hostile_urls import HOSTILE_TEXTS, URL_TEMPLATES
from tests.support.samples import share

pytestmark = pytest.mark.django_db

EXPECTED_STATUSES = {200, 301, 302, 400, 404, 413, 429}


@pytest.mark.parametrize("number", range(len(HOSTILE_TEXTS)))
def test_any_url_gets_response(client: Client, number: int) -> None:
    section = factories.SectionFactory(title="Tin tức")
    article = factories.ArticleFactory(parent=section, tags=("Tuyển sinh",))
    factories.EventFactory(parent=factories.EventSectionFactory(title="Sự kiện"))
    Redirect.add_redirect("/cu.html", article)
    Redirect.add_redirect("/tin-cu", section)
    factories.ContactPageFactory(slug="lien-he")
    for template in share(URL_TEMPLATES, number, 4):
        url = template.replace("{}", HOSTILE_TEXTS[number])
        response = client.get(url)
        assert response.status_code in EXPECTED_STATUSES, f"{url[:200]}: {response.status_code}"
        assert b"<script>alert(1)" not in response.content, url
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("depth", [10, 70, 700])
def test_very_deep_url_is_not_found(client: Client, depth: int) -> None:
    assert client.get("/" + "a/" * depth).status_code == 404


@pytest.mark.parametrize("header", ["\x00", "a" * 5000, "vi;q=x", "*", "zz-ZZ;q=0.5,,,", "đ"])
def test_accept_language_and_cookies_are_ignored(client: Client, header: str) -> None:
    response = client.get(
        "/", headers={"accept-language": header, "cookie": f"{settings.SESSION_COOKIE_NAME}={'x' * 50}"}
    )
    assert response.status_code == 200
    assert '<html lang="vi">' in response.content.decode()


def test_first_url_components_are_reserved_slugs() -> None:
    """The first component of every URL pattern, in both languages, is reserved as a slug there."""
    reserved = HomePage.reserved_slugs
    assert "en" in reserved
    for language in ("vi", "en"):
        with translation.override(language):
            words = {first_component(pattern) for pattern in flat_patterns(get_resolver().url_patterns)}
            assert {"admin", "media", "rss", "tim-kiem" if language == "vi" else "search"} <= words
            assert words - reserved - {""} == set()
            below_sections = {first_component(str(url.pattern)) for url in NewsSection.get_subpage_urls()}
            assert below_sections - NewsSection.reserved_slugs - {""} == set()


def flat_patterns(patterns: list, prefix: str = "") -> list[str]:
    """Return all URL patterns with a fixed first component."""
    flattened = []
    for entry in patterns:
        # Patterns below "en/" are relative to the English home page.
        here = prefix if isinstance(entry.pattern, LocalePrefixPattern) else prefix + str(entry.pattern)
        deeper = getattr(entry, "url_patterns", None)
        flattened += flat_patterns(deeper, here) if deeper and "/" not in here.strip("^/") else [here]
    return flattened


def first_component(pattern: str) -> str:
    """Return the fixed first component of a pattern; empty if it varies or cannot be a slug."""
    word = pattern.lstrip("^").partition("/")[0].rstrip("$")
    return word if re.fullmatch(r"[\w-]+", word) else ""
