"""Abstract model with the main image of articles and events."""

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from mysite.i18n.fallback_fields import FallbackField
from mysite.i18n.fallback_text import LocalizedText
from mysite.images.page_images import first_image
from mysite.models import PortalImage


class MainImageMixin(models.Model):
    """Abstract page with a main image, shown above the text, in lists and when the page is shared."""

    main_image = models.ForeignKey(
        "mysite.PortalImage",
        verbose_name=_("main image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    main_image_caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Leave empty to use the caption of the image.")
    )
    main_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("Describes the image for people who cannot see it. Required for publishing."),
    )

    main_image_credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Leave empty to use the credit of the image.")
    )

    override_translatable_fields = [
        FallbackField("main_image_caption", "main_image", "caption"),
        FallbackField("main_image_alt", "main_image", "description"),
        FallbackField("main_image_credit", "main_image", "credit"),
    ]

    main_image_panel = MultiFieldPanel(
        [
            FieldPanel("main_image"),
            FieldRowPanel([FieldPanel("main_image_caption"), FieldPanel("main_image_credit")]),
            FieldPanel("main_image_alt"),
        ],
        heading=_("Main image"),
    )

    class Meta:
        abstract = True

    @property
    def alternative_text(self) -> str:
        """The main image's alternative text: the page's own, else the image's description."""
        return self.main_image_alt or LocalizedText(self.main_image.description if self.main_image else "")

    def share_image(self) -> tuple[PortalImage, str] | None:
        """Return the main image, else the first image of the body, with its alternative text."""
        if self.main_image:
            return self.main_image, self.alternative_text
        return first_image(self.body)

    def share_card_note(self) -> str:
        """Return the date for the share card: an event's first day or the day of publication."""
        day = getattr(self, "start_date", None) or (
            self.first_published_at and timezone.localtime(self.first_published_at, timezone.get_default_timezone())
        )
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""

    @property
    def caption_text(self) -> str:
        return self.main_image_caption or LocalizedText(self.main_image.caption if self.main_image else "")

    @property
    def credit_text(self) -> str:
        return self.main_image_credit or LocalizedText(self.main_image.credit if self.main_image else "")
