"""The main picture that articles and events share."""

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from mysite.body_pictures import first_picture
from mysite.borrowed_texts import BorrowedText
from mysite.library_words import LibraryWords
from mysite.models import PortalImage


class MainImageMixin(models.Model):
    """Abstract: a page with a picture above its text, which lists and other sites show too."""

    main_image = models.ForeignKey(
        "mysite.PortalImage",
        verbose_name=_("main picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    main_image_caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Left empty: the image's own caption.")
    )
    main_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Needed to publish."),
    )

    main_image_credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Left empty: the image's own credit.")
    )

    override_translatable_fields = [
        BorrowedText("main_image_caption", "main_image", "caption"),
        BorrowedText("main_image_alt", "main_image", "description"),
        BorrowedText("main_image_credit", "main_image", "credit"),
    ]

    main_image_panel = MultiFieldPanel(
        [
            FieldPanel("main_image"),
            FieldRowPanel([FieldPanel("main_image_caption"), FieldPanel("main_image_credit")]),
            FieldPanel("main_image_alt"),
        ],
        heading=_("Main picture"),
    )

    class Meta:
        abstract = True

    @property
    def alternative_text(self) -> str:
        """What the main picture shows; empty if nobody said so."""
        return self.main_image_alt or LibraryWords(self.main_image.description if self.main_image else "")

    def picture_to_share(self) -> tuple[PortalImage, str] | None:
        """The main picture, else the first one of the text."""
        if self.main_image:
            return self.main_image, self.alternative_text
        return first_picture(self.body)

    def card_note(self) -> str:
        """The day that the page is about, or was published on."""
        day = getattr(self, "start_date", None) or (
            self.first_published_at and timezone.localtime(self.first_published_at, timezone.get_default_timezone())
        )
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""

    @property
    def caption_text(self) -> str:
        return self.main_image_caption or LibraryWords(self.main_image.caption if self.main_image else "")

    @property
    def credit_text(self) -> str:
        return self.main_image_credit or LibraryWords(self.main_image.credit if self.main_image else "")
