import pytest
from django.test import Client

from tests import factories


@pytest.mark.django_db
def test_documents_are_given_out_by_their_own_view_only(client: Client) -> None:
    document = factories.DocumentFactory()
    assert client.get(document.url).status_code == 200
    for name in (document.file.name, f"./{document.file.name}", f"/{document.file.name}"):
        assert client.get(f"/media/{name}").status_code == 404, name
