"""Restricted documents are not named on public pages or in the API."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from mysite.models import PortalDocument
from newsroom.models import EventAttachment, EventPage, NewsPage, NewsPageAttachment
from tests.support import factories

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


def test_restricted_documents_are_not_named(client: Client, documents: list[PortalDocument]) -> None:
    secret, shown = documents
    for page in pages_with(documents):
        for url in (page.url, f"/api/v2/pages/{page.pk}/"):
            text = client.get(url).content.decode()
            # An attachment, a block and a link, whose text is not the title.
            assert (text.count(OPEN), text.count(shown.url)) == (2, 3), url
            assert SECRET not in text, url
            assert secret.url not in text, url
            assert "tệp" in text


def test_preview_shows_restricted_documents(admin_client: Client, documents: list[PortalDocument]) -> None:
    for page in pages_with(documents):
        page.save_revision()
        text = admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
        assert text.count(SECRET) == 2
        assert text.count(OPEN) == 2
