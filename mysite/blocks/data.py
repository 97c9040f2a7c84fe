"""Blocks for tables, documents and links."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments import StringSegmentValue

from mysite.i18n.fallback_fields import FallbackBlock
from mysite.pages.querysets import get_localized_pages

from .choosers import DocumentChooserBlock, PageChooserBlock
from .merged_cells import clean_merged_cells
from .tables import build_rows

FACTS_GROUP = _("Tables, documents and links")


class PortalTableBlock(TableBlock):
    """A table with a caption, header cells and merged cells."""

    class Meta:
        icon = "table"
        group = FACTS_GROUP
        label = _("Table")
        description = _("Data in rows and columns, for example a timetable, quotas or results.")
        template = "blocks/table.html"
        preview_value = {
            "first_row_is_table_header": True,
            "table_caption": "Lịch thi",
            "data": [["Ngày", "Môn thi", "Giờ bắt đầu"], ["5/6", "Ngữ văn", "7:35"], ["6/6", "Toán", "7:35"]],
        }

    def get_table_options(self, table_options: dict[str, Any] | None = None) -> dict[str, Any]:
        options = super().get_table_options(table_options)
        return {**options, "mergeCells": True, "contextMenu": [*options["contextMenu"], "---------", "mergeCells"]}

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_merged_cells(value) if value else value)

    def clean(self, value: Any) -> Any:
        return super().clean(clean_merged_cells(value) if value else value)

    def get_form_state(self, value: Any) -> Any:
        return clean_merged_cells(value) if value else value

    def render(self, value: Any, context: Any = None) -> str:
        if not value:
            return super().render(value, context)
        value = clean_merged_cells(value)
        return super().render(value, {**(context or {}), "rows": build_rows(value)})

    def get_searchable_content(self, value: Any) -> list[str]:
        caption = (value or {}).get("table_caption")
        return [*([caption] if caption else []), *super().get_searchable_content(value)]

    # Translations are keyed by the text of a cell, not by its position, so that they survive added and deleted rows.

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        caption = (value or {}).get("table_caption") or ""
        cells = [StringSegmentValue("cells", text) for text in _translatable_cells(value or {})]
        return [StringSegmentValue("caption", caption), *cells]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        captions = [segment.render_text() for segment in segments if segment.path == "caption"]
        cells = sorted((segment for segment in segments if segment.path == "cells"), key=lambda segment: segment.order)
        translations = dict(zip(_translatable_cells(value), [segment.render_text() for segment in cells], strict=True))
        data = [[translations.get(_cell_text(cell), cell) for cell in row] for row in value["data"]]
        return {**value, "data": data, "table_caption": captions[0] if captions else ""}


def _translatable_cells(table: dict[str, Any]) -> list[str]:
    """Return the distinct texts of the cells of ``table``, except cells without letters (numbers, dates)."""
    texts = (_cell_text(cell) for row in table.get("data") or () for cell in row)
    return list(dict.fromkeys(text for text in texts if any(character.isalpha() for character in text)))


def _cell_text(cell: Any) -> str:
    return str(cell or "").strip()


class DocumentBlock(FallbackBlock):
    """A document to download, with its own title or that of the document."""

    fallbacks = {"title": ("document", "title")}

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=255, help_text=_("Leave empty to use the title of the document.")
    )

    class Meta:
        icon = "doc-full"
        group = FACTS_GROUP
        label = _("Document")
        description = _("A file to download, for example a circular, a form or a list.")
        template = "blocks/document.html"
        preview_value = {"document": None, "title": "Công văn hướng dẫn tổ chức kỳ thi"}


@dataclass(frozen=True)
class ResolvedLink:
    """A link with its final URL and text."""

    href: str
    text: str
    description: str


class LinksValue(blocks.StructValue):
    """The value of a link box."""

    @property
    def visible_links(self) -> list[ResolvedLink]:
        """The links that every visitor can follow, with pages in the active language. One query per block."""
        chosen = [link["page"] for link in self["links"] if link["page"]]
        pages = get_localized_pages(chosen) if chosen else {}
        links = []
        for link in self["links"]:
            page = pages.get(link["page"].translation_key) if link["page"] else None
            href = page.url if page else link["url"]
            if href:
                links.append(ResolvedLink(href, link["label"] or (page.title if page else href), link["description"]))
        return links


class LinkBlock(blocks.StructBlock):
    """A link to a page of this portal or to an external URL."""

    page = PageChooserBlock(label=_("Page on this portal"), required=False)
    url = blocks.URLBlock(label=_("Or external URL"), required=False)
    label = blocks.CharBlock(label=_("Link text"), required=False, max_length=255)
    description = blocks.CharBlock(label=_("Description"), required=False, max_length=255)

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{label}"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = _("Choose either a page of this portal or an external URL.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        if cleaned["url"] and not cleaned["label"]:
            raise StructBlockValidationError({"label": ValidationError(_("Enter the link text."))})
        return cleaned


class LinksBlock(blocks.StructBlock):
    """A box of links."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=30)

    class Meta:
        icon = "link"
        group = FACTS_GROUP
        label = _("Link box")
        value_class = LinksValue
        description = _("A box of links to pages of this portal or external URLs.")
        template = "blocks/links.html"
        preview_value = {
            "title": "Xem thêm",
            "links": [
                {"page": None, "url": "https://moet.example", "label": "Cổng thông tin của Bộ", "description": ""},
                {"page": None, "url": "https://luat.example", "label": "Cơ sở dữ liệu văn bản", "description": ""},
            ],
        }
