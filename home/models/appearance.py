"""Abstract model with the office's colours and images, which replace those of the portal."""

import re
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from home.colours import TEXT_CONTRAST, WHITE, Palette, get_contrast, parse_colour
from mysite.images.filters import ICON, LOGO, SHARE, ImageUse, find_needed_specs
from mysite.images.page_images import load_page_renditions
from mysite.images.renditions import get_existing_renditions
from mysite.models import PortalImage

#: The colours of ``tokens.css``.
MAIN_COLOUR, ACCENT_COLOUR = "#0b5270", "#a8480f"

COLOUR = re.compile(r"\A#[0-9a-f]{6}\Z")
validate_colour = RegexValidator(COLOUR, _("Enter a colour such as #0b5270."))


class AppearanceMixin(models.Model):
    """Abstract home page with the logo, colours, icon and share image of the office."""

    logo = models.ForeignKey(
        "mysite.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
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

    @cached_property
    def logo_is_restricted(self) -> bool:
        """Whether the logo is in a restricted collection. Annotated by ``get_home_page``."""
        return bool(self.logo and self.logo.is_restricted)

    @property
    def visible_logo(self) -> PortalImage | None:
        """The logo, if visitors may see it. Its renditions are in Wagtail's cache, because all pages show it."""
        if not self.logo or self.logo_is_restricted:
            return None
        if not hasattr(self.logo, "prefetched_renditions"):
            made = get_existing_renditions(self.logo, find_needed_specs(self.logo, LOGO))
            self.logo.prefetched_renditions = [*made.values()]
        self.logo.is_restricted = False
        return self.logo

    @property
    def icons(self) -> list[str]:
        """The URLs of the office's icon, the smallest first; empty if there is none that visitors may see."""
        icon = self._get_visible_image("icon")
        return [rendition.url for rendition in get_existing_renditions(icon, ICON).values()] if icon else []

    @property
    def visible_share_picture(self) -> PortalImage | None:
        """The image for sharing, if visitors may see it and it has been made."""
        image = self._get_visible_image("share_picture")
        return image if image and get_existing_renditions(image, SHARE) else None

    def office_images(self) -> Iterator[ImageUse]:
        """Yield the logo, icon and image for sharing with their filter specs."""
        for image, specs in ((self.logo, LOGO), (self.icon, ICON), (self.share_picture, SHARE)):
            if image:
                yield image, specs

    def _get_visible_image(self, name: str) -> PortalImage | None:
        """Return the icon or the image for sharing, if visitors may see it, with its renditions.

        Those of all images of the office are loaded by one query and kept with them, because the home page is shared by
        a content generation.
        """
        image: PortalImage | None = getattr(self, name)
        if image and not hasattr(image, "prefetched_renditions"):
            load_page_renditions(self.office_images())
        return None if image and image.is_restricted else image
