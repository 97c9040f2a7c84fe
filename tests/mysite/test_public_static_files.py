"""``prepare`` copies the static files for nginx, which keeps those of earlier versions."""

import os
import time

import pytest
from django.core.management import call_command

from mysite.management.static_files import KEPT_DAYS


@pytest.fixture
def folders(settings, tmp_path):
    source, target = tmp_path / "collected", tmp_path / "public"
    settings.STATIC_ROOT, settings.PUBLIC_STATIC_DIR = source, str(target)
    (source / "css").mkdir(parents=True)
    (source / "css" / "site.0123456789ab.css").write_text("new")
    (source / "css" / "site.css").write_text("new")
    (source / "staticfiles.json").write_text("{}")
    (source / ".collected").write_text("stamp")
    return source, target


def list_files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.django_db
def test_files_are_copied_without_those_for_the_portal(folders):
    call_command("prepare")
    assert list_files(folders[1]) == {"css/site.0123456789ab.css", "css/site.css"}


@pytest.mark.django_db
def test_files_of_earlier_versions_are_kept_for_a_while(folders):
    _, target = folders
    call_command("prepare")
    now = time.time()
    ages = {"css/site.aaaaaaaaaaaa.css": KEPT_DAYS - 1, "css/site.bbbbbbbbbbbb.css": KEPT_DAYS + 1}
    for name, days in ages.items():
        (target / name).write_text("old")
        os.utime(target / name, (now - days * 86400,) * 2)
    # A version that has been in use for long: its files are as old, and still needed.
    for name in ("css/site.0123456789ab.css", "css/site.css"):
        os.utime(target / name, (now - 400 * 86400,) * 2)
    (target / "css" / "site.css").write_text("old")
    call_command("prepare")
    assert list_files(target) == {"css/site.0123456789ab.css", "css/site.css", "css/site.aaaaaaaaaaaa.css"}
    assert (target / "css" / "site.css").read_text() == "new"
