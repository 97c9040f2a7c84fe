"""Blocks for text: paragraphs, headings, quotes, corrections."""

import datetime
import itertools
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from mysite.editing.widgets import DateInput
from mysite.text.vietnamese import slugify

TEXT_GROUP = _("Text")

#: The rich text features. Headings and images are separate blocks; other pasted markup is removed.
RICH_TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link", "hr"]


class HeadingLevel(models.TextChoices):
    """The heading levels an editor may use below the page's own ``<h1>``."""

    HEADING = "h2", _("Heading")
    SUBHEADING = "h3", _("Subheading")


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with lists and links."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        group = TEXT_GROUP
        label = _("Text")
        description = _("Paragraphs, numbered and bulleted lists, and links. Text pasted from Word is cleaned up.")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>Sáng nay, Sở Giáo dục và Đào tạo tổ chức <b>hội nghị tổng kết năm học</b>.</p>"
            "<ol><li>Nâng cao chất lượng dạy và học.</li><li>Đẩy mạnh chuyển đổi số.</li></ol>"
        )


class HeadingBlock(blocks.StructBlock):
    """A heading with an anchor."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(label=_("Level"), choices=HeadingLevel.choices, default=HeadingLevel.HEADING)

    class Meta:
        icon = "title"
        group = TEXT_GROUP
        label = _("Heading")
        description = _("Divides a long text into parts. It can be linked to.")
        template = "blocks/heading.html"
        preview_value = {"text": "Lịch thi và địa điểm thi", "level": "h2"}
        label_format = format_lazy("{}: {{text}}", _("Heading"))

    def get_context(self, value: blocks.StructValue, parent_context: Any = None) -> dict[str, Any]:
        """Add ``anchor``, the URL fragment of this heading, such as ``ket-qua-thi``, and its ``level``.

        The first heading of a text is always of the upper level: a level must not be skipped below the page's title.
        """
        context = super().get_context(value, parent_context)
        is_first = context.get("used_anchors") == set()
        context["level"] = HeadingLevel.HEADING if is_first else value["level"]
        context["anchor"] = build_anchor(value.get("text") or "", context.get("used_anchors", set()))
        return context


def build_anchor(text: str, used: set[str]) -> str:
    """Return the anchor of the heading ``text``, numbered if it is in ``used``, and add it to ``used``."""
    anchor = slugify(text, max_length=60)
    if not anchor:
        return ""
    numbered = (f"{anchor}-{number}" for number in itertools.count(2))
    unique_anchor = next(free for free in itertools.chain([anchor], numbered) if free not in used)
    used.add(unique_anchor)
    return unique_anchor


class TextStreamBlock(blocks.StreamBlock):
    """Base class of stream blocks with headings, whose anchors are unique within a text."""

    def render_basic(self, value: blocks.StreamValue, context: Any = None) -> SafeString:
        """Render as Wagtail does, but without an element around paragraphs: see docs/decisions/050-clients.md."""
        context = {**(context or {}), "used_anchors": set()}
        return format_html_join("\n", "{}", ((_render_child(child, context),) for child in value))


def _render_child(child: blocks.StreamValue.StreamChild, context: dict[str, Any]) -> SafeString:
    markup = child.render(context=context)
    if child.block_type == "paragraph":
        return markup
    return format_html('<div class="block-{}">{}</div>', child.block_type, markup)


class QuoteBlock(blocks.StructBlock):
    """A quotation with its speaker."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Attribution"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        group = TEXT_GROUP
        label = _("Quote")
        description = _("A quotation, set off from the text.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Mỗi thầy cô giáo là một tấm gương tự học và sáng tạo.",
            "attribution": "Giám đốc Sở tại lễ khai giảng",
        }


class DateBlock(blocks.DateBlock):
    """A date with a picker that keeps invalid input for the server to reject."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field_options["widget"] = DateInput(format=self.format)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Deconstruct as Wagtail's block, because only the widget differs."""
        return ("wagtail.blocks.DateBlock", *super().deconstruct()[1:])


class UntranslatedCharBlock(blocks.CharBlock):
    """A text that is the same in every language, such as a telephone number."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def deconstruct(self) -> tuple[str, Any, Any]:
        return ("wagtail.blocks.CharBlock", *super().deconstruct()[1:])


class CorrectionBlock(blocks.StructBlock):
    """A dated note about an error in an earlier version of the text."""

    date = DateBlock(label=_("Date"), default=timezone.localdate)
    text = blocks.RichTextBlock(label=_("Error and correction"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        group = TEXT_GROUP
        label = _("Correction")
        description = _("A dated note about an error in an earlier version.")
        template = "blocks/correction.html"
        preview_value = {
            "date": datetime.date(2026, 5, 12),
            "text": "<p>Bản tin trước ghi nhầm ngày thi là 5/6. Ngày đúng là <b>6/6</b>.</p>",
        }


class AgendaItemBlock(blocks.StructBlock):
    """A line of an agenda."""

    date = DateBlock(label=_("Date"), required=False, help_text=_("Only needed if the event lasts several days."))
    time = blocks.CharBlock(label=_("Time"), required=False, max_length=40, help_text=_("For example: 7:30 – 8:00."))
    text = blocks.CharBlock(label=_("Topic"), max_length=500)
    speaker = blocks.CharBlock(label=_("Presenter"), required=False, max_length=255)

    class Meta:
        icon = "time"
        group = TEXT_GROUP
        label = _("Agenda item")
        description = _("An item of an agenda, with its time, topic and presenter.")
        label_format = "{time} {text}"
        template = "blocks/agenda_item.html"
        preview_value = {
            "date": None,
            "time": "7:30",
            "text": "Khai mạc, giới thiệu đại biểu",
            "speaker": "Ban tổ chức",
        }
