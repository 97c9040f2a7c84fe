"""Translations for scripts of packages that have texts in English only."""

from typing import Any

from django.utils.translation import gettext

from .label_patches import upstream_gettext_lazy


def get_script_strings() -> dict[str, Any]:
    """Return translations for scripts with English texts: tag suggestions, table menu, translation editor."""
    return {
        "noResults": gettext("No results found."),
        "oneResult": gettext("1 result found; use the arrow keys to select it."),
        "results": gettext("{count} results found; use the arrow keys to select one."),
        "moreActions": upstream_gettext_lazy("More actions"),
        "translation": gettext("{source} to {target} translation"),
        "table": {
            "ROW_ABOVE": gettext("Insert row above"),
            "ROW_BELOW": gettext("Insert row below"),
            "INSERT_LEFT": gettext("Insert column left"),
            "INSERT_RIGHT": gettext("Insert column right"),
            "REMOVE_ROW": [gettext("Delete row"), gettext("Delete rows")],
            "REMOVE_COLUMN": [gettext("Delete column"), gettext("Delete columns")],
            "MERGE_CELLS": gettext("Merge cells"),
            "UNMERGE_CELLS": gettext("Unmerge cells"),
            "UNDO": upstream_gettext_lazy("Undo"),
            "REDO": upstream_gettext_lazy("Redo"),
        },
    }
