"""Articles are imported in batches: what fails, or is killed, loses no other article and leaves nothing half done."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from mysite.models import PortalImage
from newsroom.importing.records import SavedArticle
from newsroom.management.commands import import_articles
from newsroom.models import Author, ImportedArticle, NewsPage, NewsSection
from newsroom.signals import article_imported
from search.models import SearchEntry
from tests.support.saved_articles import FIXTURES, record, write_source


def write_records(folder: Path, *records: dict[str, object]) -> Path:
    return write_source(folder, "tin.jsonl", "".join(json.dumps(entry) + "\n" for entry in records))


def make_record(number: int, **changes: object) -> dict[str, object]:
    known = {"title": f"Bản tin số {number}", "source_url": f"https://cu.example/tin/{number}", "author": "Lê Thị Mây"}
    return record(published_at="2017-09-05T07:00:00+07:00", **known | changes)


def run_import(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_articles", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def run_failing(path: Path) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_articles", str(path), stdout=out, stderr=out)
    return out.getvalue()


def check_pages(titles: list[str]) -> None:
    """Check that there are exactly these articles, each complete: revision, record, byline, redirect and indexes."""
    assert sorted(NewsPage.objects.values_list("title", flat=True)) == sorted(titles)
    for page in NewsPage.objects.select_related("imported"):
        assert page.live
        assert not page.has_unpublished_changes
        assert page.live_revision_id == page.latest_revision_id == page.imported.revision_id is not None
        assert page.get_latest_revision_as_object().bylines.count() == page.bylines.count() == 1
        assert ReferenceIndex.get_references_for_object(page).exists()
        assert SearchEntry.objects.filter(object_id=page.pk, text__contains=page.lead).exists()
        assert Redirect.objects.filter(redirect_page=page).count() == 1
        assert PageLogEntry.objects.filter(page=page).count() == 1
    numbers = NewsPage.objects.values("pk")
    assert Revision.page_revisions.filter(object_id__in=[str(row["pk"]) for row in numbers]).count() == len(titles)
    assert ImportedArticle.objects.count() == len(titles)
    assert Author.objects.count() == 1
    assert not any(Page.find_problems())


@pytest.mark.django_db
def test_nothing_of_a_failed_article_is_stored(tmp_path: Path, media: Path) -> None:
    shutil.copytree(FIXTURES / "nukeviet", tmp_path / "trang")
    write_records(tmp_path, make_record(1))

    def fail(*, article: SavedArticle, **kwargs: Any) -> None:
        if "cu.example" not in article.source_url:
            raise OSError("the disk is full")

    article_imported.connect(fail)
    try:
        assert "the disk is full" in run_failing(tmp_path)
    finally:
        article_imported.disconnect(fail)
    check_pages(["Bản tin số 1"])
    assert not PortalImage.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert not NewsSection.objects.filter(title="Thể thao học đường").exists()


@pytest.mark.django_db
def test_other_articles_of_a_batch_are_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One article fails by itself, another one when the revisions of the whole batch are saved."""

    def fail(self: NewsPage) -> Any:
        if self.title == "Bản tin số 2":
            raise OSError("the disk is full")
        return original(self)

    original = NewsPage.serializable_data
    monkeypatch.setattr(NewsPage, "serializable_data", fail)
    records = [make_record(number) for number in range(4)]
    printed = run_failing(write_records(tmp_path, *records, make_record(4, section="")))
    assert "“Bản tin số 2” failed: OSError: the disk is full" in printed
    assert "“Bản tin số 4” failed: it has no section" in printed
    check_pages([f"Bản tin số {number}" for number in (0, 1, 3)])


@pytest.mark.django_db
def test_article_that_is_twice_in_a_batch(tmp_path: Path) -> None:
    path = write_records(tmp_path, make_record(1), make_record(2), make_record(1), make_record(1, lead="Tóm tắt mới."))
    assert "1 kept though the source has changed" in " ".join(run_import(path).split())
    assert NewsPage.objects.get(title="Bản tin số 1").lead == "Tóm tắt."
    NewsPage.objects.get(title="Bản tin số 1").delete()
    ImportedArticle.objects.all().delete()
    run_import(path, update=True)
    page = NewsPage.objects.get(title="Bản tin số 1")
    assert (page.lead, page.revisions.count()) == ("Tóm tắt mới.", 2)


@pytest.mark.usefixtures("transactional_db")
def test_killed_import_is_continued_by_running_it_again(tmp_path: Path) -> None:
    titles = [f"Bản tin số {number}" for number in range(140)]
    path = write_records(tmp_path, *(make_record(number) for number in range(140)))
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.support.gunicorn_settings",
        "GUNICORN_DATABASE": str(connection.settings_dict["NAME"]),
        "GUNICORN_MEDIA": str(settings.MEDIA_ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_articles", str(path)], cwd=settings.BASE_DIR, env=os.environ | environment
    )
    try:
        while not NewsPage.objects.exists():
            assert process.poll() is None
            time.sleep(0.02)
        time.sleep(0.3)  # in the middle of the next batch
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        assert process.wait() == -signal.SIGKILL
    imported = NewsPage.objects.count()
    assert 0 < imported < len(titles)
    printed = " ".join(run_import(path).split())
    assert f"{len(titles) - imported} created {imported} unchanged" in printed
    check_pages(titles)


@pytest.mark.django_db
@pytest.mark.long_form
def test_statistics_of_the_database_are_updated_as_the_site_grows(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(import_articles, "FIRST_STATISTICS", 60)
    path = write_records(tmp_path, *(make_record(number) for number in range(150)))
    with CaptureQueriesContext(connection) as queries:
        run_import(path, section="Tin tức", dry_run=True)
    assert not [query for query in queries if query["sql"] == "ANALYZE"]
    with CaptureQueriesContext(connection) as queries:
        run_import(path, section="Tin tức")
    assert len([query for query in queries if query["sql"] == "ANALYZE"]) == 2  # after 100 and 150 articles
