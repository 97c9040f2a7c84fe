"""Old URLs are redirected to visible pages in one permanent step, never in a loop."""

import datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from newsroom.models import NewsPage, NewsSection
from tests.support import factories
from tests.support.article_form import publish_article
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.hidden_pages import HIDING_METHODS, hide_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS))


@pytest.fixture
def section() -> NewsSection:
    return factories.SectionFactory(title="Tin tức", slug="tin-tuc")


@pytest.fixture
def article(section: NewsSection) -> NewsPage:
    published = datetime.datetime(2024, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())
    return factories.ArticleFactory(title="Lịch thi", slug="lich-thi", parent=section, published_at=published)


def rename(page: Page, slug: str) -> None:
    """Change the slug and publish, as the edit form does."""
    page = page.specific_class.objects.get(pk=page.pk)
    page.slug = slug
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()


def test_section_with_many_pages_can_be_renamed(section: NewsSection) -> None:
    """SQLite refuses a statement with a condition for each of a thousand paths."""
    Page.objects.bulk_create(
        Page(
            title=slug,
            slug=slug,
            path=f"{section.path}{number:04}",
            depth=section.depth + 1,
            url_path=f"{section.url_path}{slug}/",
            locale=section.locale,
        )
        for number, slug in enumerate((f"tin-{number}" for number in range(1100)), start=1)
    )
    site = Site.objects.get()
    obsolete = Redirect.objects.create(
        old_path="/tin-tuc/tin-7", site=site, redirect_link="/", automatically_created=True
    )
    kept = Redirect.objects.create(old_path="/tin-tuc/tin-8", site=site, redirect_link="/da-chuyen/")
    rename(section, "tin-moi")
    redirects = Redirect.objects.filter(old_path__startswith="/tin-tuc")
    assert redirects.count() == 1101
    assert not redirects.filter(pk=obsolete.pk).exists()
    assert redirects.get(old_path=kept.old_path) == kept
    assert redirects.get(old_path=obsolete.old_path).redirect_page.slug == "tin-7"


def move(page: Page, target: Page) -> None:
    Page.objects.get(pk=page.pk).specific.move(Page.objects.get(pk=target.pk).specific, pos="last-child")


def get_redirect_target(client: Client, url: str, **kwargs: Any) -> str:
    """Return the target of the permanent redirect at ``url``, which must return 200."""
    response = client.get(url, **kwargs)
    assert response.status_code == 301, f"{url}: {response.status_code}"
    assert client.get(response["Location"]).status_code == 200, response["Location"]
    return response["Location"]


def test_renamed_article_is_redirected(client: Client, admin_client: Client, article: NewsPage) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        publish_article(admin_client, article, slug="lich-thi-lop-10")
    assert get_redirect_target(client, "/tin-tuc/lich-thi/") == "/tin-tuc/lich-thi-lop-10/"
    assert get_redirect_target(client, "/tin-tuc/lich-thi") == "/tin-tuc/lich-thi-lop-10/"
    assert (
        get_redirect_target(client, "/tin-tuc/lich-thi/?utm_source=zalo") == "/tin-tuc/lich-thi-lop-10/?utm_source=zalo"
    )


def test_renamed_section_redirects_its_descendants(client: Client, section: NewsSection, article: NewsPage) -> None:
    rename(section, "ban-tin")
    assert get_redirect_target(client, "/tin-tuc/") == "/ban-tin/"
    assert get_redirect_target(client, "/tin-tuc/lich-thi/") == "/ban-tin/lich-thi/"


@pytest.mark.parametrize("part", ["rss/", "luu-tru/", "luu-tru/2024/", "luu-tru/2024/04/"])
def test_subpaths_of_moved_section_are_redirected(
    client: Client, section: NewsSection, article: NewsPage, part: str
) -> None:
    move(section, factories.SectionFactory(title="Thông tin", slug="thong-tin"))
    assert get_redirect_target(client, f"/tin-tuc/{part}") == f"/thong-tin/tin-tuc/{part}"
    assert get_redirect_target(client, f"/tin-tuc/{part.rstrip('/')}") == f"/thong-tin/tin-tuc/{part}"


def test_unknown_subpath_of_old_url_is_not_found(client: Client, section: NewsSection, article: NewsPage) -> None:
    rename(section, "ban-tin")
    rename(article, "lich-thi-moi")
    for url in ("/tin-tuc/khong-co/", "/tin-tuc/luu-tru/a/", "/ban-tin/lich-thi/a/", "/tin-tuc/a/b/c/d/e/f/g/h/"):
        assert client.get(url).status_code == 404, url


