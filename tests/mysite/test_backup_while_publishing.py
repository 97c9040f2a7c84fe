"""A backup made while editors work has every publication acknowledged before, and each whole or not at all."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page

from mysite.backups.retention import list_backups
from mysite.media.orphan_files import read_file_names
from mysite.models import PortalDocument, PortalImage
from newsroom.models import NewsPage, NewsSection
from tests.support import factories
from tests.support.backups import new_portal
from tests.support.samples import TEST_ALL, rounds
from tests.support.servers import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Newsroom:
    """An editor in a thread of their own, who publishes articles with new images and deletes old ones."""

    section: NewsSection
    #: Seconds between two publications; in the long form twenty a minute.
    pause: float
    acknowledged: list[int] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    errors: list[BaseException] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                self.publish()
                self.stop.wait(self.pause)
        except BaseException as error:
            self.errors.append(error)
        finally:
            connection.close()

    def publish(self) -> None:
        """Publish an article as the editor's form does: in one transaction, but not on SQLite."""
        number = len(self.acknowledged)  # of all so far, also those deleted
        with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
            image = factories.SmallImageFactory(title=f"Ảnh {number}")
            image.get_rendition("width-48")
            section = NewsSection.objects.get(pk=self.section.pk)
            article = factories.ArticleFactory(title=f"Bài {number}", parent=section, main_image=image, live=False)
            article.save_revision().publish()
        self.acknowledged.append(article.pk)
        if number % 3 == 2:
            self.delete(number)

    def delete(self, number: int) -> None:
        """Delete an image and an article, perhaps between the snapshot and the media."""
        PortalImage.objects.get(title=f"Ảnh {number - 2}").delete()
        article = NewsPage.objects.get(title=f"Bài {number - 1}")
        self.deleted.add(article.pk)
        with transaction.atomic():
            article.delete()

    def wait_for(self, count: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(self.acknowledged) < count and not self.errors:
            assert time.monotonic() < deadline
            time.sleep(0.01)


@contextmanager
def working(newsroom: Newsroom) -> Iterator[Newsroom]:
    thread = threading.Thread(target=newsroom.work)
    thread.start()
    try:
        yield newsroom
    finally:
        newsroom.stop.set()
        thread.join()
    assert newsroom.errors == []


def find_problems(media: Path) -> list[str]:
    """Return what is half there in the portal: files, images, revisions and searchable articles."""
    with connection.cursor() as cursor:
        problems = [f"no file {name}" for name in read_file_names(cursor) if not (media / name).is_file()]
    for image in PortalImage.objects.all():
        if image.file_hash and hashlib.sha1((media / image.file.name).read_bytes()).hexdigest() != image.file_hash:  # noqa: S324
            problems.append(f"another file for {image}")
    for article in NewsPage.objects.live():
        if article.live_revision is None or article.live_revision.as_object().title != article.title:
            problems.append(f"no revision of {article}")
    if Page.find_problems() != ([], [], [], [], []):
        problems.append("the tree is damaged")
    return problems


def test_backup_is_consistent(tmp_path: Path) -> None:
    backups: list[tuple[Path, set[int]]] = []
    with new_portal(tmp_path / "portal", is_migrated=True) as portal:
        section = factories.SectionFactory()
        for _ in range(rounds(200, 5)):
            factories.DocumentFactory()
        with working(Newsroom(section, pause=3.0 if TEST_ALL else 0.0)) as newsroom:
            for number in range(rounds(10, 3)):
                newsroom.wait_for(2 * number + 2)
                before = set(newsroom.acknowledged)
                call_command("backup", verbosity=0)
                backups.append((list_backups(portal / "backups")[0], before))
    assert newsroom.acknowledged
    for number, (backup, before) in enumerate(backups):
        with new_portal(tmp_path / f"restored-{number}") as restored:
            call_command("restore", str(backup), verbosity=0)
            assert find_problems(restored / "media") == []
            published = set(NewsPage.objects.live().values_list("pk", flat=True))
            assert before - newsroom.deleted <= published
            assert PortalDocument.objects.count() == rounds(200, 5)
