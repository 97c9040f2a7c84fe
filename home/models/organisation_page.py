from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import OrganisationBlock
from home.blocks.organisation import load_units
from mysite.images.filters import ImageUse
from mysite.images.page_images import load_page_renditions
from mysite.models import BasePage, build_edit_handler


class OrganisationPage(BasePage):
    """The organisation of the office (cơ cấu tổ chức): its leaders and units with their functions."""

    page_description = _("Lists the leaders and units of the office.")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/organisation_page.html"
    schema_type = "AboutPage"

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    body = StreamField(OrganisationBlock(), verbose_name=_("leaders and units"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    edit_handler = build_edit_handler((_("Page"), content_panels))
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("organisation page")
        verbose_name_plural = _("organisation pages")

    def __str__(self) -> str:
        return self.title

    def image_uses(self) -> Iterator[ImageUse]:
        for block in self.body:
            if block.block_type == "people":
                yield from block.value.image_uses()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load_page_renditions(self.image_uses())
        load_units(block.value for block in self.body if block.block_type == "units")
        return super().get_context(request, *args, **kwargs)
