"""Classes of table cells, for their alignment and line breaks."""

import re
from itertools import zip_longest
from typing import Any

#: Cells of at most this length are not broken into lines.
MAX_UNBROKEN_LENGTH = 20
_NUMBER = re.compile(r"[+\-−]?\d[\d.,\s]*%?")


def add_cell_classes(table: dict[str, Any]) -> dict[str, Any]:
    """Return ``table`` with classes for short cells, for those of numeric columns, and for the first column.

    An alignment that the editor has chosen for a cell is kept.
    """
    rows = [[str(cell or "").strip() for cell in row] for row in table.get("data") or ()]
    body = rows[1:] if table.get("first_row_is_table_header") else rows
    numeric = {number for number, column in enumerate(zip_longest(*body, fillvalue="")) if _is_numeric(column)}
    stored = {(meta["row"], meta["col"]): meta for meta in table.get("cell") or ()}
    cells = []
    for row_number, row in enumerate(rows):
        for column_number, text in enumerate(row):
            meta = stored.get((row_number, column_number), {})
            chosen = meta.get("className") or ""
            classes = [chosen] if chosen else []
            classes += ["is-first"] if column_number == 0 else []
            classes += ["is-short"] if len(text) <= MAX_UNBROKEN_LENGTH else []
            classes += ["is-number"] if column_number in numeric and "ht" not in chosen else []
            cells.append({**meta, "row": row_number, "col": column_number, "className": " ".join(classes)})
    return {**table, "cell": cells}


def _is_numeric(column: tuple[str, ...]) -> bool:
    texts = [text for text in column if text]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)
