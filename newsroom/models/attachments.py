"""Abstract model of a page's attachments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from mysite.i18n.fallback_fields import FallbackField
from mysite.models import NormalizedTextMixin


class Attachment(NormalizedTextMixin, TranslatableMixin, Orderable):
    """Abstract child model of a document attached to a page; subclasses add the ``ParentalKey``."""

    document = models.ForeignKey(
        "mysite.PortalDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Leave empty to use the title of the document.")
    )

    override_translatable_fields = [FallbackField("title", "document", "title")]

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")

    def __str__(self) -> str:
        return self.title or self.document.title
