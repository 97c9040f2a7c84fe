"""What is in the bin: pages, images and documents that editors have deleted, until they are deleted for good."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from .documents import PortalDocument
from .images import PortalImage

#: How long something stays in the bin.
RETENTION = datetime.timedelta(days=30)


class BinItem(models.Model):
    """A page with those below it, an image or a document in the bin, and where it was."""

    page = models.OneToOneField(Page, null=True, on_delete=models.CASCADE, related_name="bin_item")
    image = models.OneToOneField(PortalImage, null=True, on_delete=models.CASCADE, related_name="bin_item")
    document = models.OneToOneField(PortalDocument, null=True, on_delete=models.CASCADE, related_name="bin_item")
    title = models.CharField(_("title"), max_length=255)
    #: The slug of a page before it was deleted; in the bin, where slugs of pages from everywhere meet, it has another.
    slug = models.SlugField(max_length=255, allow_unicode=True, blank=True)
    #: The parent page, or the collection, until it is deleted itself.
    parent = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Translation keys by primary key, of the pages that are translations: see ``mysite.bin.translation_keys``.
    translation_keys = models.JSONField(default=dict)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(_("deleted at"), auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("item in the bin")
        verbose_name_plural = _("items in the bin")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, image=None, document=None)
                | Q(page=None, image__isnull=False, document=None)
                | Q(page=None, image=None, document__isnull=False),
                name="bin_item_is_one_object",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> Any:
        """The page, image or document."""
        return self.page or self.image or self.document

    @property
    def leaves_at(self) -> datetime.datetime:
        """When it is deleted for good, in the night after."""
        return self.deleted_at + RETENTION
