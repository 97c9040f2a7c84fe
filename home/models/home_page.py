"""The home page of a language, with the office's details shown in the layout of every page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager, Site
from wagtail_localize.fields import SynchronizedField

from home import home_layout
from home.blocks import HomeBlock
from home.blocks.menu import MenuLinksBlock
from mysite.http.stored_response import declare_change
from mysite.images.filters import ImageUse
from mysite.models import BasePage, build_edit_handler
from mysite.pages.querysets import PageQuerySet
from mysite.pages.routing import route_below
from mysite.years import FIRST_YEAR, LAST_YEAR, year_error
from readership.ranking import get_next_change

from .appearance import AppearanceMixin


class HomePageQuerySet(PageQuerySet):
    def mourning_on(self, day: date) -> "HomePageQuerySet":
        """Return the home pages, of any language, by which ``day`` is one of national mourning."""
        return self.live().filter(mourning_from__lte=day, mourning_until__gte=day)


class HomePage(AppearanceMixin, BasePage):
    """The home page. There is one per language, so the texts of the layout are stored and translated with it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "newsroom.NewsSection",
        "newsroom.EventSection",
        "home.OrganisationPage",
        "home.ContactPage",
        "home.StandardPage",
    ]
    template = "home/home_page.html"
    #: First path segments of the URL patterns in both languages (a test compares them).
    reserved_slugs = frozenset(
        "admin api approval author bao-loi binh-luan chia-se comment data documents don-vi duyet-bai en favicon "
        "gui-loi-nhan healthz luot-xem mau-sac media report-error robots rss search send-message sitemap sitemap-xml "
        "so-do-cong static tac-gia tag the tim-kiem unit vi _util".split()
    )

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    body = StreamField(
        HomeBlock(),
        verbose_name=_("layout"),
        blank=True,
        help_text=_("Leave empty to show the headlines and the latest news."),
    )
    menu_links = StreamField(
        MenuLinksBlock(),
        verbose_name=_("links in the menu"),
        blank=True,
        help_text=_("Links to other sites, documents or pages, beside the pages that are shown in the menu."),
    )
    site_name = models.CharField(_("office name"), max_length=255)
    authority = models.CharField(
        _("governing body"), max_length=255, blank=True, help_text=_("For example: UBND tỉnh An Lạc.")
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)
    responsible_person = models.CharField(
        _("person responsible for content"), max_length=255, blank=True, help_text=_("Name and position.")
    )
    licence = models.CharField(
        _("licence"), max_length=255, blank=True, help_text=_("For example: Giấy phép số 01/GP-TTĐT ngày 05/01/2026.")
    )
    copyright_note = models.CharField(
        _("copyright note"),
        max_length=255,
        blank=True,
        help_text=_("Who may reuse the content, and under what conditions."),
    )
    footer = RichTextField(_("additional footer text"), features=["bold", "italic", "link"], blank=True)
    mourning_from = models.DateField(_("first day of mourning"), null=True, blank=True)
    mourning_until = models.DateField(
        _("last day of mourning"),
        null=True,
        blank=True,
        help_text=_("On these days visitors see the pages of all languages without colours."),
    )

    override_translatable_fields = [SynchronizedField("phone"), *AppearanceMixin.synchronized_fields]

    objects = PageManager.from_queryset(HomePageQuerySet)()

    office_panels = [
        FieldRowPanel([FieldPanel("site_name"), FieldPanel("authority")]),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("address"), FieldRowPanel([FieldPanel("phone"), FieldPanel("email")])], heading=_("Contact")
        ),
        FieldPanel("responsible_person"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("copyright_note")]),
        FieldPanel("menu_links"),
        FieldPanel("footer"),
        AppearanceMixin.appearance_panel,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("mourning_from"), FieldPanel("mourning_until")])], heading=_("National mourning")
        ),
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    edit_handler = build_edit_handler(
        (_("Home page"), content_panels), (_("Office"), office_panels), show_in_menus=False
    )

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        first, last = self.mourning_from, self.mourning_until
        for name, day in (("mourning_from", first), ("mourning_until", last)):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValidationError({name: year_error()})
        if bool(first) != bool(last):
            raise ValidationError({"mourning_until" if first else "mourning_from": _("Enter both days.")})
        if first and last and last < first:
            raise ValidationError({"mourning_until": _("The last day must not be before the first.")})

    @cached_property
    def is_mourning(self) -> bool:
        """Whether pages are shown without colours today. Annotated by ``get_home_page``.

        A new content generation begins at midnight.
        """
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        return HomePage.objects.mourning_on(today).exists()

    def route(self, request: Any, path_components: list[str]) -> Any:
        if get_language() != settings.LANGUAGE_CODE and Site.find_for_request(request).root_page_id == self.pk:
            # Wagtail falls back to the site's root page if there is no home page in the active language.
            raise Http404("There is no home page in this language")
        if path_components and (not self.live or self.is_expired()):
            raise Http404("What is below a withdrawn home page is withdrawn with it")
        result = route_below(self, request, path_components)
        return result if result is not None else super().route(request, path_components)

    def image_uses(self) -> Iterator[ImageUse]:
        yield from self.office_images()
        yield from home_layout.get_image_uses(self.body)

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().serve(request, *args, **kwargs)
        if any(self.body.blocks_by_name("most_read")):
            declare_change(response, get_next_change())
        return response

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["blocks"] = blocks = home_layout.load_blocks(self.body, self)
        context["is_empty"] = not any(home_layout.has_content(block, shown) for block, shown in blocks)
        return context
