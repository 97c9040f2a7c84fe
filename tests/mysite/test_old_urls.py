"""Old URLs are found in every spelling in which they are requested, and never lead to another article."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from mysite.content_generation import raise_generation
from mysite.http.old_urls import OldURL
from mysite.models import RedirectKey
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.shared_data import get_shared_file
from tests.support.wsgi_client import request

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> NewsPage:
    return factories.ArticleFactory(title="Lễ bế giảng", slug="le-be-giang")


@pytest.fixture
def other() -> NewsPage:
    return factories.ArticleFactory(title="Lịch nghỉ hè", slug="lich-nghi-he")


def get_target(url: str) -> str | None:
    """Return the path to which ``url`` is redirected, through the page cache; None if it is not."""
    response = request(url)
    assert response.status_code in {200, 301, 404}, response.status_code
    return urlsplit(response.headers["Location"]).path if response.status_code == 301 else None


JOOMLA = "/index.php?option=com_k2&view=item&id=81:be-giang"


@pytest.mark.parametrize(
    ("stored", "requested"),
    [
        (JOOMLA, f"{JOOMLA}&fbclid=IwAR0x"),
        (JOOMLA, "/index.php?utm_medium=a&id=81:be-giang&view=item&zarsrc=31&option=com_k2"),
        (JOOMLA, JOOMLA.replace("&", "&amp;")),
        (JOOMLA, JOOMLA.replace("&", "&amp%3B")),
        (JOOMLA, JOOMLA.replace(":", "%3A")),
        (JOOMLA, JOOMLA.replace(":", "%3a").replace("index.php", "INDEX.php").replace("view", "View")),
        ("/Tin/Xem.aspx?MaTin=9", "/tin/XEM.ASPX?matin=9"),
        ("/Tin Tức/Bế giảng.html", "/tin%20t%E1%BB%A9c/b%E1%BA%BF%20gi%E1%BA%A3ng.html"),
        ("/xem.asp?t=a%26b%2Cc%28d%29%2B1", "/xem.asp?t=a%26b%2Cc%28d%29%2B1"),
        ("/xem.asp?t=a%26b%2Cc%28d%29%2B1", "/xem.asp?t=a%26b,c(d)%2b1"),
        ("/tin/a%26b%2C(c).html", "/tin/a&b,%28c%29.html?fbclid=1"),
        ("/xem.asp?t=B%E1%BA%BF+gi%E1%BA%A3ng", "/xem.asp?t=B%E1%BA%BF%20gi%E1%BA%A3ng"),
        ("/xem.asp?t=B%E1%BA%BF", "/xem.asp?t=Bế"),
        ("/xem.asp?t=1&utm_source=zalo", "/xem.asp?t=1&fbclid=2"),
        ("/xem.asp?t=B%EA", "/xem.asp?t=B%ea"),
        ("/b%EA.html?a=1", "/b%ea.html?a=1"),
        ("/a.html;s=1;b=2", "/a.html;s=1;b=2"),
        ("/?p=77", "/?p=77"),
        ("/?p=77", "/?fbclid=2&p=77"),
        ("/so-do-cong/?id=5", "/so-do-cong/?id=5"),
        ("/so-do-cong?id=5", "/so-do-cong?ID=5"),
    ],
)
def test_spellings_of_old_url(article: NewsPage, stored: str, requested: str) -> None:
    Redirect.add_redirect(stored, article)
    request(urlsplit(requested).path)  # stores the page of the portal at this path, if there is one
    assert get_target(requested) == article.url


@pytest.mark.parametrize(
    ("stored", "requested"),
    [
        (JOOMLA, JOOMLA.replace("81", "82")),
        (JOOMLA, f"{JOOMLA}&id=82"),
        (JOOMLA, "/index.php?option=com_k2"),
        ("/xem.php?id=aB3", "/xem.php?id=Ab3"),
        ("/xem.php?t=a%26b", "/xem.php?t=a&b"),
        ("/xem.php?t=a%2Bb", "/xem.php?t=a+b"),
        ("/xem.php?t=B%EA", "/xem.php?t=B%EB"),
        ("/b%EA.html", "/b%EB.html"),
        ("/?p=77", "/?p=7"),
        ("/?p=77", "/?utm_source=zalo"),
        ("/?utm_source=zalo", "/"),
        ("/tim-kiem/?q=be", "/tim-kiem/?q=be"),
        ("/tim-kiem?q=be", "/tim-kiem?q=be"),
    ],
)
def test_other_url_is_not_redirected_to_article(article: NewsPage, stored: str, requested: str) -> None:
    Redirect.add_redirect(stored, article)
    assert get_target(requested) != article.url


def test_query_matters_where_redirects_distinguish_articles_by_it(article: NewsPage, other: NewsPage) -> None:
    Redirect.add_redirect("/xem.php", article)
    assert get_target("/xem.php?id=3") == article.url
    Redirect.add_redirect("/xem.php?id=2", other)
    assert get_target("/xem.php") == article.url
    assert get_target("/xem.php?fbclid=3") == article.url
    assert get_target("/xem.php?id=2") == other.url
    assert get_target("/xem.php?id=3") is None


def test_articles_whose_urls_differ_in_capitals(article: NewsPage, other: NewsPage) -> None:
    Redirect.add_redirect("/tin/Ab.html", article)
    Redirect.add_redirect("/tin/aB.html", other)
    assert get_target("/tin/Ab.html?fbclid=1") == article.url
    assert get_target("/tin/aB.html") == other.url
    assert get_target("/tin/ab.html") is None


def test_redirects_between_queries_of_a_page_do_not_loop(article: NewsPage) -> None:
    Redirect.add_redirect("/?a=1", "http://testserver/?b=2")
    Redirect.add_redirect("/?b=2", "http://testserver/?a=1")
    Redirect.add_redirect("/?c=3", "http://testserver/?c=3")
    Redirect.add_redirect("/?d=4", "http://testserver/?e=5")
    Redirect.add_redirect("/?e=5", article)
    assert [request(f"/?{query}").status_code for query in ("a=1", "b=2", "c=3")] == [200] * 3
    assert get_target("/?d=4") == article.url


def test_redirect_to_hidden_article_shows_the_page_at_its_path(article: NewsPage) -> None:
    Redirect.add_redirect("/?p=77", article)
    article.unpublish()
    assert request("/?p=77").status_code == 200


def test_page_cache_queries_only_for_paths_with_redirects(article: NewsPage, django_assert_num_queries) -> None:
    Redirect.add_redirect("/?p=77", article)
    section = article.get_parent().url
    for path in ("/", section):
        request(f"{path}?x=1")
    for path, number in (("/", 1), ("/?fbclid=1", 1), (f"{section}?x=2", 1), ("/?x=2", 2)):
        with django_assert_num_queries(number):
            assert request(path).status_code == 200, path


def test_saved_and_deleted_redirects_apply_at_once(article: NewsPage, other: NewsPage) -> None:
    assert get_target("/?p=77") is None
    redirect = Redirect.add_redirect("/?p=77", article)
    raise_generation()  # as a commit does
    assert get_target("/?p=77") == article.url
    redirect.old_path = "/?p=78"
    redirect.save()
    raise_generation()
    assert (get_target("/?p=77"), get_target("/?p=78")) == (None, article.url)
    redirect.delete()
    raise_generation()
    assert get_target("/?p=78") is None
    assert not RedirectKey.objects.exists()


def test_missing_keys_are_created(article: NewsPage) -> None:
    Redirect.objects.bulk_create([Redirect(old_path="/Cu.html?id=1", redirect_page=article)])
    assert get_target("/Cu.html?id=1") == article.url  # without a key in this spelling only
    assert get_target("/cu.html?id=1") is None
    call_command("run_scheduler", "--once")
    raise_generation()
    assert get_target("/cu.html?id=1") == article.url


@pytest.mark.parametrize("path", ["/?p=77", "/%ff?a=%ff&amp;=&=&&", "/a;;b=?%26=%3D", "/" + "a" * 2000])
def test_any_url_has_keys(path: str) -> None:
    url = OldURL.parse(path)
    assert len(url.key) == len(url.path_key) == 32


def list_spellings(source_url: str) -> Iterator[str]:
    """Yield the spellings of ``../shared/cases/README.md``."""
    parts = urlsplit(source_url)
    url = f"{parts.path}?{parts.query}" if parts.query else parts.path
    mark = "&" if parts.query else "?"
    yield url
    for tracking in ("fbclid=x", "utm_source=zalo", "zarsrc=31"):
        yield f"{url}{mark}{tracking}"
    if parts.query:
        yield f"{parts.path}?{'&'.join(reversed(parts.query.split('&')))}"
    yield url.replace("&", "&amp;")
    yield url.replace(":", "%3A")
    yield url.replace("+", "%20")
    if parts.path.endswith(".aspx"):
        yield url.lower()


def test_shared_cases(client: Client) -> None:
    path = get_shared_file("cases/redirects/old.jsonl")
    call_command("import_articles", str(path))
    records = [json.loads(line) for line in path.read_text().splitlines()]
    assert Page.objects.type(NewsPage).count() == len(records)
    wrong = []
    for record in records:
        page = NewsPage.objects.get(title=record["title"])
        for spelling in list_spellings(record["source_url"]):
            if get_target(spelling) != page.url or client.get(spelling).status_code != 301:
                wrong.append(spelling)
    assert wrong == []
