"""Fallback texts in translations: a text left empty is taken from a related object, as a caption from its image.

The library of images and documents is in Vietnamese. The fallback text that a page shows is offered for translation
together with the page, so that the translated page has a text of its own.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from wagtail import blocks
from wagtail_localize.fields import TranslatableField
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter


class FallbackField(TranslatableField):
    """A translatable field that falls back to ``related_field`` of ``related_name``.

    For ``override_translatable_fields`` of a model.
    """

    def __init__(self, field_name: str, related_name: str, related_field: str) -> None:
        super().__init__(field_name)
        self.related_name, self.related_field = related_name, related_field

    def get_field(self, model: Any) -> "_FallbackModelField":
        return _FallbackModelField(self)

    def is_synchronized(self, source: Any) -> bool:
        """Clear the translation once the source's own text is empty."""
        return not getattr(source, self.field_name)


class _FallbackModelField:
    """Replaces the model field where wagtail-localize extracts and copies values."""

    def __init__(self, fallback: FallbackField) -> None:
        self.fallback = fallback
        self.name = self.attname = fallback.field_name

    def value_from_object(self, instance: Any) -> str:
        related = getattr(instance, self.fallback.related_name)
        return getattr(instance, self.name) or (getattr(related, self.fallback.related_field) if related else "")

    def get_translatable_segments(self, text: str) -> list[StringSegmentValue]:
        return [StringSegmentValue("", text)]


class FallbackBlock(blocks.StructBlock):
    """Abstract block whose empty texts fall back to those of the image or document in it."""

    #: For each text block: the chooser block and the attribute of its object to fall back to.
    fallbacks: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def get_translatable_segments(self, value: blocks.StructValue) -> list[Any]:
        shown = blocks.StructValue(self, [(name, self._own_or_fallback(value, name)) for name in value])
        return StreamFieldSegmentExtractor(None, include_overridables=True).handle_struct_block(shown)

    def restore_translated_segments(self, value: blocks.StructValue, segments: list[Any]) -> blocks.StructValue:
        # The writer needs locales only for translatable objects, and neither images nor documents are.
        return StreamFieldSegmentsWriter(None, None, None).handle_struct_block(value, segments)

    def _own_or_fallback(self, value: blocks.StructValue, name: str) -> Any:
        chooser, attribute = self.fallbacks.get(name, ("", ""))
        fallback = getattr(value[chooser], attribute) if chooser and value[chooser] else ""
        return value[name] or fallback if chooser else value[name]
