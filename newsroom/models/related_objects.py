"""Load the child objects of a page together with their related objects."""

from typing import Any

from django.db.models import Model, QuerySet, prefetch_related_objects
from wagtail.models import Page

from mysite.compiled_queries import compiled_query
from mysite.pages.expressions import IsCollectionRestricted


def fetch_with_related(page: Page, relation: str, *names: str) -> list[Any]:
    """Return the child objects of a relation with related objects, both for saved pages and for previews."""
    if is_in_memory(page, relation):
        rows = list(getattr(page, relation).all())
        prefetch_related_objects(rows, *names)
        return rows
    return _find_children(page.pk, model=type(page), relation=relation, names=names)


def get_public_attachments(page: Page) -> list[Any]:
    """Return the attachments of ``page`` that are public; in a preview, whose rows are in memory, all of them."""
    if is_in_memory(page, "attachments"):
        return fetch_with_related(page, "attachments", "document")
    return _find_public_attachments(page.pk, model=type(page))


def is_in_memory(page: Page, relation: str) -> bool:
    """Return whether the child objects are those of a revision or a form, not those of the database."""
    return page.pk is None or getattr(page, relation).is_deferring


@compiled_query
def _find_children(pk: int, *, model: type[Page], relation: str, names: tuple[str, ...]) -> QuerySet[Model]:
    children = model._meta.get_field(relation)
    return children.related_model.objects.filter(**{children.field.name: pk}).select_related(*names)


@compiled_query
def _find_public_attachments(pk: int, *, model: type[Page]) -> QuerySet[Model]:
    attachments = _find_children.build(pk, model=model, relation="attachments", names=("document",))
    return attachments.filter(~IsCollectionRestricted("document__collection__path"))
