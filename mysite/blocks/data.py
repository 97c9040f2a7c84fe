"""Blocks of facts: tables, documents, links."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail_localize.segments import StringSegmentValue

from mysite.borrowed_texts import BorrowingBlock
from mysite.querysets import in_restricted_collection, pages_in_this_language

FACTS_GROUP = _("Tables, documents, links")


class PortalTableBlock(TableBlock):
    """A table with a caption and marked heading cells."""

    class Meta:
        icon = "table"
        group = FACTS_GROUP
        label = _("Table")
        description = _("Rows and columns: timetables, quotas, results.")
        template = "blocks/table.html"
        preview_value = {
            "first_row_is_table_header": True,
            "table_caption": "Lịch thi",
            "data": [["Ngày", "Môn thi", "Giờ bắt đầu"], ["5/6", "Ngữ văn", "7:35"], ["6/6", "Toán", "7:35"]],
        }

    def get_searchable_content(self, value: Any) -> list[str]:
        caption = (value or {}).get("table_caption")
        return [*([caption] if caption else []), *super().get_searchable_content(value)]

    # A cell's translation belongs to its words and not to its place, so that it stays when rows come and go.

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        caption = (value or {}).get("table_caption") or ""
        cells = [StringSegmentValue("cells", text) for text in _cells_with_words(value or {})]
        return [StringSegmentValue("caption", caption), *cells]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        captions = [segment.render_text() for segment in segments if segment.path == "caption"]
        cells = sorted((segment for segment in segments if segment.path == "cells"), key=lambda segment: segment.order)
        words = dict(zip(_cells_with_words(value), [segment.render_text() for segment in cells], strict=True))
        data = [[words.get(_text_of(cell), cell) for cell in row] for row in value["data"]]
        return {**value, "data": data, "table_caption": captions[0] if captions else ""}


def _cells_with_words(table: dict[str, Any]) -> list[str]:
    """What is written in the cells of ``table``, each text once; numbers, times and dates are no words."""
    texts = (_text_of(cell) for row in table.get("data") or () for cell in row)
    return list(dict.fromkeys(text for text in texts if any(character.isalpha() for character in text)))


def _text_of(cell: Any) -> str:
    return str(cell or "").strip()


class OpenDocumentChooserBlock(DocumentChooserBlock):
    """A choice of a document that knows, without another query, whether only some may have it: ``is_restricted``."""

    def bulk_to_python(self, values: Any) -> Any:
        documents = self.model_class.objects.annotate(is_restricted=in_restricted_collection("collection__path"))
        found = documents.in_bulk([value for value in values if value])
        return [copy(found.get(value)) for value in values]

    def deconstruct(self) -> Any:
        """For migrations it is Wagtail's: what is stored is the same."""
        _, args, kwargs = super().deconstruct()
        return "wagtail.documents.blocks.DocumentChooserBlock", args, kwargs


class DocumentBlock(BorrowingBlock):
    borrowed = {"title": ("document", "title")}

    document = OpenDocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=255, help_text=_("Left empty: the document's own title.")
    )

    class Meta:
        icon = "doc-full"
        group = FACTS_GROUP
        label = _("Document")
        description = _("A file to download: a circular, a form, a list.")
        template = "blocks/document.html"
        preview_value = {"document": None, "title": "Công văn hướng dẫn tổ chức kỳ thi"}


@dataclass(frozen=True)
class Link:
    """A link ready to be shown."""

    href: str
    text: str
    description: str


class LinksValue(blocks.StructValue):
    @property
    def shown(self) -> list[Link]:
        """The links that lead somewhere for every visitor, pages in the language being read. One query a box."""
        chosen = [link["page"] for link in self["links"] if link["page"]]
        pages = pages_in_this_language(chosen) if chosen else {}
        links = []
        for link in self["links"]:
            page = pages.get(link["page"].translation_key) if link["page"] else None
            href = page.url if page else link["url"]
            if href:
                links.append(Link(href, link["label"] or (page.title if page else href), link["description"]))
        return links


class LinkBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Page of this portal"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    label = blocks.CharBlock(label=_("Text"), required=False, max_length=255)
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
            message = _("Choose either a page of this portal or an address elsewhere.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        if cleaned["url"] and not cleaned["label"]:
            raise StructBlockValidationError({"label": ValidationError(_("Say what the link leads to."))})
        return cleaned


class LinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=200)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=30)

    class Meta:
        icon = "link"
        group = FACTS_GROUP
        label = _("Link box")
        value_class = LinksValue
        description = _("A box of links to pages of this portal or elsewhere.")
        template = "blocks/links.html"
        preview_value = {
            "title": "Xem thêm",
            "links": [
                {"page": None, "url": "https://moet.example", "label": "Cổng thông tin của Bộ", "description": ""},
                {"page": None, "url": "https://luat.example", "label": "Cơ sở dữ liệu văn bản", "description": ""},
            ],
        }
