"""The promises of tests/conftest.py and tests/support/browser.py that other tests build on."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from tests.support.function_coverage import MODULES_ELSEWHERE, NAMES_ELSEWHERE
from tests.support.second_database import FIRST_DATABASE_ONLY, SECOND_DATABASE
from tests.support.services import ON_POSTGRES


@pytest.fixture
def migration_rows():
    def look():
        return (
            sorted(Locale.objects.values_list("pk", "language_code")),
            sorted(Page.objects.values_list("pk", "path", "slug")),
            sorted(Site.objects.values_list("pk", "hostname", "root_page")),
            sorted(Group.objects.values_list("pk", "name", "permissions")),
        )

    return look


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_only_migration_rows_are_left_of_tests_that_commit(migration_rows, time):
    locales, pages, sites, groups = migration_rows()
    assert not any(slug.endswith("-run") for _, _, slug in pages)
    assert not Redirect.objects.exists()
    assert {code for _, code in locales} == {"vi", "en"}
    assert len(pages) >= 3
    assert len(sites) == 1
    assert groups
    # New rows get unused primary keys.
    Page.objects.get(slug="home").add_child(instance=Page(title=time, slug=f"{time}-run"))
    Redirect.add_redirect(f"/{time}/", "/")


@pytest.mark.django_db
def test_rows_of_other_tests_are_removed(migration_rows):
    _, pages, _, _ = migration_rows()
    assert not any(slug.endswith("-run") for _, _, slug in pages)
    Page.objects.get(slug="home").add_child(instance=Page(title="New", slug="new"))


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_has_an_empty_media_folder(media, time):
    assert list(media.iterdir()) == []
    assert default_storage.save("a.txt", ContentFile(time)) == "a.txt"
    assert (media / "a.txt").read_text() == time


@pytest.mark.django_db
def test_configured_database_is_used():
    assert connection.vendor == ("postgresql" if ON_POSTGRES else "sqlite")


def test_function_coverage_excludes_only_what_exists():
    """The check itself runs only in a whole run on PostgreSQL, which would fail after a renaming."""
    modules = {".".join(path.with_suffix("").parts): path.read_text() for path in Path("search").rglob("*.py")}
    assert modules.keys() >= MODULES_ELSEWHERE
    defined = {name for text in modules.values() for name in re.findall(r"^ *(?:def|class) (\w+)", text, re.M)}
    assert defined >= NAMES_ELSEWHERE


@pytest.mark.parametrize("beginning", [*SECOND_DATABASE, *FIRST_DATABASE_ONLY])
def test_listed_tests_of_the_second_database_exist(beginning):
    """After a renaming a test would silently run on SQLite only."""
    path, _, name = beginning.partition("::")
    assert Path(path).exists()
    assert not name or f"\ndef {name.partition('[')[0]}" in Path(path).read_text()


@pytest.mark.browser
def test_browser_sees_rows_of_test(page, live_server):
    Page.objects.get(slug="home").add_child(instance=Page(title="Xin chào", slug="chao"))
    assert page.goto("/healthz/ready").status == 200
    assert page.goto("/chao/").status == 200
    assert page.title() == "Xin chào"


@pytest.mark.browser
def test_page_errors_and_external_requests_are_recorded(page, browser_errors):
    page.set_content('<img src="http://elsewhere.example/x.png" alt=""><script>console.error("ouch")</script>')
    page.wait_for_load_state("networkidle")
    noticed = "\n".join(browser_errors)
    browser_errors.clear()
    assert "ouch" in noticed
    assert "left the machine: http://elsewhere.example/x.png" in noticed
