"""The rows of a table as its template shows them: header cells, merged cells, and classes for alignment."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from .merged_cells import find_covered_cells, get_areas

#: Cells of at most this length are not broken into lines.
MAX_UNBROKEN_LENGTH = 20
_NUMBER = re.compile(r"[+\-−]?\d[\d.,\s]*%?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is shown. ``scope`` is that of a header cell, else empty."""

    text: str
    scope: str
    classes: str
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table, without the cells that merged ones cover."""

    head: list[list[Cell]]
    body: list[list[Cell]]


def build_rows(table: dict[str, Any]) -> TableRows:
    """Return the rows of a table with clean merged cells. A head whose cells are merged downwards has several rows."""
    texts = [[str(cell if cell is not None else "").strip() for cell in row] for row in table.get("data") or ()]
    areas = get_areas(table)
    covered = find_covered_cells(areas)
    spans = {area[:2]: area[2:] for area in areas}
    has_head = bool(table.get("first_row_is_table_header")) and bool(texts)
    depth = max((area[2] for area in areas if area[0] == 0), default=1) if has_head else 0
    if depth == len(texts):  # a cell beside the whole table
        depth = 1 if depth == 1 else 0
    classes = _build_classes(table, texts, depth)
    rows = [
        [
            Cell(text, _get_scope(table, n, column, depth), classes[n, column], *spans.get((n, column), (1, 1)))
            for column, text in enumerate(row)
            if (n, column) not in covered
        ]
        for n, row in enumerate(texts)
    ]
    return TableRows(rows[:depth], rows[depth:])


def _get_scope(table: dict[str, Any], row: int, column: int, depth: int) -> str:
    if row < depth or (row == 0 and table.get("first_row_is_table_header")):
        return "col"
    return "row" if column == 0 and table.get("first_col_is_header") else ""


def _build_classes(table: dict[str, Any], rows: list[list[str]], depth: int) -> dict[tuple[int, int], str]:
    """Return the classes of short cells, those of numeric columns and the first column, by row and column.

    An alignment that the editor has chosen for a cell is kept.
    """
    numeric = {number for number, column in enumerate(zip_longest(*rows[depth:], fillvalue="")) if _is_numeric(column)}
    cells = table.get("cell")
    metas = cells if isinstance(cells, list) else []
    stored = {(meta.get("row"), meta.get("col")): str(meta.get("className") or "") for meta in metas}
    names: dict[tuple[int, int], str] = {}
    for row_number, row in enumerate(rows):
        for column_number, text in enumerate(row):
            chosen = stored.get((row_number, column_number), "")
            classes = [chosen] if chosen else []
            classes += ["is-first"] if column_number == 0 else []
            classes += ["is-short"] if len(text) <= MAX_UNBROKEN_LENGTH else []
            classes += ["is-number"] if column_number in numeric and "ht" not in chosen else []
            names[row_number, column_number] = " ".join(classes)
    return names


def _is_numeric(column: tuple[str, ...]) -> bool:
    texts = [text for text in column if text]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)
