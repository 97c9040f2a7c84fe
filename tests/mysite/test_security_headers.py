"""Settings and middleware of the security headers; tests/test_response_headers.py has a table of the responses."""

import json
import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from mysite.blocks.videos import get_player_url
from mysite.settings.security import SILENCED_SYSTEM_CHECKS, VIDEO_PLAYERS, build_public_policy
from tests.mysite.test_settings import COMPLETE
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client

SCRIPT = "https://dem.bo.example:8443/dem.js?id=7"
SHOW = """
import json
from django.conf import settings
names = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE"
names += " CSRF_COOKIE_SAMESITE SESSION_COOKIE_PATH CSRF_COOKIE_PATH SESSION_COOKIE_DOMAIN CSRF_COOKIE_DOMAIN"
print(json.dumps({name: getattr(settings, name) for name in names.split()}))
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with production settings for an HTTPS site."""
    variables = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "mysite.settings.production", **COMPLETE}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=variables | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_check_is_clean_but_for_three_silenced_warnings() -> None:
    environment = {"SECRET_KEY": "".join(map(chr, range(40, 100))), "DATABASE_URL": "sqlite://:memory:"}
    done = run("manage.py", "check", "--deploy", "--fail-level=INFO", **environment)
    assert done.returncode == 0, done.stderr
    assert "no issues (3 silenced)" in done.stdout + done.stderr
    assert SILENCED_SYSTEM_CHECKS == ["security.W005", "security.W019", "security.W021"]


@pytest.mark.parametrize(("site_url", "prefix"), [("https://portal.example", "__Host-"), ("http://portal.example", "")])
def test_cookies(site_url: str, prefix: str) -> None:
    """Browsers accept the prefix only without domain and with the path ``/``."""
    shown = json.loads(run("-c", SHOW, SITE_URL=site_url).stdout)
    assert shown == {
        "SESSION_COOKIE_NAME": f"{prefix}portal_session",
        "CSRF_COOKIE_NAME": f"{prefix}portal_csrf",
        **{f"{cookie}_COOKIE_HTTPONLY": True for cookie in ("SESSION", "CSRF")},
        **{f"{cookie}_COOKIE_SAMESITE": "Lax" for cookie in ("SESSION", "CSRF")},
        **{f"{cookie}_COOKIE_PATH": "/" for cookie in ("SESSION", "CSRF")},
        **{f"{cookie}_COOKIE_DOMAIN": None for cookie in ("SESSION", "CSRF")},
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://dem.example/dem.js",
        "https://dem.example",
        "//dem.example/dem.js",
        "javascript:alert(1)",
        "https://dem.example/dem.js' 'unsafe-inline",
        "https://dem.example/dem.js; script-src *",
        "https://dem.example/dem.js,https://a.example/",
        'https://dem.example/"onload="alert(1)',
        "https://dem.example *.example/dem.js",
        "https://user@dem.example/dem.js",
        "https://*/dem.js",
        "https://dem.example/dem.js\nX: y",
    ],
)
def test_malformed_measurement_script_is_refused(url: str) -> None:
    done = run("-c", "from django.conf import settings; settings.DEBUG", MEASUREMENT_SCRIPT=url)
    assert done.returncode != 0
    assert "MEASUREMENT_SCRIPT" in done.stderr.strip().splitlines()[-1]


def test_policy_allows_measurement_script_and_its_site_only() -> None:
    with_script, without = build_public_policy(SCRIPT), build_public_policy()
    added = {name: set(with_script[name]) - set(without[name]) for name in without}
    origin = {"https://dem.bo.example:8443"}
    assert {name: sources for name, sources in added.items() if sources} == {
        "script-src": origin,
        "connect-src": origin,
        "img-src": origin,
    }
    assert "'unsafe-inline'" not in str(without)
    assert run("-c", "from django.conf import settings; settings.DEBUG", MEASUREMENT_SCRIPT=SCRIPT).returncode == 0


