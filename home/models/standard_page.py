from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from mysite.blocks import BodyBlock
from mysite.images.filters import ImageUse
from mysite.images.page_images import first_image, images_in_body, load_page_renditions, with_share_spec
from mysite.models import BasePage, PortalImage, build_edit_handler
from mysite.pages.photos import PhotosMixin


class StandardPage(PhotosMixin, BasePage):
    """A page with a title and a body, such as “About the office”."""

    page_description = _("A page that is not news, such as “About us”.")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.OrganisationPage", "home.ContactPage", "home.StandardPage"]
    template = "home/standard_page.html"

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    edit_handler = build_edit_handler((_("Page"), content_panels))
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def __str__(self) -> str:
        return self.title

    def image_uses(self) -> Iterator[ImageUse]:
        return with_share_spec(images_in_body(self.body))

    def share_image(self) -> tuple[PortalImage, str] | None:
        return first_image(self.body)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load_page_renditions(self.image_uses())
        return super().get_context(request, *args, **kwargs)
