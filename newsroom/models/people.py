from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from mysite.editing.widgets import VietnameseSlugInput
from mysite.models import ProfileSnippet, live_or_none
from mysite.text.collation import collate

from .units import Unit


class Author(index.Indexed, ProfileSnippet):
    """An author of articles."""

    name = models.CharField(_("name"), max_length=255)
    job_title = models.CharField(_("job title"), max_length=255, blank=True)
    unit = models.ForeignKey(
        "newsroom.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="authors",
        help_text=_("The author's current unit. Bylines keep the unit at the time of writing."),
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

    class Meta(ProfileSnippet.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = [collate("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def live_unit(self) -> Unit | None:
        return live_or_none(self.unit)

    def get_slug_source(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
