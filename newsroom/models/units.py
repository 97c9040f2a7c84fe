from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from mysite.editing.widgets import VietnameseSlugInput
from mysite.models import ProfileSnippet, live_or_none
from mysite.text.collation import collate


class Unit(index.Indexed, ProfileSnippet):
    """A unit (phòng, đơn vị) of the office. It may be dissolved and have a successor; bylines keep the old unit."""

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_("Shown in bylines, for example P.GDTX&CN. Leave empty to use the name."),
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
        help_text=_("The unit that took over its work."),
    )
    description = models.TextField(_("functions"), blank=True, help_text=_("What the unit does."))
    head = models.CharField(_("head"), max_length=255, blank=True, help_text=_("Name and position."))
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)
    address = models.CharField(
        _("address"), max_length=255, blank=True, help_text=_("Leave empty to use the address of the office.")
    )

    override_translatable_fields = [SynchronizedField("phone")]

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("slug", widget=VietnameseSlugInput)]),
        FieldRowPanel([FieldPanel("founded_on"), FieldPanel("dissolved_on")]),
        FieldPanel("successor"),
        FieldPanel("description"),
        FieldPanel("head"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        FieldPanel("address"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("short_name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("locale_id"),
    ]

    class Meta(ProfileSnippet.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = [collate("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name shown in bylines."""
        return self.short_name or self.name

    @property
    def live_successor(self) -> "Unit | None":
        return live_or_none(self.successor)

    def get_slug_source(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.slug])

    def is_dissolved(self) -> bool:
        return self.dissolved_on is not None and self.dissolved_on <= timezone.localdate()

    def clean(self) -> None:
        super().clean()
        if self.founded_on and self.dissolved_on and self.dissolved_on < self.founded_on:
            raise ValidationError(
                {"dissolved_on": _("The date of dissolution cannot be before the date of foundation.")}
            )
        seen, unit = {self.pk}, self.successor
        while unit is not None:
            if unit.pk in seen:
                raise ValidationError({"successor": _("A unit cannot be its own successor, directly or indirectly.")})
            seen.add(unit.pk)
            unit = unit.successor
