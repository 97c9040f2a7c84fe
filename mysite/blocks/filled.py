"""Whether a stored stream contains anything that readers see."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

_TAG = re.compile(r"<[^>]*>")
#: Keys of stored values that are no content by themselves.
_ATTRIBUTES = frozenset({"id", "type", "level", "date"})


def has_content(blocks: Iterable[Any]) -> bool:
    """Return whether a block has text, an image, a file or a link. ``blocks`` is the stored value of a stream.

    A heading by itself is no content.
    """
    return any(_is_filled(_get_content(block)) for block in blocks if block.get("type") != "heading")


def _get_content(block: dict[str, Any]) -> Any:
    value = block.get("value")
    # The other keys of a table are its header cells and merged cells.
    return value.get("data") if block.get("type") == "table" and isinstance(value, dict) else value


def _is_filled(value: Any) -> bool:
    if isinstance(value, str):
        return bool(unescape(_TAG.sub("", value)).strip())
    if isinstance(value, dict):
        return any(_is_filled(item) for key, item in value.items() if key not in _ATTRIBUTES)
    if isinstance(value, list | tuple):
        return any(map(_is_filled, value))
    return isinstance(value, int) and not isinstance(value, bool)  # the primary key of what was chosen
