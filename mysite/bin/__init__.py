"""The bin: deleted pages, images and documents, which editors can restore for 30 days.

A page moves below a page without a site, and a file into a private collection, so nothing of them is public. Where
they are decides that: no query of public pages or files knows the bin. See docs/decisions/060-bin.md.
"""

from typing import Any

from wagtail.models import CollectionViewRestriction, Page

#: The slug of the page below which deleted pages are. The portal makes no slugs with underscores.
BIN_SLUG = "__bin__"
URL_PATH = f"/{BIN_SLUG}/"

#: The name of the collection of deleted files, in the language of whoever was the first to delete one.
BIN_COLLECTION_NAMES = ("Thùng rác", "Bin")
#: The condition for this collection: private to the members of no group.
BIN_COLLECTION = {
    "depth": 2,
    "name__in": BIN_COLLECTION_NAMES,
    "view_restrictions__restriction_type": CollectionViewRestriction.GROUPS,
    "view_restrictions__groups": None,
}


def is_in_bin(page: Page) -> bool:
    """Return whether a page is in the bin, or is the bin itself."""
    return page.url_path.startswith(URL_PATH)


def exclude_binned_pages(pages: Any) -> Any:
    """Exclude the bin and what is in it from a QuerySet of pages."""
    return pages.exclude(url_path__startswith=URL_PATH)
