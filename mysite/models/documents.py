from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.search import index

from mysite.sorting import VietnameseOrder
from mysite.vietnamese import ascii_filename

from .document_text import DocumentText
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
        """What was read of its file, if it is still that file: see ``DocumentText``."""
        contents = getattr(self, "contents", None)
        return contents.text if contents is not None and contents.file_name == self.file.name else ""

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return super().get_indexed_objects().select_related("contents")

    @property
    def search_date(self) -> datetime:
        return self.created_at

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.file and not self.file._committed:
            self.file.name = ascii_filename(self.file.name)
            # The name of a file that is gone may come back: what was read of it must not be taken for what is in this.
            DocumentText.objects.filter(document=self.pk).delete()
            self._state.fields_cache.pop("contents", None)
        return super().save(*args, **kwargs)
