"""The page cache answers anonymous requests with stored responses, and nothing else is stored or mixed up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.contrib.auth.models import Group
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.http import HttpResponse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from mysite.content_generation import Generation, raise_generation
from mysite.http import page_cache
from mysite.http.page_cache import PageCache, declare_parameters
from mysite.http.stored_response import choose_encoding
from mysite.wsgi import application
from search import query_log
from tests.support import factories
from tests.support.wsgi_client import request

COOKIE = "portal_session=" + "a" * 32


@pytest.fixture
def article(db):
    return factories.ArticleFactory(title="Kết quả kỳ thi tuyển sinh lớp 10", tags=("Tuyển sinh",))


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """The paths that Django renders."""
    paths: list[str] = []
    get_response = WSGIHandler.get_response

    def note_path(handler, http_request):
        paths.append(http_request.get_full_path())
        return get_response(handler, http_request)

    monkeypatch.setattr(WSGIHandler, "get_response", note_path)
    return paths


class TestStored:
    @pytest.mark.parametrize(
        "path",
        "/ /tin-tuc-{n}/ /rss/ /tim-kiem/?q=thi /tim-kiem/goi-y/?q=ket /khong-co/ /sitemap.xml /sitemap-news.xml "
        "/api/v2/pages/ /so-do-cong/ /lich.ics /en/".split(),
    )
    def test_second_request_is_one_query(self, article, rendered, django_assert_num_queries, path):
        path = path.replace("/tin-tuc-{n}/", article.get_parent().url)
        first = request(path)
        with django_assert_num_queries(1):
            second = request(path)
        assert rendered == [path]
        assert (second.status_code, second.body) == (first.status_code, first.body)
        assert second.headers.pop("X-Request-ID") != first.headers.pop("X-Request-ID")
        assert second.headers == first.headers

    def test_headers(self, article):
        headers = request(article.url, HTTP_ACCEPT_ENCODING="gzip").headers
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Cache-Control"] == "max-age=0, s-maxage=1"
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Type"] == "text/html; charset=utf-8"

    def test_not_modified(self, article):
        etag = request(article.url).headers["ETag"]
        for known in (etag, etag.removeprefix("W/"), f'"x", {etag}', "*"):
            response = request(article.url, HTTP_IF_NONE_MATCH=known)
            assert (response.status_code, response.body) == ((304, b"") if known != "*" else (200, response.body))
        assert request(article.url, HTTP_IF_NONE_MATCH='"x"').status_code == 200

    def test_conditional_first_request_stores_the_whole_page(self, article):
        etag = request("/rss/").headers["ETag"]
        raise_generation()
        assert request("/rss/", HTTP_IF_NONE_MATCH=etag).status_code == 304
        assert request("/rss/").status_code == 200

    def test_head(self, article, rendered):
        for _ in range(2):
            response = request(article.url, "HEAD")
            assert (response.status_code, response.body) == (200, b"")
            assert int(response.headers["Content-Length"]) == len(request(article.url).body)
        assert len(rendered) == 1

    def test_encodings_have_the_same_text(self, article, rendered):
        texts = {request(article.url, HTTP_ACCEPT_ENCODING=name).text for name in ("br", "gzip", "identity", "br")}
        assert len(texts) == len(rendered) == 1
        assert article.title in texts.pop()

    def test_new_generation_is_rendered(self, article, rendered):
        request(article.url)
        raise_generation()
        request(article.url)
        assert len(rendered) == 2

    def test_old_page_is_rendered_again(self, article, rendered, monkeypatch):
        request(article.url)
        monkeypatch.setattr("mysite.http.stored_response.MAX_AGE", -1)
        request(article.url)
        assert len(rendered) == 2

    def test_memory_is_bounded(self, article, rendered, monkeypatch):
        monkeypatch.setattr(page_cache, "MAX_BYTES", 50_000)
        application = PageCache(WSGIHandler())
        for number in range(60):
            request(f"/khong-co-{number}/", to=application, HTTP_ACCEPT_ENCODING="br")
        assert application.store._responses.currsize <= 50_000
        assert 1 < len(application.store._responses) < 20

    def test_search_terms_are_counted(self, article, monkeypatch):
        counted = []
        monkeypatch.setattr(query_log, "record", lambda text, results: counted.append((text, results)))
        for _ in range(3):
            request("/tim-kiem/?q=tuyen+sinh")
        assert counted == [("tuyen sinh", 1)] * 3


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip;q=1.0", "gzip"),
        ("br;q=0.000, gzip;q=0", "identity"),
        ("", "identity"),
        ("deflate, brotli, xgzip", "identity"),
        ("gzip;q=abc", "identity"),
        ("*", "identity"),
    ],
)
def test_choice_of_encoding(accepted, encoding):
    assert choose_encoding(accepted) == encoding


class TestParameters:
    @pytest.mark.parametrize("query", ["fbclid=1", "utm_source=zalo&utm_medium=x", "thang=2026-11", "q=a", "a=%FF;b"])
    def test_parameters_that_a_view_does_not_read_share_its_page(self, article, rendered, query):
        request(article.url)
        assert request(f"{article.url}?{query}").status_code == 200
        assert len(rendered) == 1

    def test_parameters_that_a_view_reads_make_another_page(self, article, rendered):
        section = article.get_parent().url
        paths = [section, f"{section}?page=2", f"{section}?page=3&fbclid=1", f"{section}?fbclid=2&page=3"]
        for path in paths:
            request(path)
        assert len(rendered) == 3

    def test_unknown_page_with_parameters_is_not_taken_for_another(self, db, rendered):
        Redirect.objects.create(old_path="/index.php?id=7", redirect_link="/tin/")
        assert request("/index.php").status_code == 404
        assert request("/index.php?id=7").status_code == 301
        assert request("/index.php").status_code == 404

    def test_missing_month_is_not_taken_for_the_section(self, db):
        section = factories.EventSectionFactory().url
        assert request(f"{section}?thang=2014-99").status_code == 404
        assert request(section).status_code == 200
        assert request(f"{section}?thang=2014-99").status_code == 404

    def test_views_cannot_read_parameters_they_have_not_declared(self, article, monkeypatch):
        """Every view with stored responses works with a request whose other parameters are gone."""
        seen = []
        original = page_cache.restrict_parameters

        def restrict(http_request, names):
            original(http_request, names)
            seen.append((http_request.path, set(http_request.GET) - set(names)))

        monkeypatch.setattr(page_cache, "restrict_parameters", restrict)
        monkeypatch.setattr("home.views.restrict_parameters", restrict)
        for path in ["/", article.url, "/rss/", "/tim-kiem/", "/tim-kiem/goi-y/", "/the/tuyen-sinh/"]:
            request(f"{path}?q=thi&page=1&la=1")
        assert len(seen) == 6
        assert not any(undeclared for _, undeclared in seen)


class TestNotStored:
    """Each case is requested anonymously afterwards, and twice itself: it must not reach the stored page."""

    @pytest.mark.parametrize(
        "environ", [{"HTTP_COOKIE": COOKIE}, {"HTTP_COOKIE": f"a=b; {COOKIE}"}, {"HTTP_AUTHORIZATION": "Basic eDp5"}]
    )
    def test_requests_of_users(self, article, rendered, environ):
        for _ in range(2):
            request(article.url, **environ)
        request(article.url)
        assert len(rendered) == 3

    def test_page_that_an_editor_may_see_is_not_shown_to_visitors(self, article, admin_client):
        PageViewRestriction.objects.create(page=article, restriction_type="login")
        cookie = f"portal_session={admin_client.cookies['portal_session'].value}"
        assert article.title in request(article.url, HTTP_COOKIE=cookie).text
        assert request(article.url).status_code == 302

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    def test_other_methods(self, article, method, rendered):
        request(article.url, method)
        request(article.url)
        assert len(rendered) == 2

    @pytest.mark.parametrize("restriction", ["login", "password", "groups"])
    def test_restricted_pages(self, article, restriction):
        page_restriction = PageViewRestriction.objects.create(
            page=article, restriction_type=restriction, password="mat-khau"
        )
        page_restriction.groups.add(Group.objects.first())
        responses = [request(article.url) for _ in range(2)]
        assert not any(article.title in response.text for response in responses)
        assert not any("s-maxage" in response.headers.get("Cache-Control", "") for response in responses)

    @pytest.mark.parametrize(
        "path", ["/admin/login/", "/healthz/ready", "/static/mysite/x.css", "/media/images/x.jpg", "/documents/1/a.pdf"]
    )
    def test_other_paths(self, db, path, rendered):
        for _ in range(2):
            assert "s-maxage" not in request(path).headers.get("Cache-Control", "")
        assert len(rendered) == 2

    @pytest.mark.parametrize(
        "environ",
        [
            {"HTTP_HOST": "other.example"},
            {"HTTP_X_FORWARDED_PROTO": "https"},
            {"SERVER_PORT": "8080"},
            {"wsgi.url_scheme": "https"},
        ],
    )
    def test_other_hosts_and_schemes_have_pages_of_their_own(self, article, rendered, environ):
        request(article.url, **environ)
        request(article.url)
        assert len(rendered) == 2

    @pytest.mark.parametrize(
        "environ",
        [
            {"HTTP_X_FORWARDED_HOST": "evil.example"},
            {"HTTP_X_ORIGINAL_URL": "/admin/"},
            {"HTTP_X_REWRITE_URL": "/admin/"},
            {"HTTP_ACCEPT_LANGUAGE": "en"},
            {"HTTP_ACCEPT": "application/json"},
            {"HTTP_USER_AGENT": "<script>"},
            {"HTTP_RANGE": "bytes=0-9"},
            {"HTTP_REFERER": "https://evil.example/"},
            {"HTTP_COOKIE": "django_language=en"},
            {"HTTP_COOKIE": "portal_csrf=x"},
            {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
            {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
            {"HTTP_X_FORWARDED_FOR": "1.2.3.4"},
            {"HTTP_X_FORWARDED_PREFIX": "/evil"},
            {"HTTP_FORWARDED": "host=evil.example;proto=https"},
        ],
    )
    def test_headers_do_not_change_the_stored_page(self, article, environ):
        expected = request(article.url).text
        raise_generation()
        request(article.url, **environ)
        response = request(article.url)
        assert response.text == expected
        assert "evil" not in str(response.headers)

    def test_redirects(self, db, rendered):
        Redirect.objects.create(old_path="/cu", redirect_link="/moi/")
        for _ in range(2):
            assert request("/cu/").status_code == 301
        assert len(rendered) == 2

    def test_disallowed_host(self, article, settings):
        settings.ALLOWED_HOSTS = ["testserver"]
        response = request(article.url, HTTP_HOST="evil.example")
        assert response.status_code == 400
        assert "s-maxage" not in response.headers.get("Cache-Control", "")

    def test_database_that_is_not_available(self, article, rendered, monkeypatch):
        def fail():
            raise OperationalError("gone")

        monkeypatch.setattr(Generation, "read", fail)
        request(article.url)
        request(article.url)
        assert len(rendered) == 2


class SlowApplication:
    """A WSGI application whose responses can be held back, and are numbered."""

    def __init__(self) -> None:
        self.may_respond = threading.Event()
        self.started = threading.Event()
        self.numbers = count(1)

    def __call__(self, environ, start_response):
        self.started.set()
        self.may_respond.wait(10)
        response = declare_parameters(HttpResponse(f"response {next(self.numbers)}"), ())
        start_response("200 OK", list(response.items()))
        return response


class TestConcurrentRequests:
    @pytest.fixture(autouse=True)
    def generation(self, db, monkeypatch):
        self.number = 1
        monkeypatch.setattr(page_cache, "read_generation", lambda: Generation(self.number, 2**40, None))

    @pytest.fixture
    def slow(self):
        return SlowApplication()

    @pytest.fixture
    def pool(self):
        with ThreadPoolExecutor(16) as pool:
            yield pool

    def test_one_thread_renders_for_two_that_wait(self, slow, pool):
        cached = PageCache(slow)
        futures = [pool.submit(request, "/", to=cached) for _ in range(3)]
        slow.started.wait(10)
        slow.may_respond.set()
        assert {future.result(10).text for future in futures} == {"response 1"}

    def test_others_get_the_previous_page_without_waiting(self, slow, pool):
        slow.may_respond.set()
        cached = PageCache(slow)
        request("/", to=cached)
        slow.may_respond.clear()
        slow.started.clear()
        self.number = 2
        rendering = pool.submit(request, "/", to=cached)
        slow.started.wait(10)
        waiting = [pool.submit(request, "/", to=cached) for _ in range(2)]
        while any(render.waiting < 2 for render in cached._renders.values()):
            pass
        assert [request("/", to=cached).text for _ in range(5)] == ["response 1"] * 5
        slow.may_respond.set()
        assert {future.result(10).text for future in [rendering, *waiting]} == {"response 2"}

    def test_previous_page_is_not_sent_if_it_was_not_current_a_moment_ago(self, slow, pool, monkeypatch):
        monkeypatch.setattr(page_cache, "MAX_WAITING", 0)
        slow.may_respond.set()
        cached = PageCache(slow)
        request("/", to=cached)
        monkeypatch.setattr(page_cache, "MAX_STALE_SECONDS", -1.0)
        slow.may_respond.clear()
        slow.started.clear()
        self.number = 2
        futures = [pool.submit(request, "/", to=cached) for _ in range(3)]
        slow.started.wait(10)
        slow.may_respond.set()
        assert "response 1" not in {future.result(10).text for future in futures}

    def test_waiting_ends_after_a_time(self, slow, pool, monkeypatch):
        monkeypatch.setattr(page_cache, "MAX_WAIT", 0.05)
        cached = PageCache(slow)
        futures = [pool.submit(request, "/", to=cached) for _ in range(3)]
        slow.started.wait(10)
        threading.Timer(0.3, slow.may_respond.set).start()
        assert len({future.result(10).text for future in futures}) == 3

    def test_next_thread_renders_after_an_error(self, pool):
        def fail(environ, start_response):
            raise RuntimeError("no")

        cached = PageCache(fail)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                request("/", to=cached)
        assert not cached._renders

    def test_different_pages_do_not_wait_for_each_other(self, slow, pool):
        cached = PageCache(slow)
        waiting = pool.submit(request, "/a/", to=cached)
        slow.started.wait(10)
        slow.started.clear()
        other = pool.submit(request, "/b/", to=cached)
        assert slow.started.wait(10)
        slow.may_respond.set()
        assert waiting.result(10).text != other.result(10).text


def test_portal_is_served_through_the_page_cache(db):
    assert request("/", to=application).headers["Vary"] == "Accept-Encoding"
