"""Missing renditions are created by the scheduler, each once, and never during a visitor's request."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from mysite.images import rendition_queue
from mysite.images.filters import CARD, SHARE, WIDE
from mysite.images.page_images import make_renditions as make_ready
from mysite.models import MissingRendition, PortalImage, PortalRendition
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page
from tests.support.renditions import make_renditions
from tests.support.samples import rounds


def create_article_without_renditions(photos: int = 2, file_size: int | None = 3_000_000, **fields: object) -> NewsPage:
    """Create an article as an import does: saved, with large originals and without renditions."""
    images = factories.ImageFactory.create_batch(photos)
    main_image = factories.ImageFactory(**fields)
    PortalImage.objects.update(file_size=file_size)  # not the plain image of the factory
    return factories.ArticleFactory(main_image=main_image, body=[factories.gallery_value(images)])


def list_specs(article: NewsPage) -> set[tuple[int, str]]:
    return {(image.pk, spec) for image, specs in article.image_uses() for spec in specs}


def list_renditions() -> list[tuple[int, str]]:
    return list(PortalRendition.objects.values_list("image_id", "filter_spec"))


def list_files(media: Path) -> list[Path]:
    return list((media / "images").glob("*"))


def run_in_threads(number: int, function) -> list:
    """Run ``function`` in ``number`` threads at once, each with its own database connection."""
    barrier = Barrier(number)

    def run(_: int):
        barrier.wait()
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.mark.django_db(transaction=True)
def test_concurrent_visits_create_none_and_schedulers_create_each_once(media: Path, monkeypatch) -> None:
    article = create_article_without_renditions(photos=4)
    urls = [article.url, article.get_parent().url, "/", "/rss/", f"/api/v2/pages/{article.pk}/"]
    for url in urls[: rounds(5, 1)]:
        # As many threads as gunicorn has.
        statuses = run_in_threads(8, lambda url=url: {Client().get(url).status_code for _ in range(8)})
        assert set().union(*statuses) == {200}
    assert (list_renditions(), list_files(media)) == ([], [])

    generated: Counter[tuple[int, str]] = Counter()
    original = PortalImage.generate_rendition_file

    def count(self, filter, **kwargs):
        generated[self.pk, filter.spec] += 1
        return original(self, filter, **kwargs)

    monkeypatch.setattr(PortalImage, "generate_rendition_file", count)
    MissingRendition.objects.update(due_at=timezone.now())
    for _ in range(3):
        run_in_threads(2, lambda: call_command("run_scheduler", "--once"))
    assert set(list_renditions()) == list_specs(article)
    assert generated == Counter(list_specs(article))
    assert len(list_files(media)) == len(list_renditions())


@pytest.mark.django_db
def test_nearest_rendition_or_placeholder_is_shown(client: Client) -> None:
    article = create_article_without_renditions(description="Sân trường", width=1600, height=1067)
    figure = get_page(client, article.url).select_one(".article .body > figure")
    box = figure.select_one(".no-picture")
    assert box.text == "Sân trường"
    assert (box.svg["width"], box.svg["height"]) == ("1600", "1067")
    card = get_page(client, article.get_parent().url).select_one(".card-picture .no-picture svg")
    assert (card["width"], card["height"]) == ("960", "640")
    # Some renditions exist, such as the admin's thumbnail and the size used in lists.
    article.main_image.get_renditions("max-165x165", CARD[2])
    image = get_page(client, article.url).select_one(".article .body > figure img")
    assert "fill-360x240" in image["src"]
    assert (image["width"], image["height"], image["alt"]) == ("1600", "1067", "Sân trường")
    article.main_image.get_renditions(WIDE[0])
    image = get_page(client, article.url).select_one(".article .body > figure img")
    assert "width-480" in image["src"]
    assert not PortalRendition.objects.filter(filter_spec=WIDE[1]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "shown"), [(90_000, True), (3_000_000, False), (None, False)])
def test_only_small_original_is_substituted(client: Client, size: int | None, shown: bool) -> None:
    article = create_article_without_renditions(file_size=size)
    text = client.get(article.url).content.decode()
    assert (article.main_image.file.url in text) is shown
    assert list_renditions() == []


@pytest.mark.django_db
def test_failed_rendition_is_retried_and_does_not_block_others(media: Path) -> None:
    broken, fine = create_article_without_renditions(photos=0), create_article_without_renditions(photos=0)
    (media / broken.main_image.file.name).write_bytes(b"\xff\xd8 this is no image")
    make_renditions()
    assert {pk for pk, _ in list_renditions()} == {fine.main_image.pk}
    left = MissingRendition.objects.all()
    assert {row.image_id for row in left} == {broken.main_image.pk}
    assert all(row.due_at > timezone.now() + timedelta(minutes=4) and row.attempts == 1 for row in left)


@pytest.mark.django_db
def test_scheduler_waits_for_lock_and_takes_over_expired_one() -> None:
    article = create_article_without_renditions()
    MissingRendition.objects.update(due_at=timezone.now())
    assert rendition_queue._claim() != []
    # Another one makes nothing meanwhile, not even other images.
    assert rendition_queue.make_queued_renditions(60) == 0
    MissingRendition.objects.exclude(claimed_until=None).update(claimed_until=timezone.now())
    rendition_queue.make_queued_renditions(60)
    assert set(list_renditions()) == list_specs(article)


@pytest.mark.django_db
def test_replaced_file_and_changed_focal_point_are_queued(media: Path) -> None:
    article = create_article_without_renditions(photos=0)
    make_renditions()
    image = PortalImage.objects.get(pk=article.main_image.pk)
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 800, 500, 100, 100
    image.save()
    assert set(MissingRendition.objects.values_list("filter_spec", flat=True)) == {*CARD, *SHARE}
    make_renditions()
    assert PortalRendition.objects.filter(filter_spec=CARD[0]).count() == 2
    admin_client = login_client(create_editor(EDITORS))
    url = reverse("wagtailimages:edit", args=[image.pk])
    data = {"title": "Ảnh", "collection": image.collection_id, "tags": "", "file": factories.image_file("moi.jpg")}
    assert admin_client.post(url, data).status_code == 302
    assert not image.renditions.filter(filter_spec__in=WIDE).exists()
    assert set(MissingRendition.objects.values_list("filter_spec", flat=True)) >= {*CARD, *SHARE, *WIDE}
    make_renditions()
    assert list_specs(article) <= set(list_renditions())
    image.delete()
    assert not MissingRendition.objects.exists()


@pytest.mark.django_db
@pytest.mark.long_form
def test_periodic_walk_queues_missing_renditions(client: Client) -> None:
    articles = [create_article_without_renditions(photos=1) for _ in range(3)]
    MissingRendition.objects.all().delete()  # as in a database from before the queue
    for _ in range(Page.objects.count() // rendition_queue.PAGES_PER_ROUND + 2):
        call_command("run_scheduler", "--once")
    make_renditions()  # what a slow machine has queued, but not made within these rounds
    assert set(list_renditions()) == set().union(*map(list_specs, articles))
    text = client.get(articles[0].url).content.decode()
    assert len(re.findall("width-1600", text)) >= 2


@pytest.mark.django_db
def test_renditions_of_imported_and_scheduled_pages_are_created(client: Client) -> None:
    article = create_article_without_renditions(photos=0)
    article.live = False
    article.save_revision().publish()
    make_renditions()
    figure = get_page(client, article.url).select_one(".article .body > figure")
    assert figure.select("img[srcset]")


@pytest.mark.django_db
def test_renditions_created_on_save_are_not_recreated(media: Path) -> None:
    article = create_article_without_renditions()
    make_ready(article.image_uses())
    before = {file: file.stat().st_mtime_ns for file in list_files(media)}
    assert len(before) == len(list_specs(article))
    make_renditions()
    assert {file: file.stat().st_mtime_ns for file in list_files(media)} == before
    assert not MissingRendition.objects.exists()


@pytest.mark.django_db
def test_preview_creates_renditions() -> None:
    article = create_article_without_renditions(photos=1)
    article.save_revision()
    text = login_client(create_editor(EDITORS)).get(f"/admin/pages/{article.pk}/view_draft/").content.decode()
    assert "width-1600" in text
    assert {(article.main_image.pk, spec) for spec in WIDE} <= set(list_renditions())
    assert {spec for pk, spec in list_renditions() if pk != article.main_image.pk} >= set(WIDE)
