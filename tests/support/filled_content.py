"""Fills pages and snippets of any type with every field and block that editors can fill.

Every text is a unique word, so that tests can follow it.
"""

import datetime
import itertools
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from mysite.blocks import DocumentBlock, PhotoBlock, PictureBlock, UntranslatedCharBlock
from mysite.models import PortalDocument, PortalImage
from newsroom.models import (
    Author,
    EventAttachment,
    EventException,
    EventSection,
    NewsPage,
    NewsPageAttachment,
    NewsSection,
    Unit,
)
from tests.support import factories

MONDAY = datetime.date(2047, 1, 7)
PHONE = "0234 567 890"
#: Texts that are the same in every language, and values for fields with validation.
VALID_VALUES: dict[str, Any] = {
    "phone": PHONE,
    "contact_phone": PHONE,
    "to_address": "van-phong@so.example",
    "clean_name": "ho_va_ten",
    "repeat": "weekly",
    "repeat_weekdays": "MO,WE",
    "repeat_until": None,
    "end_date": None,
    "end_time": None,
    "all_day": False,
    "status": "postponed",
    "main_colour": "#7a1020",
    "accent_colour": "#105a2a",
    "attendance": "mixed",
    "field_type": "dropdown",
    "dissolved_on": None,
    "ends_at": None,
    "comment_mode": "moderated",
}
IGNORED_FIELDS = {
    "go_live_at",
    "expire_at",
    "first_published_at",
    "owner",
    "locale",
    "slug",
    "path",
    "depth",
    "numchild",
}
IGNORED_FIELDS |= {"content_type", "sort_order", "successor"}
#: Left empty to use the fallback text.
FALLBACK_PAGE_FIELDS = {"main_image_caption", "main_image_alt", "main_image_credit"}
FALLBACK_FIELDS: dict[type, set[str]] = {
    NewsPageAttachment: {"title"},
    EventAttachment: {"title"},
    PhotoBlock: {"caption", "alt_text", "credit"},
    PictureBlock: {"caption", "alt_text", "credit"},
    DocumentBlock: {"title"},
}


class ContentFiller:
    """Fills instances with content.

    ``texts`` are the words used so far. With ``borrowing``, fields that have a fallback text stay
    empty.
    """

    def __init__(self, borrowing: bool = False) -> None:
        self.texts: list[str] = []
        self.borrowing = borrowing
        self._numbers = itertools.count(1000)

    def word(self) -> str:
        self.texts.append(f"Chữ{next(self._numbers)}")
        return self.texts[-1]

    def fill(self, instance: Any) -> Any:
        """Fill every field of ``instance`` and its child rows."""
        for field in type(instance)._meta.get_fields():
            if (
                field.auto_created
                or not field.editable
                or field.name in IGNORED_FIELDS
                or isinstance(field, ParentalKey)
            ):
                continue
            if isinstance(field, TaggableManager):
                instance.tags.add(self.word(), self.word())
            elif not isinstance(field, models.OneToOneField):  # the parent link of multi-table inheritance
                setattr(instance, field.name, self._of_field(instance, field))
        if isinstance(instance, ClusterableModel):
            for relation in get_all_child_relations(type(instance)):
                if relation.name not in {"wagtail_admin_comments", "tagged_items"}:
                    count = 1 if relation.related_model is EventException else 2
                    rows = [self.fill(relation.related_model()) for _ in range(count)]
                    setattr(instance, relation.name, rows)
        return instance

    def _of_field(self, instance: Any, field: models.Field) -> Any:
        if field.name in VALID_VALUES:
            return VALID_VALUES[field.name]
        match field:
            case StreamField():
                return field.stream_block.to_python(self._of_block(field.stream_block))
            case RichTextField():
                return self._rich_text()
            case models.ForeignKey():
                return self._object(field.related_model, lends=self.borrowing)
            case models.URLField():
                return "https://nguon.example/"
            case models.EmailField():
                return "van-phong@so.example"
            case models.CharField() | models.TextField():
                return (
                    ""
                    if self.borrowing and field.name in FALLBACK_FIELDS.get(type(instance), FALLBACK_PAGE_FIELDS)
                    else self.word()
                )
            case models.DateTimeField():
                return datetime.datetime(2026, 1, 5, 7, 30, tzinfo=datetime.UTC)
            case models.DateField():
                return MONDAY
            case models.TimeField():
                return datetime.time(7, 30)
            case models.BooleanField():
                return True
            case models.IntegerField():
                return 4
        raise AssertionError(f"{field}: what can be put there?")

    def _of_block(self, block: blocks.Block, lends: bool = False) -> Any:
        """Return a raw value for ``block``."""
        match block:
            case blocks.StreamBlock():
                return [{"type": name, "value": self._of_block(child)} for name, child in block.child_blocks.items()]
            case blocks.ListBlock():
                return [{"type": "item", "value": self._of_block(block.child_block)} for _ in range(2)]
            case blocks.StructBlock():
                lent = FALLBACK_FIELDS.get(type(block), set()) if self.borrowing else set()
                children = block.child_blocks.items()
                return {
                    name: "" if name in lent else self._of_block(child, lends=bool(lent)) for name, child in children
                }
            case TableBlock():
                return self._table()
            case blocks.RichTextBlock():
                return self._rich_text()
            case ImageChooserBlock() | DocumentChooserBlock() | SnippetChooserBlock() | blocks.PageChooserBlock():
                return self._object(block.model_class, lends).pk
            case blocks.ChoiceBlock():
                return next(value for value, _ in block.field.choices if value)
            case blocks.URLBlock():
                return "https://www.youtube.com/watch?v=abcdefghijk"
            case blocks.EmailBlock():
                return "van-phong@so.example"
            case blocks.IntegerBlock():
                return 3
            case blocks.DateBlock():
                return str(MONDAY)
            case UntranslatedCharBlock():
                return PHONE
            case blocks.CharBlock() | blocks.TextBlock():
                return self.word()
        raise AssertionError(f"{block}: what can be put there?")

    def _rich_text(self) -> str:
        return f"<p>{self.word()}</p><ul><li>{self.word()}</li><li><b>{self.word()}</b></li></ul>"

    def _table(self) -> dict[str, Any]:
        same = self.word()
        rows = [[self.word(), self.word()], [same, "7:35"], [same, "5/6"], ["120", ""]]
        return {"data": rows, "table_caption": self.word(), "table_header_choice": "row", "cell": [], "mergeCells": []}

    def _object(self, model: type, lends: bool) -> Any:
        """Return an object for a chooser; texts that an image or a document ``lends`` as fallback are counted."""
        lent = self.word if lends else lambda: "Của thư viện"
        if model is PortalImage:
            return factories.SmallImageFactory(description=lent(), caption=lent(), credit=lent())
        if model is PortalDocument:
            return factories.DocumentFactory(title=lent())
        if model in {Author, Unit}:
            return {Author: factories.AuthorFactory, Unit: factories.UnitFactory}[model]()
        return factories.get_home_page() if issubclass(Page, model) else OBJECT_FACTORIES[model]()


OBJECT_FACTORIES = {
    NewsPage: factories.ArticleFactory,
    NewsSection: factories.SectionFactory,
    EventSection: factories.EventSectionFactory,
}
