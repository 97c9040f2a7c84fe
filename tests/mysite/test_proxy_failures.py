"""Pages through nginx while the portal fails: the last stored page, but nothing that was withdrawn or has expired."""

import datetime
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from mysite.http import proxy_cache
from mysite.models import ContentGeneration
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.hidden_pages import hide_page
from tests.support.proxies import ProxyFolder, Response, proxy_folder, run_proxy, send_request
from tests.support.servers import PATIENCE, run_gunicorn_worker_for_test, separate_database

pytestmark = pytest.mark.nginx

#: Seconds after which a stored page is no longer fresh: nginx counts whole ones.
STALE_AFTER = 2.1


class Portal:
    """The portal behind nginx, with an article that its section and the home page name."""

    def __init__(self, folder: ProxyFolder, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.section = factories.SectionFactory(title="Tin tức")
        self.port = self.worker = 0

    def add_article(self, title: str, **fields: object) -> NewsPage:
        article = factories.ArticleFactory(parent=self.section, title=title, published_at=timezone.now(), **fields)
        proxy_cache.finish_deletions()
        return article

    def get(self, url: object) -> Response:
        return send_request(self.port, str(url))

    def get_all(self, urls: list[str]) -> dict[str, Response]:
        """Request all at once: nginx tries for two seconds before it sends an error page."""
        with ThreadPoolExecutor(len(urls)) as threads:
            return dict(zip(urls, threads.map(self.get, urls), strict=True))


@contextmanager
def run_portal_behind_proxy(folder: ProxyFolder) -> Iterator[Portal]:
    """Run both; closing the portal's ``stack`` kills gunicorn, and nginx goes on."""
    with ExitStack() as stack, ExitStack() as proxies:
        portal = Portal(folder, stack)
        home = factories.get_home_page()
        home.body = [{"type": "latest_news", "value": {"title": "", "count": 5}}]
        home.save()
        environment = {"TRUSTED_PROXIES": "1", "PROXY_CACHE_DIR": str(folder.cached_pages)}
        portal_port, portal.worker = stack.enter_context(run_gunicorn_worker_for_test(**environment))
        portal.port = proxies.enter_context(run_proxy(folder, portal_port, PAGE_TIMEOUT="1s"))
        yield portal


@pytest.fixture(scope="module")
def folder(django_db_blocker) -> Iterator[ProxyFolder]:
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media, PROXY_CACHE_DIR=str(folder.cached_pages)))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        yield folder


@pytest.fixture(scope="module")
def portal(folder: ProxyFolder) -> Iterator[Portal]:
    with run_portal_behind_proxy(folder) as portal:
        yield portal


@contextmanager
def broken_database(folder: ProxyFolder) -> Iterator[None]:
    """Every query of a page fails: a table is missing."""
    with closing(sqlite3.connect(folder.path / "portal.sqlite3")) as database:
        database.execute("ALTER TABLE wagtailcore_site RENAME TO wagtailcore_site_away")
        database.execute("ALTER TABLE mysite_contentgeneration RENAME TO mysite_contentgeneration_away")
        database.commit()
        try:
            yield
        finally:
            database.execute("ALTER TABLE wagtailcore_site_away RENAME TO wagtailcore_site")
            database.execute("ALTER TABLE mysite_contentgeneration_away RENAME TO mysite_contentgeneration")
            database.commit()


