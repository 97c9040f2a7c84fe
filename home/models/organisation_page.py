from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import OrganisationBlock
from home.blocks.organisation import load_units
from mysite.body_pictures import Shown, load
from mysite.models import BasePage, tabs_of


class OrganisationPage(BasePage):
    """How the office is organised (cơ cấu tổ chức): its leaders and its units, in order, with what each does."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/organisation_page.html"
    schema_type = "AboutPage"

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    body = StreamField(OrganisationBlock(), verbose_name=_("leaders and units"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    edit_handler = tabs_of((_("Page"), content_panels))
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("organisation page")
        verbose_name_plural = _("organisation pages")

    def __str__(self) -> str:
        return self.title

    def pictures(self) -> Iterator[Shown]:
        for block in self.body:
            if block.block_type == "people":
                yield from block.value.pictures()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load(self.pictures())
        load_units(block.value for block in self.body if block.block_type == "units")
        return super().get_context(request, *args, **kwargs)
