"""Every public page of the demo is in its own language, says so, and names its translations, which name it."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from wagtail.models import Page

from mysite.querysets import originals, visible
from tests.languages import foreign, passages, speaks_english, speaks_vietnamese
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

HOST = "http://testserver"
#: What is no page: files, feeds, calendars, the API, the admin.
NO_PAGE = re.compile(r"^/(admin|api|media|static|documents|django)|/rss/$|\.(xml|ics|txt|json)$")


#: Names and numbers that stay as they are in English: authors, the number of a licence.
PROPER_NAMES = frozenset(
    {
        "Bùi Khánh Vy",
        "Cao Thị Bích Hà",
        "Dang Thuy Linh",
        "Đặng Thùy Linh",
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


@pytest.fixture(scope="module")
def site(seeded, django_db_blocker) -> dict[str, BeautifulSoup]:
    """Every page that visitors reach from the home pages and the tree, by its path; one of each kind of list."""
    client, found = Client(), {}
    with django_db_blocker.unblock():
        waiting = [page.url for page in visible(Page.objects.filter(depth__gt=1))]
        seen = set(waiting)
        while waiting:
            path = waiting.pop()
            response = client.get(path)
            assert response.status_code == 200, f"{path}: {response.status_code}"
            page = found[path] = BeautifulSoup(response.content, "html.parser")
            for link in page.select("a[href]"):
                address = urlsplit(urljoin(HOST + path, link["href"]))
                target = unquote(address.path)
                if address.netloc == "testserver" and not NO_PAGE.search(target) and target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return found


def alternates(page: BeautifulSoup) -> dict[str, str]:
    """The languages that a page names itself in, with their paths."""
    links = page.select("link[rel=alternate][hreflang]")
    found = {link["hreflang"]: unquote(link["href"].removeprefix(HOST)) for link in links}
    assert len(found) == len(links)
    return found


def test_the_walk_saw_pages_of_every_kind_in_both_languages(site):
    english = {path for path in site if path.startswith("/en/")}
    assert len(english) >= 80
    assert len(site) - len(english) >= 200
    for way in (
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
        assert any(path.startswith(way) for path in site), way


def test_a_page_says_which_language_it_is_in(site):
    open_graph = {"vi": "vi_VN", "en": "en_GB"}
    for path, page in site.items():
        language = "en" if path.startswith("/en/") else "vi"
        assert page.html["lang"] == language, path
        locale = page.select_one("meta[property='og:locale']")
        assert locale is None or locale["content"] == open_graph[language], path


def test_translations_name_each_other_and_answer(site):
    pages = list(originals(visible(Page.objects.filter(depth__gt=1))).select_related("locale"))
    languages = defaultdict(dict)
    for page in pages:
        languages[page.translation_key][page.locale.language_code] = page.url
    assert sum(len(translations) == 2 for translations in languages.values()) >= 30
    for page in pages:
        translations = languages[page.translation_key]
        named = alternates(site[page.url])
        if len(translations) == 1:
            assert named == {}, page.url
            continue
        assert named == {**translations, "x-default": translations["vi"]}, page.url
        for address in named.values():
            assert alternates(site[address]) == named  # each of them has been read, so it answers 200


def test_nothing_else_claims_to_be_translated(site):
    pages = {page.url for page in visible(Page.objects.filter(depth__gt=1))}
    for path in site.keys() - pages:
        for address in alternates(site[path]).values():
            assert alternates(site[address]) == alternates(site[path]), path


def test_no_page_speaks_the_other_language(site):
    found = defaultdict(list)
    for path, page in site.items():
        for passage in foreign(page, PROPER_NAMES):
            found[passage].append(path)
    assert {passage: paths[:3] for passage, paths in found.items()} == {}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tim-kiem/?q=tuyển sinh", 200),
        ("/tim-kiem/?q=khongcogi", 200),
        ("/en/search/?q=school", 200),
        ("/en/search/?q=nothingatall", 200),
        ("/khong-co/", 404),
        ("/en/nothing-here/", 404),
    ],
)
def test_neither_does_the_search_or_what_does_not_exist(client, address, status):
    page = read(client, address, status)
    assert page.html["lang"] == ("en" if address.startswith("/en/") else "vi")
    assert foreign(page, PROPER_NAMES | {"khongcogi"}) == []


def test_the_test_tells_the_languages_apart(site):
    """Of the sentences on the pages themselves it takes nearly all for what they are; the rest is names and times."""
    sentences = defaultdict(set)
    for page in site.values():
        for language, text in passages(page):
            if len(text.split()) >= 6:
                sentences[language].add(text)
    assert set(sentences) == {"vi", "en"}
    for language, speaks in (("vi", speaks_vietnamese), ("en", speaks_english)):
        missed = [text for text in sentences[language] if not speaks(text)]
        assert len(sentences[language]) >= 300
        assert len(missed) < len(sentences[language]) / 20, missed


@pytest.mark.parametrize(
    ("markup", "wrong"),
    [
        ("<html lang=en><p>Read the news</p></html>", []),
        ("<html lang=en><p>Tin mới nhất</p></html>", ["en: Tin mới nhất"]),
        ("<html lang=en><p>Ti\u0323n mo\u031b\u0301i</p></html>", ["en: Tịn mới"]),
        ("<html lang=en><p>Lich thi tuyen sinh</p></html>", ["en: Lich thi tuyen sinh"]),
        ("<html lang=en><p lang=vi>Tin mới nhất</p></html>", []),
        ("<html lang=en><img alt='Sân trường'></html>", ["en: Sân trường"]),
        ("<html lang=en><meta name=description content='Tin mới'></html>", ["en: Tin mới"]),
        ("<html lang=en><p>Café of <b>Đặng Thùy Linh</b></p><script>'Tin mới'</script></html>", []),
        ("<html lang=vi><p>Tin mới nhất, in to trên bản đồ</p></html>", []),
        ("<html lang=vi><p>Read more</p></html>", ["vi: Read more"]),
        ("<html lang=vi><a href=/en/ lang=en>Read more</a><button title=Close>×</button></html>", ["vi: Close"]),
        ("<p>Tin</p>", [": Tin"]),
    ],
)
def test_what_it_finds(markup, wrong):
    assert foreign(BeautifulSoup(markup, "html.parser"), PROPER_NAMES) == wrong
