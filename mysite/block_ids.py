"""The ids of the blocks in a text. A translation belongs to a block by its id, wherever the block is moved to.

Wagtail's editor gives an id to every block and to every item of a list. What is written by a program may lack them, and
would then get others at each reading: the photos of a gallery could not be translated.
"""

import uuid
from typing import Any

from wagtail import blocks


def with_ids(block: blocks.Block, raw: Any) -> Any:
    """The stored value ``raw`` of ``block`` with the ids that were missing."""
    if isinstance(block, blocks.StreamBlock) and isinstance(raw, list):
        return [_with_id(child, block.child_blocks.get(child["type"]), child["value"]) for child in raw]
    if isinstance(block, blocks.ListBlock) and isinstance(raw, list):
        return [
            _with_id(item, block.child_block, item["value"])
            if _is_item(item)
            else _with_id({"type": "item"}, block.child_block, item)
            for item in raw
        ]
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        return {name: with_ids(block.child_blocks.get(name), value) for name, value in raw.items()}
    return raw


def _with_id(child: dict[str, Any], block: blocks.Block | None, value: Any) -> dict[str, Any]:
    return {**child, "value": with_ids(block, value), "id": child.get("id") or str(uuid.uuid4())}


def _is_item(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item
