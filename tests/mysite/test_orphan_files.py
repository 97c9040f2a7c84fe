"""Files without references are listed first and deleted by the next run with the option to delete."""

import io
import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mysite.models import PortalDocument, PortalImage
from tests.support import factories
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db

OLD = 2 * 24 * 3600


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("delete_orphan_files", *arguments, stdout=output)
    return output.getvalue()


def make_old(folder: Path, seconds: int) -> None:
    for file in folder.rglob("*.*"):
        os.utime(file, (time.time() - seconds,) * 2)


def write_file(media: Path, *names: str) -> list[Path]:
    files = [media / name for name in names]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x" * 1000)
    return files


@pytest.fixture
def kept(media: Path) -> list[Path]:
    """Files of every kind: originals, renditions, documents, and one named in a revision only."""
    article = factories.ArticleFactory(main_image=factories.ImageFactory())
    factories.DocumentFactory()
    make_renditions()
    (named,) = write_file(media, "original_images/only-in-a-revision.jpg")
    article.lead = f"see original_images/{named.name}"
    article.save_revision()
    return [file for file in media.rglob("*.*") if file.is_file()]


ORPHANS = ("original_images/half.jpg", "images/twice.width-480.webp", "documents/lost.pdf")


def test_orphans_are_listed_first_and_deleted_on_next_run(media: Path, kept: list[Path]) -> None:
    orphans = write_file(media, *ORPHANS)
    (other,) = write_file(media, "elsewhere/file.txt")
    make_old(media, OLD)
    with pytest.raises(CommandError, match="No list exists yet"):
        run("--delete")
    listed = run()
    assert all(name in listed for name in ORPHANS)
    assert "Nothing was deleted" in listed
    assert all(file.exists() for file in orphans)
    (later,) = write_file(media, "images/later.webp")
    make_old(media, OLD)
    assert "3 deleted; 1 orphans left" in run("--delete")
    assert [file for file in orphans if file.exists()] == []
    assert later.exists()
    assert "1 deleted" in run("--delete")
    assert not later.exists()
    assert all(file.exists() for file in [*kept, other])
    assert len(kept) > 10


def test_recent_and_newly_referenced_files_are_kept(media: Path, kept: list[Path]) -> None:
    (young,) = write_file(media, "images/young.webp")
    assert "0 orphans" in run()
    (named,) = write_file(media, "original_images/again.jpg")
    make_old(media, OLD)
    run()
    PortalImage(title="Ảnh", file="original_images/again.jpg", width=1, height=1).save()
    run("--delete")
    assert named.exists()
    assert not young.exists()


def test_database_without_files_deletes_nothing(media: Path) -> None:
    (file,) = write_file(media, "original_images/of-another-database.jpg")
    make_old(media, OLD)
    assert not PortalDocument.objects.exists()
    with pytest.raises(CommandError, match="does not belong to this media folder"):
        run()
    assert file.exists()
