"""The document model."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet
from wagtail.search import index

from mysite.text.collation import CollatedQuerySet
from mysite.text.vietnamese import ascii_filename

from .document_text import DocumentText
from .text import NormalizedTextMixin


class PortalDocumentQuerySet(CollatedQuerySet, DocumentQuerySet):
    """Documents by title in Vietnamese order."""


class PortalDocument(NormalizedTextMixin, AbstractDocument):
    """A file for download: a circular, a form, a timetable. Stored under an ASCII name."""

    admin_form_fields = Document.admin_form_fields
    objects = PortalDocumentQuerySet.as_manager()

    search_fields = [
        *AbstractDocument.search_fields,
        index.SearchField("extracted_text"),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def extracted_text(self) -> str:
        """The text extracted from the current file, empty if only an older one was read: see ``DocumentText``."""
        contents = getattr(self, "contents", None)
        return contents.text if contents is not None and contents.file_name == self.file.name else ""

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet:
        return super().get_indexed_objects().select_related("contents")

    @property
    def search_date(self) -> datetime:
        return self.created_at

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.prepare_new_file()
        return super().save(*args, **kwargs)

    def prepare_new_file(self) -> None:
        """Give a file that is not stored yet an ASCII name, and delete the text of the file that it replaces."""
        if self.file and not self.file._committed:
            self.file.name = ascii_filename(self.file.name)
            # The name of a deleted file may be used again, and its text must not be taken for that of the new file.
            DocumentText.objects.filter(document=self.pk).delete()
            self._state.fields_cache.pop("contents", None)
