"""Ids of blocks in StreamField values.

wagtail-localize attaches a translation to a block by its id. Wagtail's editor gives an id to every block and list item;
values written by code may lack them, and would get new ones on each load, so that translations would be lost.
"""

import uuid
from typing import Any

from wagtail import blocks


def add_missing_ids(block: blocks.Block, raw: Any) -> Any:
    """Return the raw value ``raw`` of ``block`` with an id for every block and list item that had none."""
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [_add_missing_id(child, block.child_blocks.get(child["type"]), child["value"]) for child in raw]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            _add_missing_id(item, block.child_block, item["value"])
            if is_list_item(item)
            else _add_missing_id({"type": "item"}, block.child_block, item)
            for item in raw
        ]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {name: add_missing_ids(block.child_blocks.get(name), value) for name, value in raw.items()}
    return raw


def _add_missing_id(child: dict[str, Any], block: blocks.Block | None, value: Any) -> dict[str, Any]:
    return {**child, "value": add_missing_ids(block, value), "id": child.get("id") or str(uuid.uuid4())}


def is_list_item(item: Any) -> bool:
    """Return whether ``item`` is a list item in the current format; older ones are the bare value."""
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item
