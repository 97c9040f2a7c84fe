"""Validation of Draftail's JSON, whose structure Wagtail's converter relies on without checking it."""

import json
import re
from collections.abc import Iterable
from typing import Any

#: Limits above anything that an editor produces by hand.
MAX_BLOCKS, MAX_RANGES, MAX_DEPTH = 5_000, 2_000, 10


def parse_json(text: str) -> Any:
    """Parse JSON; return None if it is invalid, nested too deeply or contains a number of over 4,300 digits."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_database_integer(text: str) -> bool:
    """Return whether ``text`` is a non-negative integer that every database can hold."""
    return re.fullmatch(r"[0-9]{1,18}", text) is not None


def is_content_state(text: str) -> bool:
    """Return whether ``text`` is a Draft.js content state: blocks of text with style and entity ranges."""
    state = parse_json(text)
    if text == "null":  # an empty editor
        return True
    if not isinstance(state, dict) or not isinstance(state.get("entityMap", {}), dict):
        return False
    entities, blocks = state.get("entityMap", {}), state.get("blocks", [])
    return (
        all(map(_is_entity, entities.values()))
        and _is_list_of_dicts(blocks, MAX_BLOCKS)
        and all(_is_block(block, entities) for block in blocks)
    )


def _is_list_of_dicts(value: Any, most: int) -> bool:
    return isinstance(value, list) and len(value) <= most and all(isinstance(item, dict) for item in value)


def _is_int_up_to(value: Any, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _is_entity(entity: Any) -> bool:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        return False
    data = entity.get("data")
    if isinstance(data, dict) and data.get("id") is not None and not is_database_integer(str(data["id"])):
        return False  # if it were saved, the page's edit form could not be opened again
    return isinstance(data, dict) and all(
        value is None or isinstance(value, str | int | float | bool) for value in data.values()
    )


def _is_block(block: dict[str, Any], entities: dict[str, Any]) -> bool:
    text = block.get("text")
    styles, links = block.get("inlineStyleRanges", []), block.get("entityRanges", [])
    if not isinstance(text, str) or not all(isinstance(block.get(name, ""), str) for name in ("type", "key")):
        return False
    if "type" not in block or not _is_int_up_to(block.get("depth", 0), MAX_DEPTH):
        return False
    if not (_is_list_of_dicts(styles, MAX_RANGES) and _is_list_of_dicts(links, MAX_RANGES)):
        return False
    return (
        all(isinstance(style.get("style"), str) and _is_range(style) for style in styles)
        and all(_is_int_up_to(link.get("key"), 10**9) and str(link["key"]) in entities for link in links)
        and all(map(_is_range, links))
        and not _overlap(links)
    )


def _is_range(item: dict[str, Any]) -> bool:
    return all(_is_int_up_to(item.get(name), 10**7) for name in ("offset", "length"))


def _overlap(ranges: Iterable[dict[str, Any]]) -> bool:
    """Return whether two entity ranges overlap; links cannot be nested."""
    end = 0
    for item in sorted(ranges, key=lambda item: item["offset"]):
        if item["offset"] < end:
            return True
        end = item["offset"] + item["length"]
    return False
