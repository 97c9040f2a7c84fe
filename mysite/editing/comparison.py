"""Comparison of two versions of a page: StreamFields by block, row, item and photo, tags by name.

Wagtail compares the plain text of most blocks. These classes are registered by ``register_comparisons``.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.admin.compare import (
    StreamBlockComparison,
    StreamFieldComparison,
    TagsFieldComparison,
    TextFieldComparison,
    register_comparison_class,
)
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.shortcuts import get_rendition_or_not_found

from .text_diff import ADDED, REMOVED, diff_lines, diff_table, diff_words


def register_comparisons() -> None:
    """Use the classes below for all models."""
    register_comparison_class(models.CharField, comparison_class=WordsComparison)
    register_comparison_class(models.TextField, comparison_class=WordsComparison)
    register_comparison_class(StreamField, comparison_class=ReadableStreamComparison)
    register_comparison_class(TaggableManager, comparison_class=TagNamesComparison)


class WordsComparison(TextFieldComparison):
    """Compares texts by word. Wagtail takes words of up to four letters for noise: most Vietnamese ones."""

    def htmldiff(self) -> SafeString:
        return diff_words(str(self.val_a or ""), str(self.val_b or ""))


class ReadableStreamComparison(StreamFieldComparison):
    """Compares StreamFields; blocks without changes are counted."""

    def htmldiff(self) -> SafeString:
        return diff_block(self.field.stream_block, self.val_a, self.val_b)


class TagNamesComparison(TagsFieldComparison):
    """Compares tags by name."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        before, after = super().get_items()
        return sorted(before, key=str), sorted(after, key=str)

    def get_item_display(self, tag: Any) -> str:
        return str(tag.name)


# --- Blocks ---------------------------------------------------------------------------------------


def show_block(block: blocks.Block, value: Any) -> SafeString:
    """Return the value of a block as HTML; empty if it has none."""
    if value is None or value == "":
        return SafeString("")
    for kinds, show, _diff in KINDS:
        if isinstance(block, kinds):
            return show(block, value)
    return escape(str(value))


def diff_block(block: blocks.Block, before: Any, after: Any) -> SafeString:
    """Return both values of a block as HTML, with what was added and removed."""
    if before == after:
        return show_block(block, after)
    for kinds, show, diff in KINDS:
        if isinstance(block, kinds):
            return diff(block, before, after) if diff else _replace(show(block, before), show(block, after))
    return diff_words(str(before or ""), str(after or ""))


def _replace(before: SafeString, after: SafeString) -> SafeString:
    return _mark(REMOVED, before) + _mark(ADDED, after)


def _mark(kind: str, content: SafeString) -> SafeString:
    return format_html('<div class="{}">{}</div>', kind, content) if content else SafeString("")


def _show_choice(block: blocks.ChoiceBlock, value: Any) -> SafeString:
    return escape(str(dict(block.field.choices).get(value, value)))


def _show_boolean(block: blocks.BooleanBlock, value: Any) -> SafeString:
    return escape(_("Yes") if value else _("No"))


def _show_image(block: ImageChooserBlock, value: Any) -> SafeString:
    if not value:
        return SafeString("")
    image = get_rendition_or_not_found(value, "max-165x165").img_tag({"alt": "", "loading": "lazy"})
    return format_html('<span class="portal-comparison__photo">{} {}</span>', image, value.title)


def _show_object(block: blocks.ChooserBlock, value: Any) -> SafeString:
    return escape(str(value)) if value else SafeString("")


# --- Structures -----------------------------------------------------------------------------------


def _show_struct(block: blocks.StructBlock, value: Any) -> SafeString:
    return _list_fields((child, show_block(child, value[name])) for name, child in block.child_blocks.items())


def _diff_struct(block: blocks.StructBlock, before: Any, after: Any) -> SafeString:
    children = block.child_blocks.items()
    return _list_fields((child, diff_block(child, before[name], after[name])) for name, child in children)


def _list_fields(fields: Iterable[tuple[blocks.Block, SafeString]]) -> SafeString:
    shown = [(child.label, content) for child, content in fields if content]
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", shown))


def _show_sequence(block: Any, value: Any) -> SafeString:
    items = ((_label(child), show_block(child.block, child.value)) for child in _get_children(value))
    return format_html_join("", '<div class="comparison__child-object">{}{}</div>', items)


def _diff_sequence(block: Any, before: Any, after: Any) -> SafeString:
    """Compare the items by id. Those without changes are counted; a new order is mentioned."""
    parts, unchanged = [], 0
    for comparison in SequenceComparison(block, True, True, before, after).get_block_comparisons():
        if not (comparison.is_new() or comparison.is_deleted() or comparison.has_changed()):
            unchanged += 1
            continue
        parts += _count_unchanged(unchanged)
        unchanged = 0
        kind = ADDED if comparison.is_new() else REMOVED if comparison.is_deleted() else ""
        values = (comparison.block, comparison.val_a if comparison.is_deleted() else comparison.val_b)
        content = show_block(*values) if kind else diff_block(comparison.block, comparison.val_a, comparison.val_b)
        template = '<div class="comparison__child-object {}">{}{}</div>'
        parts.append(format_html(template, kind, _label(comparison), content))
    parts += _count_unchanged(unchanged)
    if _is_reordered(_get_children(before), _get_children(after)):
        parts.append(format_html("<p>{}</p>", _("The order has changed.")))
    return SafeString("".join(parts))


class SequenceComparison(StreamBlockComparison):
    """Matches the items of streams and lists."""

    @staticmethod
    def get_blocks_from_value(val: Any) -> list[Any]:
        return _get_children(val)


def _get_children(value: Any) -> list[Any]:
    return list(getattr(value, "bound_blocks", value) or ())


def _label(child: Any) -> SafeString:
    label = child.block.label if isinstance(child.block, blocks.BaseStructBlock) else ""
    return format_html("<strong>{}</strong>", label) if label else SafeString("")


def _count_unchanged(number: int) -> list[SafeString]:
    text = ngettext("%(count)s item unchanged", "%(count)s items unchanged", number) % {"count": number}
    return [format_html('<p class="portal-comparison__unchanged">… {}</p>', text)] if number else []


def _is_reordered(before: Sequence[Any], after: Sequence[Any]) -> bool:
    kept = {child.id for child in before} & {child.id for child in after}
    return [child.id for child in before if child.id in kept] != [child.id for child in after if child.id in kept]


Show = Callable[[Any, Any], SafeString]
Diff = Callable[[Any, Any, Any], SafeString]
#: How values of blocks are shown and compared; without the latter both are shown.
KINDS: list[tuple[Any, Show, Diff | None]] = [
    (TableBlock, lambda block, value: diff_table(value, value), lambda block, *values: diff_table(*values)),
    (blocks.RichTextBlock, lambda block, value: diff_lines(value, value), lambda block, *values: diff_lines(*values)),
    (blocks.BaseStructBlock, _show_struct, _diff_struct),
    ((blocks.BaseStreamBlock, blocks.ListBlock), _show_sequence, _diff_sequence),
    (ImageChooserBlock, _show_image, None),
    (blocks.ChooserBlock, _show_object, None),
    (blocks.ChoiceBlock, _show_choice, None),
    (blocks.BooleanBlock, _show_boolean, None),
]
