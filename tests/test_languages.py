"""Every public page of the demo is in its own language, declares it, and links its translations reciprocally."""

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from wagtail.models import Page

from mysite.pages.querysets import exclude_aliases, visible
from tests.support.html import get_page
from tests.support.page_language import find_foreign_passages, is_english, is_vietnamese, iter_passages
from tests.support.samples import TEST_ALL, rounds

pytestmark = [pytest.mark.long_form, pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

HOST = "http://testserver"
#: URLs that are not pages: files, feeds, calendars, the API, the admin.
NO_PAGE = re.compile(r"^/(admin|api|media|static|documents|django)|/rss/$|\.(xml|ics|txt|json)$")


#: Names and numbers that are the same in English: authors, the number of a licence.
PROPER_NAMES = frozenset(
    {
        "Bùi Khánh Vy",
        "Cao Thị Bích Hà",
        "Dang Thuy Linh",
        "Đặng Thùy Linh",
        "ĐL",  # her initials
        "Hồ Thị Mai Chi",
        "Lò Thảo Nguyên",
        "Mai Xuân Tùng",
        "Nguyễn Hữu Lộc",
        "Phan Quốc Duy",
        "Truong Bao Ngan",
        "Trương Bảo Ngân",
        "Võ Đình Sơn",
        "27/GP-TTĐT",
    }
)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder / "media", DATA_DIR=folder),
        transaction.atomic(),
    ):
        call_command("seed_demo", picture_width=160, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


def get_list_kind(path: str) -> tuple[str, int]:
    """Return what lists of one kind have in common: the first part of the path, and the number of parts."""
    parts = path.removeprefix("/en").strip("/").split("/")
    return f"{path[:4]} {parts[0]}" if path.startswith("/en/") else parts[0], len(parts)


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker) -> dict[str, BeautifulSoup]:
    """All pages of the page tree, and all linked lists or three of each kind, by path."""
    client, pages, lists = Client(), {}, Counter()
    with django_db_blocker.unblock():
        waiting = [page.url for page in visible(Page.objects.filter(depth__gt=1))]
        seen = set(waiting)
        while waiting:
            path = waiting.pop()
            response = client.get(path)
            assert response.status_code == 200, f"{path}: {response.status_code}"
            page = pages[path] = BeautifulSoup(response.content, "html.parser")
            for link in page.select("a[href]"):
                url = urlsplit(urljoin(HOST + path, link["href"]))
                target = unquote(url.path)
                if url.netloc == "testserver" and not NO_PAGE.search(target) and target not in seen:
                    seen.add(target)
                    lists[get_list_kind(target)] += 1
                    if TEST_ALL or lists[get_list_kind(target)] <= 3:
                        waiting.append(target)
    return pages


def get_alternates(page: BeautifulSoup) -> dict[str, str]:
    """Return the languages that a page declares, with their paths."""
    links = page.select("link[rel=alternate][hreflang]")
    alternates = {link["hreflang"]: unquote(link["href"].removeprefix(HOST)) for link in links}
    assert len(alternates) == len(links)
    return alternates


def test_crawl_found_every_kind_of_page_in_both_languages(site):
    english = {path for path in site if path.startswith("/en/")}
    assert len(english) >= rounds(80, 50)
    assert len(site) - len(english) >= rounds(200, 90)
    for prefix in (
        "/",
        "/the/",
        "/tac-gia/",
        "/don-vi/",
        "/so-do-cong/",
        "/en/tag/",
        "/en/author/",
        "/en/unit/",
        "/en/sitemap/",
    ):
        assert any(path.startswith(prefix) for path in site), prefix


def test_pages_have_lang_attribute(site):
    open_graph = {"vi": "vi_VN", "en": "en_GB"}
    for path, page in site.items():
        language = "en" if path.startswith("/en/") else "vi"
        assert page.html["lang"] == language, path
        locale = page.select_one("meta[property='og:locale']")
        assert locale is None or locale["content"] == open_graph[language], path


def test_hreflang_links_are_reciprocal_and_valid(site):
    pages = list(exclude_aliases(visible(Page.objects.filter(depth__gt=1))).select_related("locale"))
    languages = defaultdict(dict)
    for page in pages:
        languages[page.translation_key][page.locale.language_code] = page.url
    assert sum(len(translations) == 2 for translations in languages.values()) >= 30
    for page in pages:
        translations = languages[page.translation_key]
        named = get_alternates(site[page.url])
        if len(translations) == 1:
            assert named == {}, page.url
            continue
        assert named == {**translations, "x-default": translations["vi"]}, page.url
        for url in named.values():
            assert get_alternates(site[url]) == named  # each of them has been requested, so it returns 200


def test_untranslated_pages_have_no_hreflang_links(site):
    pages = {page.url for page in visible(Page.objects.filter(depth__gt=1))}
    for path in site.keys() - pages:
        for url in get_alternates(site[path]).values():
            assert get_alternates(site[url]) == get_alternates(site[path]), path


def test_pages_have_no_text_in_other_language(site):
    paths_by_passage = defaultdict(list)
    for path, page in site.items():
        for passage in find_foreign_passages(page, PROPER_NAMES):
            paths_by_passage[passage].append(path)
    assert {passage: paths[:3] for passage, paths in paths_by_passage.items()} == {}


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/tim-kiem/?q=tuyển sinh", 200),
        ("/tim-kiem/?q=khongcogi", 200),
        ("/en/search/?q=school", 200),
        ("/en/search/?q=nothingatall", 200),
        ("/khong-co/", 404),
        ("/en/nothing-here/", 404),
    ],
)
def test_search_and_error_pages_have_no_text_in_other_language(client, url, status):
    page = get_page(client, url, status)
    assert page.html["lang"] == ("en" if url.startswith("/en/") else "vi")
    assert find_foreign_passages(page, PROPER_NAMES | {"khongcogi"}) == []


def test_language_detection_is_accurate(site):
    """Nearly all sentences are recognised as their language; the rest is names and times."""
    sentences = defaultdict(set)
    for page in site.values():
        for language, text in iter_passages(page):
            if len(text.split()) >= 6:
                sentences[language].add(text)
    assert set(sentences) == {"vi", "en"}
    for language, speaks in (("vi", is_vietnamese), ("en", is_english)):
        missed = [text for text in sentences[language] if not speaks(text)]
        assert len(sentences[language]) >= 300
        assert len(missed) < len(sentences[language]) / 20, missed
