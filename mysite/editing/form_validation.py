"""Validation of submitted data that scripts write into hidden inputs, before a form reads it.

Wagtail's blocks, choosers and Draftail rely on the numbers and the JSON in their hidden inputs, and raise all kinds of
exceptions on invalid ones. What users type is validated by the form, with error messages.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import BaseChooser
from wagtail.blocks.base import BlockWidget
from wagtail.contrib.table_block.blocks import TableInput

from mysite.http.bad_requests import MalformedForm

from .content_state import is_content_state, is_database_integer, parse_json

#: Maximum number of blocks in one stream or list, deleted ones included until the form is reloaded.
MAX_BLOCKS = 3_000
#: Forms that a formset reads beyond its maximum, so that the excess is reported as a form error.
SPARE_FORMS = 20
#: Maximum number of forms in formsets without a limit of their own, which are those of comments and replies.
MAX_FORMS = 300

NUMBER_EXPECTED = _("a number is required here")
PART_MISSING = _("a part of the form is missing")
TOO_MANY_FORMS = _("there are more items here than the form allows")
INVALID_JSON = _("the content is not in the format of the editor")


def validate_posted_data(form: Any) -> None:
    """Raise ``MalformedForm`` if the data of ``form``, a model form with or without formsets, is malformed."""
    _check_fields(form.fields, form.data, form.add_prefix)
    for formset in getattr(form, "formsets", {}).values():
        limit_forms(formset)
        _check_formset(type(formset), formset.prefix, formset.absolute_max, form.data)


def limit_forms(formset: Any) -> None:
    """Limit the number of forms that ``formset`` creates; Django's own limit is 1000 above the maximum."""
    most = formset.max_num if formset.validate_max else MAX_FORMS
    formset.absolute_max = most + SPARE_FORMS


def _check_fields(fields: Mapping[str, forms.Field], data: QueryDict, add_prefix: Any) -> None:
    for name, field in fields.items():
        if not field.disabled:
            _check_widget(field.widget, data, add_prefix(name))


def _check_formset(formset: Any, prefix: str, most: int, data: QueryDict) -> None:
    if f"{prefix}-TOTAL_FORMS" not in data:  # Django reports it as a form error
        return
    total, initial = (_read_number(data, f"{prefix}-{name}_FORMS") for name in ("TOTAL", "INITIAL"))
    if total > most or initial > total:
        raise MalformedForm(f"{prefix}-TOTAL_FORMS", TOO_MANY_FORMS)
    for number in range(total):
        row = f"{prefix}-{number}"
        if number < initial:
            _check_number(data, f"{row}-{formset.model._meta.pk.name}", or_empty=True)
        _check_fields(formset.form.base_fields, data, lambda name, row=row: f"{row}-{name}")
        for name, nested in getattr(formset.form, "formsets", {}).items():
            _check_formset(nested, f"{row}-{name}", MAX_FORMS, data)


def _check_widget(widget: forms.Widget, data: QueryDict, name: str) -> None:
    from wagtail.admin.rich_text import DraftailRichTextArea  # cannot be imported while models are loaded

    if isinstance(widget, BlockWidget):
        _check_block(widget.block_def, data, name)
    elif isinstance(widget, DraftailRichTextArea):
        if name in data and not is_content_state(data[name]):
            raise MalformedForm(name, INVALID_JSON)
    elif isinstance(widget, TableInput) and name in data and not _is_table(data[name]):
        raise MalformedForm(name, INVALID_JSON)


def _check_block(block: blocks.Block, data: QueryDict, prefix: str) -> None:
    if isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        count = _read_number(data, f"{prefix}-count")
        if count > MAX_BLOCKS:
            raise MalformedForm(f"{prefix}-count", TOO_MANY_FORMS)
        for number in range(count):
            _check_item(block, data, f"{prefix}-{number}")
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            _check_block(child, data, f"{prefix}-{name}")
    elif isinstance(block, blocks.FieldBlock):
        if block.field.widget.value_omitted_from_data(data, {}, prefix):
            raise MalformedForm(prefix, PART_MISSING)
        _check_widget(block.field.widget, data, prefix)


def _check_item(block: Any, data: QueryDict, prefix: str) -> None:
    if f"{prefix}-deleted" not in data:
        raise MalformedForm(f"{prefix}-deleted", PART_MISSING)
    if data[f"{prefix}-deleted"]:
        return
    _check_number(data, f"{prefix}-order")
    if isinstance(block, blocks.ListBlock):
        _check_block(block.child_block, data, f"{prefix}-value")
        return
    if f"{prefix}-type" not in data:
        raise MalformedForm(f"{prefix}-type", PART_MISSING)
    if child := block.child_blocks.get(data[f"{prefix}-type"]):
        _check_block(child, data, f"{prefix}-value")


def chooser_value_from_datadict(widget: BaseChooser, data: QueryDict, files: Any, name: str) -> str | None:
    """Replacement for ``BaseChooser.value_from_datadict`` that returns a primary key or None.

    Wagtail returns any submitted value, and raises an exception when the chooser is rendered again beside an error.
    """
    value = data.get(name) or None
    if value is not None and not is_database_integer(str(value)):
        raise MalformedForm(name, NUMBER_EXPECTED)
    return value


def _check_number(data: QueryDict, name: str, *, or_empty: bool = False) -> None:
    if name not in data:
        raise MalformedForm(name, PART_MISSING)
    if not is_database_integer(data[name]) and not (or_empty and data[name] == ""):
        raise MalformedForm(name, NUMBER_EXPECTED)


def _read_number(data: QueryDict, name: str) -> int:
    _check_number(data, name)
    return int(data[name])


def _is_table(text: str) -> bool:
    table = parse_json(text)
    if text == "null":
        return True
    if not isinstance(table, dict) or not isinstance(table.get("data", []), list):
        return False
    cells = (cell for row in table.get("data", []) for cell in (row if isinstance(row, list) else [row, {}]))
    return all(cell is None or isinstance(cell, str | int | float) for cell in cells)
