"""A document that only some may have is named on no page, and not in the API."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from mysite.models import PortalDocument
from newsroom.models import EventAttachment, EventPage, NewsPage, NewsPageAttachment
from tests import factories

pytestmark = pytest.mark.django_db

SECRET, OPEN = "Danh sách nội bộ", "Công văn chung"


@pytest.fixture
def documents() -> list[PortalDocument]:
    collection = Collection.get_first_root_node().add_child(name="Nội bộ")
    below = collection.add_child(name="Hồ sơ")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password="x")
    return [factories.DocumentFactory(title=SECRET, collection=below), factories.DocumentFactory(title=OPEN)]


def pages_with(documents: list[PortalDocument]) -> list[NewsPage | EventPage]:
    body: list[dict[str, Any]] = []
    for document in documents:
        link = f'<p>xem <a linktype="document" id="{document.pk}">tệp</a></p>'
        body.append({"type": "document", "value": {"document": document.pk, "title": ""}})
        body.append({"type": "paragraph", "value": link})
    article, event = factories.ArticleFactory(body=body), factories.EventFactory(body=body)
    for document in documents:
        NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
        EventAttachment.objects.create(event=event, document=document, locale=event.locale)
    return [article, event]


def test_only_what_anyone_may_have_is_named(client: Client, documents: list[PortalDocument]) -> None:
    secret, shown = documents
    for page in pages_with(documents):
        for address in (page.url, f"/api/v2/pages/{page.pk}/"):
            text = client.get(address).content.decode()
            # Attached, as a block and as a link (which says no title).
            assert (text.count(OPEN), text.count(shown.url)) == (2, 3), address
            assert SECRET not in text, address
            assert secret.url not in text, address
            assert "tệp" in text


def test_an_editors_preview_shows_all(admin_client: Client, documents: list[PortalDocument]) -> None:
    for page in pages_with(documents):
        page.save_revision()
        text = admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
        assert text.count(SECRET) == 2
        assert text.count(OPEN) == 2