@contextmanager
def frozen_portal(portal: Portal) -> Iterator[None]:
    """The portal accepts connections and does not respond."""
    os.kill(portal.worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(portal.worker, signal.SIGCONT)


def test_stored_page_is_sent_while_database_fails(portal: Portal, folder: ProxyFolder) -> None:
    article = portal.add_article("Lịch thi khi cơ sở dữ liệu hỏng")
    urls = [article.url, portal.section.url, "/", "/khong-co/"]
    stored = {url: portal.get(url) for url in urls}
    assert article.title in stored["/"].body.decode()
    time.sleep(STALE_AFTER)
    with broken_database(folder):
        for url in urls:
            response = portal.get(url)
            assert (response.status, response.cache_status) == (stored[url].status, "STALE"), url
            assert response.body == stored[url].body
            assert response.headers["Cache-Control"] == "max-age=0, s-maxage=1"
        never_stored = portal.get("/tim-kiem/?q=thi")
        assert never_stored.status in {502, 503}
        assert "Cổng thông tin tạm thời gián đoạn" in never_stored.body.decode()
        assert never_stored.headers["Cache-Control"] == "no-store"
    assert portal.get(article.url).cache_status == "REVALIDATED"


def test_stored_page_is_sent_while_portal_does_not_respond(portal: Portal) -> None:
    article = portal.add_article("Lịch thi khi máy chủ treo")
    stored = portal.get(article.url)
    time.sleep(STALE_AFTER)
    with frozen_portal(portal):
        response = portal.get(article.url)
        assert (response.status, response.cache_status, response.body) == (200, "STALE", stored.body)
        never_stored = portal.get(f"{article.url}?fbclid=1")
        assert never_stored.status == 502
        assert "Cổng thông tin tạm thời gián đoạn" in never_stored.body.decode()


def test_page_stored_since_last_change_is_sent(portal: Portal, folder: ProxyFolder) -> None:
    """The second deletion, some seconds after a change, keeps what can no longer be rendered if the database fails."""
    article = portal.add_article("Lịch thi vừa sửa")
    NewsPage.objects.filter(pk=article.pk).update(title="Lịch thi sửa lần hai")
    stored = portal.get(article.url)
    assert "Lịch thi sửa lần hai" in stored.body.decode()
    assert "X-Content-Generation" not in stored.headers
    proxy_cache.finish_deletions()
    time.sleep(STALE_AFTER)
    with broken_database(folder):
        response = portal.get(article.url)
        assert (response.status, response.cache_status, response.body) == (200, "STALE", stored.body)


@pytest.mark.parametrize(
    ("head", "is_kept"),
    [
        (b"X-Content-Generation: 7", True),
        (b"x-content-generation: 12", True),
        (b"X-Content-Generation: 6", False),
        (b"X-Content-Generation: -9", False),
        (b"Content-Length: 2\r\n\r\nX-Content-Generation: 7", False),
        (b"X-Long: " + b"x" * 9000 + b"\r\nX-Content-Generation: 7", False),
        (b"", False),
    ],
)
def test_second_deletion_keeps_current_generation(tmp_path: Path, head: bytes, is_kept: bool) -> None:
    file = make_cache_file(tmp_path)
    file.write_bytes(b"\x05\x00KEY: http://testserver/:br\nHTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n<p>")
    proxy_cache.delete_files(str(tmp_path), 7)
    assert file.exists() == is_kept


@pytest.mark.django_db
def test_change_while_rendering_is_deleted_later(settings, tmp_path: Path, monkeypatch) -> None:
    """A page whose rendering began before a change is stored after the first deletion."""
    settings.PROXY_CACHE_DIR = str(tmp_path)
    late = make_cache_file(tmp_path)
    monkeypatch.setattr(proxy_cache, "SECONDS_UNTIL_REPEAT", 0.5)
    proxy_cache.delete_stored_pages()
    assert not late.exists()
    make_cache_file(tmp_path)
    deadline = time.monotonic() + PATIENCE
    while late.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not late.exists()


def test_scheduler_deletes_for_processes_that_could_not(folder: ProxyFolder, settings, tmp_path: Path) -> None:
    settings.PROXY_CACHE_DIR = str(tmp_path)
    proxy_cache.delete_pages_of_earlier_generations()
    late = make_cache_file(tmp_path)
    proxy_cache.delete_pages_of_earlier_generations()
    assert late.exists()
    ContentGeneration.objects.update(number=F("number") + 1)  # not with raise_generation, which sends the signal
    proxy_cache.delete_pages_of_earlier_generations()
    assert not late.exists()


def test_only_files_of_the_cache_are_deleted(tmp_path: Path) -> None:
    digest = "0123456789abcdef0123456789abcdef"
    kept = [
        digest,
        f"0/{digest}",
        f"f/{digest}.0000000001",
        f"f/{digest[:-1]}",
        f"f/{digest.upper()}",
        "f/notes.txt",
        f"ff/{digest}",
        f"f/f/{digest}",
        f"media/{digest}",
    ]
    for name in [*kept, f"f/{digest}"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    link = f"1/{digest[:-1]}1"
    (tmp_path / "1").mkdir()
    (tmp_path / link).symlink_to(tmp_path / kept[0])
    proxy_cache.delete_files(str(tmp_path))
    remaining = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if not path.is_dir()}
    assert remaining == {*kept, link}


def test_missing_cache_folder_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    proxy_cache.delete_files(str(tmp_path / "khong-co"))
    assert "khong-co" in caplog.text


def make_cache_file(folder: Path) -> Path:
    file = folder / "a" / ("b" * 31 + "a")
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x")
    return file


def test_nothing_withdrawn_or_expired_is_sent_after_a_failure(folder: ProxyFolder) -> None:
    with run_portal_behind_proxy(folder) as portal:
        kept, withdrawn, locked, expiring = [
            portal.add_article(f"{title} {time.monotonic_ns()}") for title in ("Còn lại", "Đã gỡ", "Đã khoá", "Hết hạn")
        ]
        pages = [kept.url, withdrawn.url, locked.url, expiring.url, portal.section.url, "/"]
        before = [portal.get(url) for url in pages]
        assert all(page.status == 200 for page in before)
        assert all(article.title in before[-1].body.decode() for article in (kept, withdrawn, locked, expiring))
        hide_page(withdrawn, "unpublished")
        hide_page(locked, "with a password")
        expiry = timezone.now() + datetime.timedelta(seconds=8)
        NewsPage.objects.filter(pk=expiring.pk).update(expire_at=expiry)
        proxy_cache.finish_deletions()
        for url in (kept.url, expiring.url, portal.section.url):
            assert portal.get(url).status == 200
        portal.stack.close()  # kills gunicorn
        time.sleep(STALE_AFTER)
        stale = portal.get_all(pages)
        for url in (kept.url, expiring.url, portal.section.url):
            assert (stale[url].status, stale[url].cache_status) == (200, "STALE"), url
        assert kept.title in stale[portal.section.url].body.decode()
        for url in (withdrawn.url, locked.url, "/"):
            assert stale[url].status == 502, url
        for title in (withdrawn.title, locked.title):
            assert not any(title in page.body.decode() for page in stale.values())
        time.sleep(max(0, (expiry - timezone.now()).total_seconds()) + 0.1)
        after = portal.get_all(pages).values()
        assert not any(expiring.title in page.body.decode() for page in after)
        assert {page.status for page in after} == {502}
