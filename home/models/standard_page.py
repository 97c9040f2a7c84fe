from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from mysite.blocks import BodyBlock
from mysite.body_pictures import Shown, first_picture, for_sharing, load, pictures_in
from mysite.models import BasePage, PortalImage, tabs_of


class StandardPage(BasePage):
    """A page that stays: about the office, how to reach it."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.OrganisationPage", "home.ContactPage", "home.StandardPage"]
    template = "home/standard_page.html"

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    edit_handler = tabs_of((_("Page"), content_panels))
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def __str__(self) -> str:
        return self.title

    def pictures(self) -> Iterator[Shown]:
        return for_sharing(pictures_in(self.body))

    def picture_to_share(self) -> tuple[PortalImage, str] | None:
        return first_picture(self.body)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load(self.pictures())
        return super().get_context(request, *args, **kwargs)
