from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from mysite.models import AddressedSnippet
from mysite.sorting import in_vietnamese
from mysite.widgets import VietnameseSlugInput


class Unit(index.Indexed, AddressedSnippet):
    """A unit (phòng, đơn vị) of the office. It may end and have a successor; bylines keep naming it."""

    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("As in a byline: P.GDTX&CN. Left empty: the name.")
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
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(
        _("address"), max_length=255, blank=True, help_text=_("Left empty: the address of the office.")
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

    class Meta(AddressedSnippet.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = [in_vietnamese("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name as bylines print it."""
        return self.short_name or self.name

    def name_for_slug(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.slug])

    def is_dissolved(self) -> bool:
        return self.dissolved_on is not None and self.dissolved_on <= timezone.localdate()

    def clean(self) -> None:
        super().clean()
        if self.founded_on and self.dissolved_on and self.dissolved_on < self.founded_on:
            raise ValidationError({"dissolved_on": _("A unit cannot end before it begins.")})
        seen, unit = {self.pk}, self.successor
        while unit is not None:
            if unit.pk in seen:
                raise ValidationError({"successor": _("The line of successors leads back to this unit.")})
            seen.add(unit.pk)
            unit = unit.successor
