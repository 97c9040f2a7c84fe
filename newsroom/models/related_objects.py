"""Load the child objects of a page together with their related objects."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from mysite.pages.expressions import IsCollectionRestricted


def fetch_with_related(children: Any, *names: str) -> list[Any]:
    """Return the child objects of a relation with related objects, both for saved pages and for previews."""
    rows = list(children.select_related(*names))
    prefetch_related_objects(rows, *names)  # in a preview the rows are in memory, without select_related
    return rows


def get_public_attachments(page: Any) -> list[Any]:
    """Return the attachments of ``page`` that are public; in a preview, whose rows are in memory, all of them."""
    rows = page.attachments.all()
    if isinstance(rows, QuerySet):
        rows = rows.filter(~IsCollectionRestricted("document__collection__path"))
    return fetch_with_related(rows, "document")
