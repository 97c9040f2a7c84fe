"""A section of events, and what is below its address: lists, months, calendar, feed."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from mysite.models import BasePage, tabs_of
from newsroom import event_section
from newsroom.calendar_file import FILE_NAME
from newsroom.querysets import EventPageQuerySet


class EventSection(RoutablePageMixin, BasePage):
    """A section of events. Sections nest; each lists the events of all sections below it too."""

    parent_page_types = ["home.HomePage", "newsroom.EventSection"]
    subpage_types = ["newsroom.EventSection", "newsroom.EventPage"]
    template = "newsroom/event_section.html"
    month_template = "newsroom/event_month.html"
    schema_type = "CollectionPage"
    reserved_slugs = frozenset({"rss"})

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    edit_handler = tabs_of((_("Page"), content_panels))
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("event section")
        verbose_name_plural = _("event sections")

    def __str__(self) -> str:
        return self.title

    def events(self) -> EventPageQuerySet:
        """The events that visitors may see here, in no order."""
        from .events import EventPage

        return EventPage.objects.in_section(self).visible().in_own_language()

    def visible_subsections(self) -> list["EventSection"]:
        """The sections right below that visitors may see, in the order of the tree."""
        sections = EventSection.objects.child_of(self).visible().in_own_language()
        return list(sections.select_related("locale").order_by("path"))

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        """What comes and what is past; with ``?thang=2014-04`` that month (``?month=`` in English)."""
        return event_section.index(self, request)

    @path(format_lazy("{}/", FILE_NAME), name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """All events as one calendar to subscribe to; ``mysite.urls`` leads ``…/lich.ics`` here."""
        return event_section.calendar(self, request)

    @path("rss/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return event_section.feed(self, request)
