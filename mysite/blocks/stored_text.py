"""Conversion of the texts in raw StreamField values, rich text and plain text."""

from collections.abc import Callable
from typing import Any

from wagtail import blocks

from mysite.text.cleaning import clean_markup, clean_text

from .ids import is_list_item


def map_stream_text(block: blocks.Block | None, raw: Any, convert: Callable[[str, bool], str]) -> Any:
    """Return the raw value ``raw`` of ``block`` with every text replaced by ``convert(text, is_markup)``.

    The type of the block decides what is markup, because plain text such as a heading may contain ``<`` too.
    """

    def child(child_block: blocks.Block | None, value: Any) -> Any:
        return map_stream_text(child_block, value, convert)

    if isinstance(raw, str):
        return convert(raw, isinstance(block, blocks.RichTextBlock))
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [{**one, "value": child(block.child_blocks.get(one["type"]), one["value"])} for one in raw]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            {**one, "value": child(block.child_block, one["value"])}
            if is_list_item(one)
            else child(block.child_block, one)
            for one in raw
        ]
    if isinstance(raw, dict):
        inner = block.child_blocks if isinstance(block, blocks.StructBlock) else {}
        return {name: child(inner.get(name), value) for name, value in raw.items()}
    if isinstance(raw, list):
        return [child(None, value) for value in raw]
    return raw


def clean_stream_text(block: blocks.Block, raw: Any) -> Any:
    """Return the raw value ``raw`` of ``block`` with every text normalized for storage."""
    return map_stream_text(block, raw, clean_one_text)


def clean_one_text(text: str, is_markup: bool) -> str:
    return clean_markup(text) if is_markup else clean_text(text)
