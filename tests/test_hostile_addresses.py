"""Whatever stands in an address, the portal answers it: with a page, or with what is wrong. Never with a fault."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import LocalePrefixPattern, get_resolver
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from home.models import HomePage
from newsroom.models import NewsSection
from tests import factories

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    "-1",
    "0",
    "1.5",
    "1e9",
    "abc",
    "last",
    "99999999999999999999999999",
    "%00",
    "a%00b",
    "%FF%FE",
    "%C3%28",
    "%ED%A0%80",
    "%",
    "%zz",
    "%22",
    "%22a",
    "a%22",
    "%27%20OR%201=1--",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "٣",
    "²",
    "２",
    "Ⅷ",
    "%E2%80%AE",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "{{7*7}}",
    "AND",
    "*",
    "a" * 5000,
    "đề-thi",
    "%20%09%0a",
    "%0d%0aSet-Cookie:x=1",
]
ANSWERS = {200, 301, 302, 400, 404, 413, 429}


@pytest.fixture(scope="module")
def places() -> list[str]:
    return [
        "/?page={}",
        "/tin-tuc/?page={}",
        "/tin-tuc/luu-tru/2014/?page={}",
        "/tin-tuc/luu-tru/{}/",
        "/tin-tuc/luu-tru/2014/{}/",
        "/tin-tuc/luu-tru/{}/4/",
        "/tin-tuc/rss/{}",
        "/tin-tuc/{}/",
        "/tin-tuc/a/{}/b/",
        "/the/{}/",
        "/the/tuyen-sinh/?page={}",
        "/tac-gia/{}/",
        "/don-vi/{}/",
        "/lien-he/?sent={}",
        "/gui-loi-nhan/{}/",
        "/tim-kiem/?q={}",
        "/tim-kiem/?q=a&page={}",
        "/so-do-cong/?{}",
        "/rss/?{}={}",
        "/en/search/?q={}",
        "/en/{}/",
        "/{}/",
        "/{}",
        "/media/{}",
        "/documents/1/{}",
        "/su-kien/?thang={}",
        "/su-kien/?thang=2026-{}",
        "/su-kien/?thang={}-04",
        "/su-kien/?qua=1&page={}",
        "/en/events/?month={}",
        "/su-kien/{}/lich.ics",
        "/su-kien/lich.ics/{}",
        "/{}lich.ics",
        "/the/{}/rss/",
        "/tac-gia/{}/rss/",
        "/sitemap-{}.xml",
        "/sitemap-articles.xml?p={}",
        "/chia-se/1-{}.png",
        "/chia-se/{}-abc.png",
        "/api/{}",
        "/api/v2/pages/{}/",
        "/api/v2/pages/?{}={}",
        "/api/v2/pages/?type={}",
        "/api/v2/pages/find/?html_path={}",
        "/cu.html?{}",
        "/tin-cu/{}/",
    ]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_every_address_gets_an_answer(client: Client, places: list[str], value: str) -> None:
    section = factories.SectionFactory(title="Tin tức")
    article = factories.ArticleFactory(parent=section, tags=("Tuyển sinh",))
    factories.EventFactory(parent=factories.EventSectionFactory(title="Sự kiện"))
    Redirect.add_redirect("/cu.html", article)
    Redirect.add_redirect("/tin-cu", section)
    factories.ContactPageFactory(slug="lien-he")
    for place in places:
        address = place.replace("{}", value)
        response = client.get(address)
        assert response.status_code in ANSWERS, f"{address[:200]}: {response.status_code}"
        assert b"<script>alert(1)" not in response.content, address
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("depth", [10, 70, 700])
def test_an_address_deeper_than_any_page(client: Client, depth: int) -> None:
    assert client.get("/" + "a/" * depth).status_code == 404


@pytest.mark.parametrize("header", ["\x00", "a" * 5000, "vi;q=x", "*", "zz-ZZ;q=0.5,,,", "đ"])
def test_headers_do_not_decide(client: Client, header: str) -> None:
    response = client.get(
        "/", headers={"accept-language": header, "cookie": f"{settings.SESSION_COOKIE_NAME}={'x' * 50}"}
    )
    assert response.status_code == 200
    assert '<html lang="vi">' in response.content.decode()


def test_words_of_the_portals_own_addresses_are_reserved() -> None:
    """The first word of every address of the portal, in both languages, cannot be the slug of a page there."""
    reserved = HomePage.reserved_slugs
    assert "en" in reserved
    for language in ("vi", "en"):
        with translation.override(language):
            words = {first_word(pattern) for pattern in flat_patterns(get_resolver().url_patterns)}
            assert {"admin", "media", "rss", "tim-kiem" if language == "vi" else "search"} <= words
            assert words - reserved - {""} == set()
            below_sections = {first_word(str(url.pattern)) for url in NewsSection.get_subpage_urls()}
            assert below_sections - NewsSection.reserved_slugs - {""} == set()


def flat_patterns(patterns: list, prefix: str = "") -> list[str]:
    """Every address pattern, as far as its first word is written in it."""
    found = []
    for entry in patterns:
        # What is below "en/" is below the English home page: there it is the first word.
        here = prefix if isinstance(entry.pattern, LocalePrefixPattern) else prefix + str(entry.pattern)
        deeper = getattr(entry, "url_patterns", None)
        found += flat_patterns(deeper, here) if deeper and "/" not in here.strip("^/") else [here]
    return found


def first_word(pattern: str) -> str:
    """The fixed word that a pattern begins with; empty if what it begins with varies, or can be no slug."""
    word = pattern.lstrip("^").partition("/")[0].rstrip("$")
    return word if re.fullmatch(r"[\w-]+", word) else ""
