"""The main picture that articles and events share."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


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

    main_image_panel = MultiFieldPanel(
        [FieldPanel("main_image"), FieldRowPanel([FieldPanel("main_image_caption"), FieldPanel("main_image_alt")])],
        heading=_("Main picture"),
    )

    class Meta:
        abstract = True

    @property
    def alternative_text(self) -> str:
        """What the main picture shows; empty if nobody said so."""
        return self.main_image_alt or (self.main_image.description if self.main_image else "")

    @property
    def caption_text(self) -> str:
        return self.main_image_caption or (self.main_image.caption if self.main_image else "")
