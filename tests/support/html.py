"""Requests pages and reads their text."""

from bs4 import BeautifulSoup, Tag
from django.test import Client


def get_page(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    """Return the page at ``url``, which must have the status code ``status``."""
    response = client.get(url)
    assert response.status_code == status, f"{url}: {response.status_code}"
    return BeautifulSoup(response.content.decode(), "html.parser")


def get_text(element: Tag | None) -> str:
    """Return the text of ``element`` with normalized spaces."""
    assert element is not None
    return " ".join(element.get_text().split())


def get_texts(elements: list[Tag]) -> list[str]:
    return [get_text(element) for element in elements]
