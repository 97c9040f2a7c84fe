"""A backup of SQLite is restored into PostgreSQL: the same rows, and the same response at every URL."""

import os
import re
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from mysite.backups.conversion import NOT_COPIED
from tests.support.samples import TEST_ALL, sample
from tests.support.servers import PATIENCE, run_portal
from tests.support.services import POSTGRES_URL
from tests.support.template_databases import PREFIX, compute_digest, copy_sqlite_template

#: As in ``run_portal``.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "http://127.0.0.1:8000",
    "DJANGO_SETTINGS_MODULE": "tests.support.servers_settings",
    "PYTHONPATH": str(settings.BASE_DIR),
}
#: Differs between two servers: tokens, when a form was opened, and the port, which sharing links have in Base64.
TOKEN = re.compile(
    r'name="(?:csrfmiddlewaretoken|opened)" value="[\w:-]+"'
    r"|[?&]t=\w+|127\.0\.0\.1(?::|%3A)\d+|share_external\?d=[\w=-]+"
)

LINK = re.compile(r'href="[^"]+"')

#: Status, redirect and text.
Response = tuple[int, str, str]


def run(folder: Path, database: str, *command: str) -> str:
    """Run Python with the environment of the portal in ``folder``."""
    environment = ENVIRONMENT | {"DATA_DIR": str(folder), "DATABASE_URL": database}
    done = subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def new_postgres_database(name: str) -> Iterator[str]:
    """Create a database, with the tables if there is a template; yield its URL."""
    with psycopg.connect(POSTGRES_URL, autocommit=True) as server:
        template = f"{PREFIX}{compute_digest()}"
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template if found else 'template0'}")
        try:
            yield f"{POSTGRES_URL.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def source(tmp_path: Path) -> tuple[Path, str]:
    """A portal on SQLite: a page of each kind, a translation and redirects; in the long form also the demo."""
    folder = tmp_path / "sqlite"
    folder.mkdir()
    copy_sqlite_template(folder / "portal.sqlite3")
    database = f"sqlite:///{folder / 'portal.sqlite3'}"
    if TEST_ALL:
        run(folder, database, "manage.py", "seed_demo", "--picture-width=160")
    run(folder, database, "-m", "tests.support.converted_portal")
    return folder, database


def list_urls(database: Path) -> list[str]:
    """Return the URLs of all pages, people, feeds and lists, of media, and of redirects."""
    with closing(sqlite3.connect(database)) as source:
        pages = source.execute(
            "SELECT language_code, url_path FROM wagtailcore_page page JOIN wagtailcore_locale locale "
            "ON locale.id = locale_id WHERE live AND depth > 1 ORDER BY page.id"
        )
        prefixes = {"vi": "/", "en": "/en/"}
        paths = [prefixes[language] + path.split("/", 2)[2] for language, path in pages]
        paths += [path for (path,) in source.execute("SELECT old_path FROM wagtailredirects_redirect ORDER BY id")]
        paths += [f"/media/{name}" for (name,) in source.execute("SELECT file FROM mysite_portalimage ORDER BY id")]
        paths += [
            f"/documents/{pk}/{Path(name).name}"
            for pk, name in source.execute("SELECT id, file FROM mysite_portaldocument ORDER BY id")
        ]
    fixed = [
        "/",
        "/en/",
        "/rss/",
        "/sitemap.xml",
        "/tim-kiem/?q=tuyen+sinh",
        "/en/search/?q=wheelchair",
        "/so-do-cong/",
    ]
    return list(dict.fromkeys([*fixed, *paths]))


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        """Return None, so that the redirect is the response."""


def request(port: int, path: str) -> Response:
    """Return status, redirect and text of a response, without what differs between two servers."""
    opener = urllib.request.build_opener(KeepRedirect)
    try:
        response = opener.open(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        text = TOKEN.sub("", response.read().decode(errors="replace"))
    if "?q=" in path:  # the two databases rank differently
        text = "\n".join(sorted(set(LINK.findall(text))))
    return response.status, TOKEN.sub("", response.headers["Location"] or ""), text


def find_difference(old: Response, new: Response) -> object:
    """Return status and redirect of both responses, or their first lines that differ."""
    if old[:2] != new[:2]:
        return old[:2], new[:2]
    return next(pair for pair in zip_longest(old[2].splitlines(), new[2].splitlines()) if pair[0] != pair[1])


def compare_rows(sqlite: Path, postgres: str) -> dict[str, tuple[int, int]]:
    """Return the tables whose numbers of rows differ, with both numbers."""
    with closing(sqlite3.connect(sqlite)) as old, closing(psycopg.connect(postgres)) as new:
        tables = {name for (name,) in new.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        assert len(tables) > 100
        counts = {
            table: tuple(source.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for source in (old, new))  # noqa: S608
            for table in tables - NOT_COPIED
        }
    assert counts["wagtailcore_revision"][0] > 0
    assert counts["wagtailredirects_redirect"][0] > 0
    assert counts["wagtail_localize_translation"][0] > 0
    return {table: numbers for table, numbers in counts.items() if numbers[0] != numbers[1]}


def test_portal_on_postgres_responds_as_on_sqlite(source: tuple[Path, str], tmp_path: Path) -> None:
    folder, database = source
    run(folder, database, "manage.py", "backup")
    (backup,) = (folder / "backups").iterdir()
    urls = sample(list_urls(folder / "portal.sqlite3"), 24)
    with new_postgres_database(f"portal_converted_{os.getpid()}") as target:
        run(tmp_path / "postgres", target, "manage.py", "restore", str(backup), "--convert")
        assert compare_rows(folder / "portal.sqlite3", target) == {}
        with run_portal(folder, database) as (old, _), run_portal(tmp_path / "postgres", target) as (new, _):
            responses = {path: (request(old, path), request(new, path)) for path in urls}
    assert {path: find_difference(*both) for path, both in responses.items() if both[0] != both[1]} == {}
    assert {path: old[0] for path, (old, _new) in responses.items() if old[0] not in (200, 301, 302)} == {}
    assert len(urls) >= (125 if TEST_ALL else 20)
