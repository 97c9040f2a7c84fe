"""Chooser blocks that load what was chosen in a stream with one compiled query.

They deconstruct as Wagtail's blocks, because the stored values are the same.
"""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from typing import Any

from django.db.models import Model, QuerySet
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock as WagtailDocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock

from mysite.compiled_queries import compiled_query
from mysite.pages.expressions import IsCollectionRestricted


class CompiledChooserBlock(blocks.ChooserBlock):
    """Loads the values of all blocks of a stream at once."""

    #: The path of Wagtail's block.
    path: str
    #: Whether values have ``is_restricted``: whether their collection is private.
    has_restriction = False

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Model | None]:
        pks = {value for value in values if value}
        rows = _find_chosen(pks, model=self.model_class, has_restriction=self.has_restriction)
        return list(_distribute(values, {row.pk: row for row in rows}))

    def deconstruct(self) -> tuple[str, Any, Any]:
        _path, args, kwargs = super().deconstruct()
        return self.path, args, kwargs


def _distribute(values: Sequence[int | None], found: dict[int, Model]) -> Iterator[Model | None]:
    """Yield the object of each value, and a copy where one is chosen again, or None."""
    given = set()
    for value in values:
        chosen = found.get(value) if value else None
        yield copy(chosen) if value in given else chosen
        given.add(value)


@compiled_query
def _find_chosen(pks: Collection[int], *, model: type[Model], has_restriction: bool) -> QuerySet[Model]:
    chosen = model._default_manager.filter(pk__in=pks).order_by()
    return chosen.annotate(is_restricted=IsCollectionRestricted("collection__path")) if has_restriction else chosen


class PageChooserBlock(CompiledChooserBlock, blocks.PageChooserBlock):
    path = "wagtail.blocks.PageChooserBlock"


class ImageChooserBlock(CompiledChooserBlock, WagtailImageChooserBlock):
    path = "wagtail.images.blocks.ImageChooserBlock"


class DocumentChooserBlock(CompiledChooserBlock, WagtailDocumentChooserBlock):
    path = "wagtail.documents.blocks.DocumentChooserBlock"
    has_restriction = True
