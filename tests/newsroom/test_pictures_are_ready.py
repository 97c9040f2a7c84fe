"""Who saves a page waits for the sizes of its pictures; who visits it does not."""

import pytest
from django.test import Client
from django.urls import reverse

from mysite.models import PortalRendition
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.forms import article_data

pytestmark = pytest.mark.django_db


def body_with_every_picture() -> list[dict]:
    photo = {"image": factories.ImageFactory().pk, "caption": "Quang cảnh", "alt_text": "Ảnh", "credit": ""}
    film = {"url": "https://vimeo.com/123456789", "title": "Phim", "picture": photo["image"], "alt_text": ""}
    return [
        factories.gallery(factories.ImageFactory.create_batch(2)),
        {"type": "picture", "value": photo},
        {"type": "video", "value": film},
    ]


def test_a_visit_after_saving_makes_no_rendition(client: Client) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory(), body=body_with_every_picture())
    desk = client_of(editor(MODERATORS))
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert desk.post(address, article_data(article)).status_code == 302
    made = PortalRendition.objects.exclude(filter_spec__startswith="max-165x165").count()
    assert made > 0
    for visited in (article.url, article.get_parent().url, "/"):
        assert client.get(visited).status_code == 200
    assert PortalRendition.objects.exclude(filter_spec__startswith="max-165x165").count() == made


def test_a_picture_that_cannot_be_read_does_not_stop_the_saving(media) -> None:
    article = factories.ArticleFactory(main_image=factories.ImageFactory(), body=body_with_every_picture())
    for file in media.rglob("*.jpg"):
        file.write_bytes(b"\xff\xd8 this is no picture")
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert client_of(editor(MODERATORS)).post(address, article_data(article)).status_code == 302


def test_a_standard_page_loads_its_pictures_at_once(client: Client, django_assert_num_queries) -> None:
    pages = [
        factories.StandardPageFactory(body=[factories.gallery(factories.SmallImageFactory.create_batch(number))])
        for number in (2, 20)
    ]
    for page in pages:
        client.get(page.url)
        client.get(page.url)
    for page in pages:
        with django_assert_num_queries(10):
            client.get(page.url)
