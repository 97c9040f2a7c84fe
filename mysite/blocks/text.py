"""Blocks of words: paragraphs, headings, quotes, corrections."""

import datetime
import itertools
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from mysite.vietnamese import slugify
from mysite.widgets import DateInput

TEXT_GROUP = _("Text")

#: What rich text may hold. Headings are blocks of their own; pictures too. Everything else that is pasted goes.
RICH_TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link", "hr"]


class HeadingLevel:
    """The heading levels an editor may use below the page's own ``<h1>``."""

    CHOICES = [("h2", _("Heading")), ("h3", _("Subheading"))]


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with lists and links."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        group = TEXT_GROUP
        label = _("Text")
        description = _("Paragraphs, numbered and bulleted lists, links. Text pasted from Word is cleaned.")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>Sáng nay, Sở Giáo dục và Đào tạo tổ chức <b>hội nghị tổng kết năm học</b>.</p>"
            "<ol><li>Nâng cao chất lượng dạy và học.</li><li>Đẩy mạnh chuyển đổi số.</li></ol>"
        )


class HeadingValue(blocks.StructValue):
    #: Set where the text has an earlier heading with the same anchor.
    distinct_anchor: str = ""

    @property
    def anchor(self) -> str:
        """The fragment that links to this heading: ``#ket-qua-thi``."""
        return self.distinct_anchor or slugify(self.get("text") or "", max_length=60)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(label=_("Level"), choices=HeadingLevel.CHOICES, default="h2")

    class Meta:
        icon = "title"
        group = TEXT_GROUP
        label = _("Heading")
        description = _("Divides a long text; readers can link to it.")
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": "Lịch thi và địa điểm thi", "level": "h2"}
        label_format = format_lazy("{}: {{text}}", _("Heading"))


class TextStreamBlock(blocks.StreamBlock):
    """Base of streams with headings: no two in one text get the same anchor."""

    def render_basic(self, value: blocks.StreamValue, context: Any = None) -> SafeString:
        taken: set[str] = set()
        for heading in value.blocks_by_name("heading"):
            anchor = heading.value.anchor
            if not anchor:
                continue
            numbered = (f"{anchor}-{number}" for number in itertools.count(2))
            heading.value.distinct_anchor = next(
                free for free in itertools.chain([anchor], numbered) if free not in taken
            )
            taken.add(heading.value.distinct_anchor)
        return super().render_basic(value, context)


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        group = TEXT_GROUP
        label = _("Quote")
        description = _("What somebody said or wrote, set apart from the text.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Mỗi thầy cô giáo là một tấm gương tự học và sáng tạo.",
            "attribution": "Giám đốc Sở tại lễ khai giảng",
        }


class DateBlock(blocks.DateBlock):
    """A day; what is typed stays as typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field_options["widget"] = DateInput(format=self.format)

    def deconstruct(self) -> tuple[str, Any, Any]:
        """As Wagtail's own: only its widget differs, which is nothing to migrations."""
        return ("wagtail.blocks.DateBlock", *super().deconstruct()[1:])


class SameTextBlock(blocks.CharBlock):
    """A text that is the same in every language: a telephone number."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        return []

    def deconstruct(self) -> tuple[str, Any, Any]:
        return ("wagtail.blocks.CharBlock", *super().deconstruct()[1:])


class CorrectionBlock(blocks.StructBlock):
    date = DateBlock(label=_("Date"), default=timezone.localdate)
    text = blocks.RichTextBlock(label=_("What was wrong and what is right"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        group = TEXT_GROUP
        label = _("Correction")
        description = _("A dated note that says what an earlier version had wrong.")
        template = "blocks/correction.html"
        preview_value = {
            "date": datetime.date(2026, 5, 12),
            "text": "<p>Bản tin trước ghi nhầm ngày thi là 5/6. Ngày đúng là <b>6/6</b>.</p>",
        }


class AgendaItemBlock(blocks.StructBlock):
    """A line of an agenda."""

    date = DateBlock(label=_("Date"), required=False, help_text=_("Only if the event has several days."))
    time = blocks.CharBlock(label=_("Time"), required=False, max_length=40, help_text=_("For example: 7:30 – 8:00."))
    text = blocks.CharBlock(label=_("What"), max_length=500)
    speaker = blocks.CharBlock(label=_("Who"), required=False, max_length=255)

    class Meta:
        icon = "time"
        group = TEXT_GROUP
        label = _("Agenda item")
        description = _("A line of an agenda: when, what, who.")
        label_format = "{time} {text}"
        template = "blocks/agenda_item.html"
        preview_value = {
            "date": None,
            "time": "7:30",
            "text": "Khai mạc, giới thiệu đại biểu",
            "speaker": "Ban tổ chức",
        }
