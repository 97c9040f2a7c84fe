"""Convert HTML tables to rows of equal length, in which every value stands under its own heading."""

from bs4 import NavigableString, Tag

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
    rows = [row for row in rows if any(get_text(cell) for cell in row)]
    title = ""
    if len(rows) > 2 and len(rows[0]) == 1 and _get_span(rows[0][0], "colspan") > 1:
        title, rows = get_text(rows[0][0]), rows[1:]
    size = sum(_get_span(cell, "rowspan") * _get_span(cell, "colspan") for row in rows for cell in row)
    if size > MAX_CELLS or len(rows) < 2 or not _is_data(tag, rows) or len(title) > MAX_CELL:
        return []
    grid, header_rows = _build_grid(rows)
    if max(len(cell) for row in grid for cell in row) > MAX_CELL * 2 or len(grid[0]) < 2:
        return []
    header = _join_header([grid[n] for n in range(header_rows)])
    has_header = header_rows > 1 or bool(title) or all(cell.name == "th" for cell in rows[0])
    table = Table((header, *grid[header_rows:]), has_header)
    return [Heading(title, 3), table] if title else [table]


def read_table(tag: Tag) -> list[Heading | Table]:
    """Return the table of a document, in which it is one on purpose; nothing for a frame of one cell."""
    rows: list[list[Tag]] = [list(row.find_all(("td", "th"))) for row in tag.find_all("tr")]
    rows = [row for row in rows if any(get_text(cell) for cell in row)]
    size = sum(_get_span(cell, "rowspan") * _get_span(cell, "colspan") for row in rows for cell in row)
    if sum(map(len, rows)) < 2 or size > MAX_CELLS:
        return []
    grid, header_rows = _build_grid(rows)
    has_header = len(rows) > 1 and (header_rows > 1 or all(cell.name == "th" or _is_bold(cell) for cell in rows[0]))
    if not has_header:
        return [Table(tuple(grid))]
    return [Table((_join_header(grid[:header_rows]), *grid[header_rows:]), has_header=True)]


def _is_bold(cell: Tag) -> bool:
    return all("b" in marks for text, marks, _ in get_runs(cell) if text.strip())


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


def _build_grid(rows: list[list[Tag]]) -> tuple[list[tuple[str, ...]], int]:
    """Place every cell in its column; return the rows and the number of header rows.

    A cell over several rows is repeated in each, so that each row can be read alone. A heading over several columns is
    repeated in each; any other value over several columns stands in the first.
    """
    grid: list[dict[int, str]] = [{} for _ in rows]
    header_rows = max((_get_span(cell, "rowspan") for cell in rows[0]), default=1)
    if any(_get_span(cell, "colspan") > 1 for cell in rows[0]) and header_rows == 1 and len(rows) > 2:
        header_rows = 2 if all(cell.name == "th" for cell in (*rows[0], *rows[1])) else 1
    if not any(_get_span(cell, "colspan") > 1 for cell in rows[0]) or header_rows >= len(rows):
        header_rows = 1
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[number]:
                column += 1
            text, width = _get_cell_text(cell), _get_span(cell, "colspan")
            for below in range(number, min(number + _get_span(cell, "rowspan"), len(rows))):
                for offset in range(width):
                    grid[below][column + offset] = text if offset == 0 or number < header_rows else ""
            column += width
    width = max(max(row, default=0) for row in grid) + 1
    return [tuple(row.get(column, "") for column in range(width)) for row in grid], header_rows


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
