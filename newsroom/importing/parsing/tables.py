"""Convert HTML tables to rows of equal length, in which every value stands under its own heading."""

from dataclasses import replace
from itertools import takewhile

from bs4 import NavigableString, Tag

from mysite.blocks.merged_cells import MAX_MERGED, Area
from newsroom.importing.records import Heading, Table

from . import line_patterns
from .cleaning import clean_string
from .dom import get_text
from .inline_markup import get_runs

MAX_SPAN = 100
MAX_CELL = 300
#: Cells with those that spans add. No table of a page has as many; a few tags can claim millions.
MAX_CELLS = 50_000


def parse_table(tag: Tag) -> list[Heading | Table]:
    """Return a data table after its title, or nothing for a layout table, as most on old pages are."""
    if tag.find(("table", "img", "h1", "h2")):
        return []
    rows: list[list[Tag]] = [list(row.find_all(("td", "th"))) for row in tag.find_all("tr")]
    rows = _remove_empty_rows(rows)
    title = ""
    if len(rows) > 2 and len(rows[0]) == 1 and _get_span(rows[0][0], "colspan") > 1:
        title, rows = get_text(rows[0][0]), rows[1:]
    size = sum(_get_span(cell, "rowspan") * _get_span(cell, "colspan") for row in rows for cell in row)
    if size > MAX_CELLS or len(rows) < 2 or not _is_data(tag, rows) or len(title) > MAX_CELL:
        return []
    table = _build_table(rows, bool(title))
    if max(len(cell) for row in table.rows for cell in row) > MAX_CELL * 2 or len(table.rows[0]) < 2:
        return []
    return [Heading(title, 3), table] if title else [table]


def read_table(tag: Tag) -> list[Heading | Table]:
    """Return the table of a document, in which it is one on purpose; nothing for a frame of one cell."""
    rows: list[list[Tag]] = [list(row.find_all(("td", "th"))) for row in tag.find_all("tr")]
    rows = _remove_empty_rows(rows)
    size = sum(_get_span(cell, "rowspan") * _get_span(cell, "colspan") for row in rows for cell in row)
    if sum(map(len, rows)) < 2 or size > MAX_CELLS:
        return []
    table = _build_table(rows, all(cell.name == "th" or _is_bold(cell) for cell in rows[0]))
    return [table if len(rows) > 1 else replace(table, has_header=False)]


def _is_bold(cell: Tag) -> bool:
    return all("b" in marks for text, marks, _ in get_runs(cell) if text.strip())


def _remove_empty_rows(rows: list[list[Tag]]) -> list[list[Tag]]:
    """Return ``rows`` without those without text; between the others they stay if a cell may cover them."""
    filled = [n for n, row in enumerate(rows) if any(get_text(cell) for cell in row)]
    if any(_get_span(cell, "rowspan") > 1 for row in rows for cell in row):
        return rows[filled[0] : filled[-1] + 1] if filled else []
    return [rows[n] for n in filled]


def _is_data(tag: Tag, rows: list[list[Tag]]) -> bool:
    """Return whether the cells hold values; in layout tables they hold lists of links, long texts or one column."""
    texts = [[get_text(cell) for cell in row] for row in rows]
    if max(len(cell) for row in texts for cell in row) > MAX_CELL:
        return False
    if any(line_patterns.split_at_end(cell)[1] for cell in texts[0]):
        return False
    spanned = any(_get_span(cell, name) > 1 for row in rows for cell in row for name in ("rowspan", "colspan"))
    if not spanned and min(map(len, rows)) < 2:
        return False
    if tag.find(("ul", "ol")) or spanned:
        return tag.find("th") is not None or str(tag.get("border") or "0") != "0" or len(rows) > 2
    return True


def _get_span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() else 1


def _place_cells(rows: list[list[Tag]]) -> tuple[list[dict[int, str]], list[Area]]:
    """Place every cell in its columns; return the texts of the rows by column, and the merged cells.

    The text of a cell is repeated in the rows that it covers. A cell ends before one that covers its place from above.
    """
    grid: list[dict[int, str]] = [{} for _ in rows]
    merged: list[Area] = []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            free = (column + offset not in grid[number] for offset in range(_get_span(cell, "colspan")))
            width = sum(takewhile(bool, free))
            height = min(_get_span(cell, "rowspan"), len(rows) - number)
            if (height, width) != (1, 1):
                merged.append((number, column, height, width))
            text = _get_cell_text(cell)
            for below in range(number, number + height):
                for offset in range(width):
                    grid[below][column + offset] = text if offset == 0 else ""
            column += width
    return grid, merged


def _build_table(rows: list[list[Tag]], has_header: bool) -> Table:
    grid, merged = _place_cells(rows)
    width = max((max(row, default=0) for row in grid), default=0) + 1
    texts = [tuple(row.get(column, "") for column in range(width)) for row in grid]
    depth = _count_header_rows(rows)
    has_header = has_header or depth > 1 or all(cell.name == "th" for cell in rows[0])
    headings = [area for area in merged if area[0] < depth]
    for row, column, height, columns in headings:
        for below in range(row, row + height):
            text = texts[below]
            texts[below] = text[:column] + text[column : column + 1] * columns + text[column + columns :]
    # A head of several rows is recognised by a cell over all of them; without one its rows become one.
    if depth > 1 and not any(row == 0 and height == depth for row, _, height, _ in headings):
        texts[:depth] = [_join_header(texts[:depth])]
        merged = [(row - depth + 1, column, height, width) for row, column, height, width in merged if row >= depth]
    crossing = any(row < depth < row + height for row, _, height, _ in merged)
    if len(merged) > MAX_MERGED or (has_header and crossing):
        merged = []
    return Table(tuple(texts), has_header, tuple(merged))


def _count_header_rows(rows: list[list[Tag]]) -> int:
    if not any(_get_span(cell, "colspan") > 1 for cell in rows[0]):
        return 1
    depth = max((_get_span(cell, "rowspan") for cell in rows[0]), default=1)
    if depth == 1 and len(rows) > 2:
        depth = 2 if all(cell.name == "th" for cell in (*rows[0], *rows[1])) else 1
    return depth if depth < len(rows) else 1


def _join_header(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Join header rows into one: ``Điểm`` above ``Toán`` and ``Văn`` becomes ``Điểm – Toán`` and ``Điểm – Văn``."""
    return tuple(" – ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True))


def _get_cell_text(cell: Tag) -> str:
    """Return the text of a cell; list items and paragraphs are separated by semicolons."""
    parts: list[str] = [""]
    for node in cell.descendants:
        if isinstance(node, Tag):
            if node.name in ("li", "p", "div"):
                parts.append("")
            elif node.name == "br":
                parts[-1] += " "
        elif type(node) is NavigableString:
            parts[-1] += str(node)
    texts = [text for part in parts if (text := clean_string(part))]
    return "; ".join(text.rstrip(" ;") for text in texts)
