from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.search import index

from mysite.sorting import VietnameseOrder
from mysite.vietnamese import ascii_filename

from .text import NormalizedTextMixin


class PortalDocumentQuerySet(VietnameseOrder, DocumentQuerySet):
    """Documents by title in Vietnamese order."""


class PortalDocument(NormalizedTextMixin, AbstractDocument):
    """A file for download: a circular, a form, a timetable. Stored under an ASCII name."""

    admin_form_fields = Document.admin_form_fields
    objects = PortalDocumentQuerySet.as_manager()

    search_fields = [
        *AbstractDocument.search_fields,
        index.SearchField("file_text"),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def file_text(self) -> str:
        """What was read of its file: see ``DocumentText``."""
        return self.contents.text if hasattr(self, "contents") else ""

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return super().get_indexed_objects().select_related("contents")

    @property
    def search_date(self) -> datetime:
        return self.created_at

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.file and not self.file._committed:
            self.file.name = ascii_filename(self.file.name)
        return super().save(*args, **kwargs)
