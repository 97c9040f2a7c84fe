"""Reading a page as a visitor's browser does."""

from bs4 import BeautifulSoup, Tag
from django.test import Client


def read(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    """The page at ``address``, which must answer with ``status``."""
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(element: Tag | None) -> str:
    """What is written in ``element``, with single spaces."""
    assert element is not None
    return " ".join(element.get_text().split())


def all_words(elements: list[Tag]) -> list[str]:
    return [words(element) for element in elements]