def test_policy_allows_players_of_videos() -> None:
    urls = ["https://youtu.be/abcdefghijk", "https://www.youtube.com/watch?v=abcdefghijk", "https://vimeo.com/123456"]
    origins = {"https://{1}".format(*urlsplit(get_player_url(url))) for url in urls}
    assert origins == set(VIDEO_PLAYERS)


@pytest.mark.django_db
def test_measurement_script_is_in_public_pages_only(client: Client, settings) -> None:
    article = factories.ArticleFactory()
    locked = factories.ArticleFactory()
    locked.view_restrictions.create(restriction_type="password", password="x")
    editor = login_client(create_editor(EDITORS))
    draft = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
    assert "dem.js" not in client.get(article.url).text
    settings.MEASUREMENT_SCRIPT = SCRIPT
    element = f'<script src="{SCRIPT}" defer></script>'
    for url in (article.url, "/", "/en/", "/tim-kiem/", "/khong-co/"):
        assert client.get(url).text.count(element) == 1, url
    for visitor, url in ((client, locked.url), (client, "/_util/login/"), (client, "/admin/login/"), (editor, draft)):
        response = visitor.get(url)
        assert response.status_code == 200, url
        assert "dem.js" not in response.text, url
    assert "dem.js" not in editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).text


@pytest.mark.django_db
def test_other_methods_get_those_that_are_allowed(client: Client) -> None:
    """A forged form is refused before its method is looked at, so only OPTIONS comes this far without a token."""
    article = factories.ArticleFactory(tags=("Thi cử",))
    section = factories.EventSectionFactory(slug="su-kien")
    event = factories.EventFactory(parent=section)
    contact = factories.ContactPageFactory()
    image, document = factories.SmallImageFactory(), factories.DocumentFactory(file=ContentFile(b"x", name="a.pdf"))
    read = "GET, HEAD"
    allowed = {
        **dict.fromkeys(["/", "/en/", article.url, section.url, event.url, contact.url], "GET, HEAD, OPTIONS"),
        **dict.fromkeys(
            ["/tim-kiem/", "/the/thi-cu/", "/so-do-cong/", "/rss/", "/lich.ics", f"{event.url}lich.ics"], read
        ),
        **dict.fromkeys(["/robots.txt", "/sitemap.xml", "/api/v2/pages/", "/healthz/live", "/healthz/ready"], read),
        **dict.fromkeys([image.file.url, document.url], read),
        f"/gui-loi-nhan/{contact.pk}/": "GET, HEAD, POST",
    }
    for url, methods in allowed.items():
        response = client.options(url)
        assert response.status_code == (200 if "OPTIONS" in methods else 405), url
        assert response["Allow"] == methods, url
        assert len(response.content) < 200, url
    for method in ("PUT", "DELETE", "PATCH", "POST", "TRACE", "PROPFIND"):
        response = client.generic(method, article.url)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS"), method


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
@pytest.mark.django_db
def test_error_page_needs_no_manifest_of_static_files(monkeypatch, settings, template: str) -> None:
    """The manifest may be missing or damaged, and then the error page would be the next error."""
    settings.STATIC_ROOT = "/khong-co"
    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage", ManifestStaticFilesStorage())
    page = render_to_string(template)
    files = re.findall(r'(?:src|href)="/static/(mysite/[^"]+)"', page)
    assert len(files) >= 5
    assert all(os.path.exists(os.path.join(settings.BASE_DIR, "mysite", "static", name)) for name in files)


@pytest.mark.django_db
def test_error_has_headers(monkeypatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("home.views.find_site", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Permissions-Policy"]


@pytest.mark.django_db
def test_preview_may_be_framed_by_the_admin_but_no_page() -> None:
    article = factories.ArticleFactory()
    client = login_client(create_editor(EDITORS))
    url = reverse("wagtailadmin_pages:view_draft", args=[article.pk])
    policies = {address: client.get(address)["Content-Security-Policy"] for address in (url, article.url)}
    assert "frame-ancestors 'self'" in policies[url]
    assert "frame-ancestors 'none'" in policies[article.url]
    assert all("'unsafe-inline'" not in policy for policy in policies.values())
