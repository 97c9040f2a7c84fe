"""Abstract model with the office's colours and images, which replace those of the portal."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from home.colours import TEXT_CONTRAST, WHITE, Palette, get_contrast, parse_colour
from mysite.images.filters import ICON, SHARE, find_needed_specs
from mysite.images.renditions import get_existing_renditions
from mysite.models import PortalImage

#: The colours of ``tokens.css``.
MAIN_COLOUR, ACCENT_COLOUR = "#0b5270", "#a8480f"

COLOUR = re.compile(r"\A#[0-9a-f]{6}\Z")
validate_colour = RegexValidator(COLOUR, _("Enter a colour such as #0b5270."))


class AppearanceMixin(models.Model):
    """Abstract home page with the colours, icon and share image of the office."""

    has_own_colours = models.BooleanField(
        _("use own colours"), default=False, help_text=_("Replaces the blue and orange of the portal.")
    )
    main_colour = models.CharField(
        _("main colour"),
        max_length=7,
        default=MAIN_COLOUR,
        validators=[validate_colour],
        help_text=_("Of the menu, the footer, buttons and links. White text must be readable on it."),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default=ACCENT_COLOUR,
        validators=[validate_colour],
        help_text=_("Of labels and marks. It is made darker or lighter where text would not be readable."),
    )
    icon = models.ForeignKey(
        "mysite.PortalImage",
        verbose_name=_("icon"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A square image, shown in browser tabs and on the home screen of phones."),
    )
    share_picture = models.ForeignKey(
        "mysite.PortalImage",
        verbose_name=_("image for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when a page without an image is shared. Leave empty for a card with the title of the page."),
    )

    synchronized_fields = [
        SynchronizedField(name) for name in ("has_own_colours", "main_colour", "accent_colour", "icon", "share_picture")
    ]
    appearance_panel = MultiFieldPanel(
        [
            FieldPanel("has_own_colours"),
            FieldRowPanel(
                [
                    FieldPanel("main_colour", widget=forms.ColorInput),
                    FieldPanel("accent_colour", widget=forms.ColorInput),
                ]
            ),
            FieldPanel("icon"),
            FieldPanel("share_picture"),
        ],
        heading=_("Appearance"),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Check that white text is readable on the main colour."""
        super().clean()
        if not self.has_own_colours or not COLOUR.fullmatch(self.main_colour):
            return
        contrast = get_contrast(parse_colour(self.main_colour), WHITE)
        if contrast < TEXT_CONTRAST:
            message = _(
                "White text is hard to read on this colour: its contrast is %(contrast)s, at least 4.5 is needed."
                " Choose a darker one."
            )
            raise ValidationError({"main_colour": message % {"contrast": number_format(contrast, 1)}})

    @property
    def colours_url(self) -> str:
        """The URL of the style sheet with the office's colours, which changes with them; empty without own colours."""
        if not self.has_own_colours:
            return ""
        main, accent = self.main_colour, self.accent_colour
        return reverse("colours", args=[main[1:], accent[1:], Palette.create(main, accent).digest])

    @property
    def icons(self) -> list[str]:
        """The URLs of the office's icon, the smallest first; empty if there is none that visitors may see."""
        return [rendition.url for rendition in _get_renditions(self.icon, ICON)]

    @property
    def visible_share_picture(self) -> PortalImage | None:
        """The image for sharing, if visitors may see it and it has been made."""
        return self.share_picture if _get_renditions(self.share_picture, SHARE) else None


def _get_renditions(image: PortalImage | None, specs: tuple[str, ...]) -> list[Any]:
    """Return the renditions of ``image``; kept with it, because the home page is shared by a content generation."""
    if image is None or image.is_restricted:
        return []
    if not hasattr(image, "prefetched_renditions"):
        image.prefetched_renditions = [*get_existing_renditions(image, find_needed_specs(image, specs)).values()]
    return [*get_existing_renditions(image, specs).values()]
