"""The home page of a language, with the office's own details that every page's frame shows."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Site
from wagtail_localize.fields import SynchronizedField

from home import arrangement
from home.blocks import HomeBlock
from home.routing import route_below
from mysite.body_pictures import Shown
from mysite.models import BasePage, tabs_of
from mysite.renditions import LOGO


class HomePage(BasePage):
    """The home page. There is one a language, so it also holds the texts of the frame: they translate with it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "newsroom.NewsSection",
        "newsroom.EventSection",
        "home.OrganisationPage",
        "home.ContactPage",
        "home.StandardPage",
    ]
    template = "home/home_page.html"
    #: Addresses of the portal itself, in both languages (a test compares them with the URL patterns).
    reserved_slugs = frozenset(
        "admin api author chia-se data documents don-vi en favicon gui-loi-nhan healthz media robots rss search "
        "send-message sitemap sitemap-xml so-do-cong static tac-gia tag the tim-kiem unit vi _util".split()
    )

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    body = StreamField(
        HomeBlock(),
        verbose_name=_("arrangement"),
        blank=True,
        help_text=_("Left empty: the headlines and the latest news."),
    )
    site_name = models.CharField(_("name of the office"), max_length=255)
    authority = models.CharField(
        _("authority above it"), max_length=255, blank=True, help_text=_("For example: UBND tỉnh An Lạc.")
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    responsible_person = models.CharField(
        _("responsible for the content"), max_length=255, blank=True, help_text=_("Name and position.")
    )
    licence = models.CharField(
        _("licence"), max_length=255, blank=True, help_text=_("For example: Giấy phép số 01/GP-TTĐT ngày 05/01/2026.")
    )
    copyright_note = models.CharField(
        _("copyright note"), max_length=255, blank=True, help_text=_("Who may use the content, and how.")
    )
    footer = RichTextField(_("more for the footer"), features=["bold", "italic", "link"], blank=True)
    logo = models.ForeignKey(
        "mysite.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    override_translatable_fields = [SynchronizedField("phone")]

    office_panels = [
        FieldRowPanel([FieldPanel("site_name"), FieldPanel("authority")]),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("address"), FieldRowPanel([FieldPanel("phone"), FieldPanel("email")])], heading=_("Contact")
        ),
        FieldPanel("responsible_person"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("copyright_note")]),
        FieldPanel("footer"),
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    edit_handler = tabs_of((_("Home page"), content_panels), (_("The office"), office_panels), in_menus=False)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def __str__(self) -> str:
        return self.title

    def route(self, request: Any, path_components: list[str]) -> Any:
        if get_language() != settings.LANGUAGE_CODE and Site.find_for_request(request).root_page_id == self.pk:
            # Wagtail takes the site's own home page for the one that the other language lacks.
            raise Http404("There is no home page in this language")
        if path_components and (not self.live or self.is_expired()):
            raise Http404("What is below a withdrawn home page is withdrawn with it")
        request.home_page = self  # for the frame around the page
        found = route_below(self, request, path_components)
        return found if found is not None else super().route(request, path_components)

    def pictures(self) -> Iterator[Shown]:
        if self.logo:
            yield self.logo, LOGO
        yield from arrangement.pictures(self)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = blocks = arrangement.arrange(self)
        context["is_empty"] = not any(arrangement.has_something(block) for block in blocks)
        return context
