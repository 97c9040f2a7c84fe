"""Merged cells of tables, in the form of Handsontable: ``{"row": 0, "col": 1, "rowspan": 2, "colspan": 1}``."""

from collections.abc import Iterator
from typing import Any

#: No table of a page has as many; checking them takes time in proportion to the square.
MAX_MERGED = 1_000

#: First row, first column, and the numbers of rows and columns.
Area = tuple[int, int, int, int]


def clean_merged_cells(table: dict[str, Any]) -> dict[str, Any]:
    """Return ``table`` with the merged cells that it can show, and without the texts that they cover.

    Areas end at the edge of the table. Those that overlap an earlier one, and whatever is no area, are left out. Forms,
    programs and stored values may contain anything.
    """
    if not table.get("mergeCells"):
        return table
    rows = [list(row) if isinstance(row, list) else [] for row in table.get("data") or ()]
    areas: list[Area] = []
    for area in _iter_areas(table["mergeCells"], len(rows), max(map(len, rows), default=0)):
        if not any(_overlaps(area, other) for other in areas):
            areas.append(area)
    for row, column in find_covered_cells(areas):
        if column < len(rows[row]):
            rows[row][column] = ""
    merged = [dict(zip(("row", "col", "rowspan", "colspan"), area, strict=True)) for area in areas]
    return {**table, "data": rows, "mergeCells": merged}


def get_areas(table: dict[str, Any]) -> list[Area]:
    """Return the merged cells of a clean ``table``."""
    return [(cell["row"], cell["col"], cell["rowspan"], cell["colspan"]) for cell in table.get("mergeCells") or ()]


def find_covered_cells(areas: list[Area]) -> set[tuple[int, int]]:
    """Return the cells of ``areas``, by row and column, without the first one of each, which is the one shown."""
    return {
        (row, column)
        for first_row, first_column, height, width in areas
        for row in range(first_row, first_row + height)
        for column in range(first_column, first_column + width)
        if (row, column) != (first_row, first_column)
    }


def _iter_areas(values: Any, height: int, width: int) -> Iterator[Area]:
    for value in values[:MAX_MERGED] if isinstance(values, list) else ():
        fields: dict[str, Any] = value if isinstance(value, dict) else {}
        numbers: list[Any] = [fields.get(name) for name in ("row", "col", "rowspan", "colspan")]
        if any(type(number) is not int for number in numbers):
            continue
        row, column, rows, columns = numbers
        if not (0 <= row < height and 0 <= column < width and rows > 0 and columns > 0):
            continue
        area = (row, column, min(rows, height - row), min(columns, width - column))
        if area[2:] != (1, 1):
            yield area


def _overlaps(one: Area, other: Area) -> bool:
    rows = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return rows and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
