"""Finds the links in the fields and blocks of a page, with their texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.db import models
from django.db.models import Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from mysite.blocks.ids import is_list_item
from mysite.models import PortalDocument

from .objects import KINDS, parse_pk

_LINK_TYPES: dict[str, type[Model]] = {"page": Page, "document": PortalDocument}


@dataclass(frozen=True)
class FoundLink:
    """A link to a URL, or to an object: ``model`` and ``pk``."""

    #: As in ``ReferenceIndex.content_path``.
    path: str
    text: str
    url: str = ""
    model: type[Model] | None = None
    pk: int = 0


def find_links(page: Page) -> Iterator[FoundLink]:
    """Yield the links of the rich texts, blocks and URL fields of ``page``, an object of its own class."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _find_in_block(field.stream_block, list(getattr(page, field.name).raw_data), field.name)
        elif isinstance(field, RichTextField):
            yield from _find_in_markup(getattr(page, field.name), field.name)
        elif isinstance(field, models.URLField) and getattr(page, field.name):
            yield FoundLink(field.name, "", getattr(page, field.name))


def _find_in_block(block: blocks.Block | None, raw: Any, path: str, label: str = "") -> Iterator[FoundLink]:
    """Yield the links in the raw value ``raw`` of ``block``; ``label`` is the text of a link made of several fields."""
    if isinstance(block, blocks.RichTextBlock):
        yield from _find_in_markup(raw, path)
    elif isinstance(block, blocks.URLBlock) and raw:
        yield FoundLink(path, label, str(raw))
    elif isinstance(block, blocks.ChooserBlock) and isinstance(raw, int):
        if model := next((model for model in KINDS if issubclass(block.model_class, model)), None):
            yield FoundLink(path, label, model=model, pk=raw)
    elif isinstance(block, blocks.StreamBlock):
        for one in raw or ():
            yield from _find_in_block(block.child_blocks.get(one["type"]), one["value"], f"{path}.{one.get('id')}")
    elif isinstance(block, blocks.ListBlock):
        for one in raw or ():
            value, pk = (one["value"], one["id"]) if is_list_item(one) else (one, "")
            yield from _find_in_block(block.child_block, value, f"{path}.{pk}")
    elif isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        for name, value in raw.items():
            yield from _find_in_block(block.child_blocks.get(name), value, f"{path}.{name}", raw.get("label") or "")


def _find_in_markup(markup: Any, path: str) -> Iterator[FoundLink]:
    if not isinstance(markup, str) or "<a" not in markup:
        return
    for element in BeautifulSoup(markup, "html.parser").find_all("a"):
        text, model = element.get_text(" ", strip=True), _LINK_TYPES.get(str(element.get("linktype")))
        if model:
            yield FoundLink(path, text, model=model, pk=parse_pk(str(element.get("id"))))
        elif href := element.get("href"):
            yield FoundLink(path, text, str(href))
