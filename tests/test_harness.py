"""The promises of tests/conftest.py and tests/browser.py that other tests build on."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.models import Locale, Page, Site

from tests.services import ON_POSTGRES


@pytest.fixture
def rows_of_migrations():
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
def test_what_migrations_made_survives_a_test_that_flushes(rows_of_migrations, time):
    locales, pages, sites, groups = rows_of_migrations()
    assert {code for _, code in locales} == {"vi", "en"}
    assert len(pages) >= 3
    assert len(sites) == 1
    assert groups
    # New rows get free numbers also after the flush.
    Page.objects.get(slug="home").add_child(instance=Page(title=time, slug=f"{time}-run"))


@pytest.mark.django_db
def test_what_others_wrote_is_gone(rows_of_migrations):
    _, pages, _, _ = rows_of_migrations()
    assert not any(slug.endswith("-run") for _, _, slug in pages)
    Page.objects.get(slug="home").add_child(instance=Page(title="New", slug="new"))


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_has_an_empty_media_folder(media, time):
    assert list(media.iterdir()) == []
    assert default_storage.save("a.txt", ContentFile(time)) == "a.txt"
    assert (media / "a.txt").read_text() == time


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for():
    assert connection.vendor == ("postgresql" if ON_POSTGRES else "sqlite")


@pytest.mark.browser
def test_the_browser_reads_what_the_test_wrote(page, live_server):
    Page.objects.get(slug="home").add_child(instance=Page(title="Xin chào", slug="chao"))
    assert page.goto("/healthz/ready").status == 200
    assert page.goto("/chao/").status == 200
    assert page.title() == "Xin chào"


@pytest.mark.browser
def test_complaints_of_a_page_and_requests_elsewhere_are_noticed(page, browser_errors):
    page.goto("/healthz/live")
    page.set_content('<img src="http://elsewhere.example/x.png" alt=""><script>console.error("ouch")</script>')
    page.wait_for_load_state("networkidle")
    noticed = "\n".join(browser_errors)
    browser_errors.clear()
    assert "ouch" in noticed
    assert "left the machine: http://elsewhere.example/x.png" in noticed
