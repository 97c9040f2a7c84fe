"""The links that editors add to the menu, resolved to URLs that every visitor can follow."""

from collections.abc import Iterator
from dataclasses import dataclass

from mysite.pages.querysets import get_localized_pages

from .models import HomePage


@dataclass(frozen=True)
class MenuLink:
    title: str
    url: str
    #: The tree path of the menu item that the link is below; empty for the menu itself.
    parent_path: str


def find_menu_links(home: HomePage) -> list[MenuLink]:
    """Return the added links of the menu in order, without those to what is not public. Three queries at most."""
    return list(_iter_links(home))


def _iter_links(home: HomePage) -> Iterator[MenuLink]:
    values = [block.value for block in home.menu_links]
    pages = get_localized_pages([value["page"] for value in values if value["page"]])
    for value in values:
        url = value["url"]
        if value["page"]:
            page = pages.get(value["page"].translation_key)
            url = page.url if page else ""
        elif value["document"]:
            url = "" if value["document"].is_restricted else value["document"].url
        if url:
            yield MenuLink(value["label"], url, value["below"].path if value["below"] else "")