def test_moved_events_and_calendars_are_redirected(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện", slug="su-kien")
    factories.EventFactory(slug="hoi-thi", parent=section)
    rename(section, "lich-cong-tac")
    assert get_redirect_target(client, "/su-kien/hoi-thi/") == "/lich-cong-tac/hoi-thi/"
    assert get_redirect_target(client, "/su-kien/lich.ics") == "/lich-cong-tac/lich.ics"
    assert get_redirect_target(client, "/su-kien/hoi-thi/lich.ics") == "/lich-cong-tac/hoi-thi/lich.ics"


def test_translations_are_redirected_separately(client: Client, section: NewsSection) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    news = section.copy_for_translation(english)
    news.slug, news.title = "news", "News"
    news.save_revision().publish()
    rename(news, "latest")
    assert get_redirect_target(client, "/en/news/") == "/en/latest/"
    assert get_redirect_target(client, "/en/news/archive/") == "/en/latest/archive/"
    assert client.get("/en/news/luu-tru/").status_code == 404
    assert client.get("/tin-tuc/").status_code == 200


def test_page_renamed_back_and_forth_has_no_redirect_loop(client: Client, article: NewsPage) -> None:
    for slug in ("mot", "hai", "mot", "lich-thi", "hai"):
        rename(article, slug)
    for old in ("lich-thi", "mot"):
        assert get_redirect_target(client, f"/tin-tuc/{old}/") == "/tin-tuc/hai/"
        # A cached redirect would cause a loop once the old slug is used again.
        assert client.get(f"/tin-tuc/{old}/")["Cache-Control"] == "no-cache"
    assert client.get("/tin-tuc/hai/").status_code == 200


def test_new_page_at_old_url_takes_precedence(client: Client, article: NewsPage) -> None:
    rename(article, "lich-thi-2024")
    factories.ArticleFactory(title="Lịch thi mới", slug="lich-thi", parent=article.get_parent())
    assert client.get("/tin-tuc/lich-thi/").status_code == 200
    response = client.get("/tin-tuc/lich-thi?trang=1")
    assert (response.status_code, response["Location"]) == (301, "/tin-tuc/lich-thi/?trang=1")


def test_views_take_precedence_over_redirects(client: Client, article: NewsPage) -> None:
    Redirect.add_redirect("/tim-kiem", article)
    assert client.get("/tim-kiem?q=a")["Location"] == "/tim-kiem/?q=a"


@pytest.mark.parametrize("kind", HIDING_METHODS)
def test_redirect_does_not_reveal_hidden_page(client: Client, article: NewsPage, kind: str) -> None:
    rename(article, "ten-kin")
    Redirect.add_redirect("/cu.html", article)
    Redirect.add_redirect("/ngan", "http://testserver/tin-tuc/ten-kin/")
    Redirect.add_redirect("/dai", "http://testserver/tin-tuc/lich-thi/")
    old = ["/tin-tuc/lich-thi/", "/tin-tuc/lich-thi", "/cu.html", "/ngan", "/dai/"]
    for old_path in old:
        assert get_redirect_target(client, old_path).endswith("/tin-tuc/ten-kin/")
    hide_page(NewsPage.objects.get(pk=article.pk), kind)
    for old_path in old:
        response = client.get(old_path, follow=True)
        assert response.status_code == 404, old_path
        assert "ten-kin" not in response.content.decode() + str(response.headers), old_path


@pytest.mark.parametrize("kind", ["expired", "with a password", "draft"])
def test_redirect_does_not_reveal_subpaths_of_hidden_section(client: Client, section: NewsSection, kind: str) -> None:
    rename(section, "ten-kin")
    hide_page(NewsSection.objects.get(pk=section.pk), kind)
    for url in ("/tin-tuc/", "/tin-tuc/rss/", "/tin-tuc/luu-tru/2024/04/"):
        response = client.get(url)
        assert response.status_code == 404
        assert "ten-kin" not in response.content.decode()


def test_redirect_chain_is_resolved_in_one_step(client: Client, article: NewsPage) -> None:
    Redirect.add_redirect("/a", "http://testserver/b?x=1")
    Redirect.add_redirect("/b?x=1", "http://testserver/c/")
    Redirect.add_redirect("/c", article)
    assert get_redirect_target(client, "/a") == article.url
    Redirect.objects.filter(old_path="/b?x=1").update(is_permanent=False)
    assert client.get("/a").status_code == 302  # while one of them can change


def test_redirect_loops_and_empty_redirects_are_not_found(client: Client) -> None:
    Redirect.add_redirect("/a", "http://testserver/b")
    Redirect.add_redirect("/b", "http://testserver/a/")
    Redirect.add_redirect("/minh", "http://testserver/minh/")
    Redirect.add_redirect("/trong", None)
    for url in ("/a", "/b/", "/minh", "/trong"):
        assert client.get(url, follow=True).status_code == 404, url


@pytest.mark.parametrize(
    "link",
    [
        "http://[::1",
        "//[",
        "http://[x]/",
        "javascript:alert(1)",
        "data:text/html,a",
        "http://testserver/%00",
        "http://testserver/%ED%A0%80/?%00=%FF",
        "http://testserver:x/",
        "\r\nSet-Cookie: a=b",
        " ",
    ],
)
def test_hostile_redirect_targets_cause_no_server_error(client: Client, link: str) -> None:
    """Such rows do not come from the form, which rejects most of them, but from files and older systems."""
    Redirect.add_redirect("/cu.html", link)
    Redirect.add_redirect("/lien", "http://testserver/cu.html")
    for url in ("/cu.html", "/lien"):
        response = client.get(url)
        assert response.status_code in {301, 404}, response.status_code
        assert "a" not in response.cookies
    if not link.startswith(("http://testserver", " ", "\r")):
        assert client.get("/cu.html").status_code == 404


def test_redirects_to_other_sites_and_views(client: Client) -> None:
    Redirect.add_redirect("/van-ban", "https://luat.example/tim?q=a")
    Redirect.add_redirect("/tin.xml", "http://testserver/rss/")
    assert client.get("/van-ban/")["Location"] == "https://luat.example/tim?q=a"
    assert get_redirect_target(client, "/tin.xml") == "http://testserver/rss/"


def test_site_redirect_takes_precedence_over_global_one(
    client: Client, article: NewsPage, section: NewsSection
) -> None:
    Redirect.add_redirect("/cu", article)
    Redirect.add_redirect("/cu", section, site=Site.objects.get())
    assert get_redirect_target(client, "/cu/") == section.url


@pytest.mark.parametrize(
    ("typed", "requested"),
    [
        ("/Tin tức/bài số 1.html", "/Tin%20t%E1%BB%A9c/b%C3%A0i%20s%E1%BB%91%201.html"),
        ("/tin%20tuc/1.html", "/tin%20tuc/1.html"),
        ("/index.php?b=2&a=1", "/index.php?a=1&b=2"),
        ("/index.php", "/index.php?la=1"),
        ("/tin.aspx?ten=%C4%91%E1%BB%81", "/tin.aspx?ten=%C4%91%E1%BB%81"),
    ],
)
def test_equivalent_old_urls_are_redirected(client: Client, article: NewsPage, typed: str, requested: str) -> None:
    Redirect.add_redirect(typed, article)
    assert get_redirect_target(client, requested).partition("?")[0] == article.url


@pytest.mark.parametrize(
    "old_path",
    [
        "/a.html?" + "x" * 12_000,
        "/" + "a" * 300 + ".html",
        "/" + "a/" * 700 + "b.html",
        "/a.html?%00",
        "/a%00.html",
        "/%ED%A0%80.html?%ED%A0%80=%FF",
        "//[x/a.html",
        "//evil.example/cu.html",
        "/a.html?q=//[",
        "/a;b;[.html",
        "/%3F%23.html?%23",
        "/%0d%0aLocation:x.html",
        "/\\evil.html",
    ],
)
def test_hostile_old_urls_cause_no_server_error(client: Client, article: NewsPage, old_path: str) -> None:
    Redirect.add_redirect("/a", article)
    path, _, query = old_path.partition("?")
    # As a server passes it on: the test client would take “//…” for a host.
    environ = {"PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": query}
    assert client.get("/", **environ).status_code in {301, 400, 404}


def test_moderator_can_manage_redirects(client: Client, article: NewsPage) -> None:
    admin_client = login_client(create_editor(EDITORS))
    fields = {"old_path": "/thi-vao-10", "site": "", "is_permanent": "on", "redirect_page": article.pk}
    url = reverse("wagtailredirects:add")
    assert admin_client.post(url, fields).status_code == 302
    assert get_redirect_target(client, "/thi-vao-10/") == article.url
    for typed in ("//[x", "/\0", "/" + "a" * 300):
        assert admin_client.post(url, {**fields, "old_path": typed}).status_code in {200, 302, 400}, typed


def test_redirect_keeps_month_parameter(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện", slug="lich")
    rename(section, "lich-cong-tac")
    assert get_redirect_target(client, "/lich/?thang=2026-12") == "/lich-cong-tac/?thang=2026-12"
    assert (
        get_redirect_target(client, "/lich/?thang=2026-12&x=//noi.khac") == "/lich-cong-tac/?thang=2026-12&x=//noi.khac"
    )


def test_redirect_from_existing_page_is_rejected(admin_client: Client, section: NewsSection) -> None:
    def added(old_path: str) -> Any:
        fields = {
            "old_path": old_path,
            "site": "",
            "is_permanent": "on",
            "redirect_page": section.pk,
            "redirect_link": "",
        }
        return admin_client.post(reverse("wagtailredirects:add"), fields)

    for old_path in ("/tin-tuc/", "/tin-tuc", "/tin-tuc/rss/"):
        response = added(old_path)
        assert response.context["form"].errors["old_path"] == ["Ở địa chỉ này đang có trang."], old_path
    assert added("/moi/").status_code == 302
