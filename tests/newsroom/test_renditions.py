"""Renditions are created when a page is saved, not when it is visited."""

import pytest
from django.test import Client
from django.urls import reverse

from mysite.models import PortalRendition
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db


def body_with_every_image() -> list[dict]:
    photo = {"image": factories.ImageFactory().pk, "caption": "Quang cảnh", "alt_text": "Ảnh", "credit": ""}
    film = {"url": "https://vimeo.com/123456789", "title": "Phim", "picture": photo["image"], "alt_text": ""}
    return [
        factories.gallery_value(factories.ImageFactory.create_batch(2)),
        {"type": "picture", "value": photo},
        {"type": "video", "value": film},
    ]


def test_a_visit_after_saving_makes_no_rendition(client: Client) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory(), body=body_with_every_image())
    admin_client = login_client(create_editor(EDITORS))
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert admin_client.post(url, article_data(article)).status_code == 302
    made = PortalRendition.objects.exclude(filter_spec__startswith="max-165x165").count()
    assert made > 0
    for visited in (article.url, article.get_parent().url, "/"):
        assert client.get(visited).status_code == 200
    assert PortalRendition.objects.exclude(filter_spec__startswith="max-165x165").count() == made


def test_unreadable_image_does_not_prevent_saving(media) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory(), body=body_with_every_image())
    for file in media.rglob("*.jpg"):
        file.write_bytes(b"\xff\xd8 this is no image")
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert login_client(create_editor(EDITORS)).post(url, article_data(article)).status_code == 302


def test_standard_page_prefetches_its_images(client: Client, django_assert_num_queries) -> None:
    pages = [
        factories.StandardPageFactory(body=[factories.gallery_value(factories.SmallImageFactory.create_batch(number))])
        for number in (2, 20)
    ]
    make_renditions()
    for page in pages:
        client.get(page.url)
    for page in pages:
        with django_assert_num_queries(12):
            client.get(page.url)
