from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from mysite.models import AddressedSnippet
from mysite.sorting import in_vietnamese
from mysite.widgets import VietnameseSlugInput


class Author(index.Indexed, AddressedSnippet):
    """Somebody who signs articles."""

    name = models.CharField(_("name"), max_length=255)
    job_title = models.CharField(_("job title"), max_length=255, blank=True)
    unit = models.ForeignKey(
        "newsroom.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="authors",
        help_text=_("Where the author works now. Each byline keeps the unit of its time."),
    )
    biography = models.TextField(_("biography"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug", widget=VietnameseSlugInput)]),
        FieldRowPanel([FieldPanel("job_title"), FieldPanel("unit")]),
        FieldPanel("biography"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(AddressedSnippet.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = [in_vietnamese("name")]

    def __str__(self) -> str:
        return self.name

    def name_for_slug(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
