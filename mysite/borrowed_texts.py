"""Texts that, left empty, are borrowed from something else: a photo's caption from the image itself.

The library of images and documents is Vietnamese. What a page borrows from it is given to translate with the page, so
that the translation has words of its own there.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from wagtail import blocks
from wagtail_localize.fields import TranslatableField
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter


class BorrowedText(TranslatableField):
    """For ``override_translatable_fields``: the field, or what ``name`` of the object in ``lender`` says."""

    def __init__(self, field_name: str, lender: str, name: str) -> None:
        super().__init__(field_name)
        self.lender, self.name = lender, name

    def get_field(self, model: Any) -> "_Extracted":
        return _Extracted(self)

    def is_synchronized(self, source: Any) -> bool:
        """A translation of a text that is gone goes too."""
        return not getattr(source, self.field_name)


class _Extracted:
    """What wagtail-localize takes for the field when it looks for texts and when it copies."""

    def __init__(self, borrowed: BorrowedText) -> None:
        self.borrowed = borrowed
        self.name = self.attname = borrowed.field_name

    def value_from_object(self, instance: Any) -> str:
        lender = getattr(instance, self.borrowed.lender)
        return getattr(instance, self.name) or (getattr(lender, self.borrowed.name) if lender else "")

    def get_translatable_segments(self, text: str) -> list[StringSegmentValue]:
        return [StringSegmentValue("", text)]


class BorrowingBlock(blocks.StructBlock):
    """Abstract: a block with texts that, left empty, are those of the image or document in it."""

    #: The child that is left empty, with the child that lends and what of it.
    borrowed: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def get_translatable_segments(self, value: blocks.StructValue) -> list[Any]:
        shown = blocks.StructValue(self, [(name, self._own_or_borrowed(value, name)) for name in value])
        return StreamFieldSegmentExtractor(None, include_overridables=True).handle_struct_block(shown)

    def restore_translated_segments(self, value: blocks.StructValue, segments: list[Any]) -> blocks.StructValue:
        # Neither images nor documents have a language, which is all that the writer would need the locales for.
        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)

    def _own_or_borrowed(self, value: blocks.StructValue, name: str) -> Any:
        lender, attribute = self.borrowed.get(name, ("", ""))
        lent = getattr(value[lender], attribute) if lender and value[lender] else ""
        return value[name] or lent if lender else value[name]
