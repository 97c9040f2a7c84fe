"""Documents are served by the document view only, which checks their collection, and not below /media/."""

import pytest
from django.test import Client

from tests.support import factories


@pytest.mark.django_db
def test_documents_are_served_by_document_view_only(client: Client) -> None:
    document = factories.DocumentFactory()
    assert client.get(document.url).status_code == 200
    for name in (document.file.name, f"./{document.file.name}", f"/{document.file.name}"):
        assert client.get(f"/media/{name}").status_code == 404, name
