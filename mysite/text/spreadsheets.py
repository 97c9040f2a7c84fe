"""Texts of visitors in spreadsheets."""

from typing import Any

#: A spreadsheet evaluates cells with these prefixes as formulas (CSV injection).
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n")


def escape_formula(cell: Any) -> Any:
    """Return the value of a cell so that no program takes it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_PREFIXES) else cell
