"""The event section page with its lists, months, calendar file and feed."""

import datetime
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from mysite.http.pagination import paginate
from mysite.http.site_url import absolute_url
from mysite.models import BasePage, build_edit_handler
from mysite.pages.routing import get_office_name, get_visible_home
from newsroom.events import ical
from newsroom.events import month as event_month
from newsroom.events.feeds import EventSectionFeed
from newsroom.events.formatting import WEEKDAY_NAMES
from newsroom.events.ical import FILE_NAME

from .events import EventPage
from .querysets import EventPageQuerySet

EVENTS_PER_PAGE = 20
#: The query parameter for past events by language: ``?qua=1``.
PAST_PARAMETERS = {"vi": "qua", "en": "past"}
#: How long past events stay in the calendar file.
CALENDAR_RETENTION = datetime.timedelta(days=365)


class EventSection(RoutablePageMixin, BasePage):
    """A section of events. Sections can be nested; each lists the events of its subsections too."""

    page_description = _("Lists events by month, with a calendar to subscribe to.")
    parent_page_types = ["home.HomePage", "newsroom.EventSection"]
    subpage_types = ["newsroom.EventSection", "newsroom.EventPage"]
    template = "newsroom/event_section.html"
    month_template = "newsroom/event_month.html"
    schema_type = "CollectionPage"
    reserved_slugs = frozenset({"rss"})
    query_parameters = frozenset({"page", *PAST_PARAMETERS.values(), *event_month.QUERY_PARAMETERS.values()})

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), BasePage.menu_panel]
    edit_handler = build_edit_handler((_("Page"), content_panels), show_in_menus=False)
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("event section")
        verbose_name_plural = _("event sections")

    def __str__(self) -> str:
        return self.title

    def get_events(self) -> EventPageQuerySet:
        """Return the visible events of this section and its subsections, unordered."""
        return EventPage.objects.in_section(self).visible().exclude_foreign_aliases()

    def get_visible_subsections(self) -> list["EventSection"]:
        """Return the visible child sections in tree order."""
        sections = EventSection.objects.child_of(self).visible().exclude_foreign_aliases()
        return list(sections.select_related("locale").order_by("path"))

    def build_past_query(self) -> str:
        return f"?{PAST_PARAMETERS.get(self.locale.language_code, 'past')}=1"

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        """List upcoming or past events, or with ``?thang=2014-04`` (English ``?month=``) show that month."""
        try:
            first_day = event_month.get_requested_month(request)
        except event_month.InvalidMonthError as error:
            raise Http404(f"No such month: {error}") from error
        if first_day is not None:
            return self._render_month(request, first_day)
        now = timezone.now()
        is_past = any(name in request.GET for name in PAST_PARAMETERS.values())
        events = self.get_events().past(now) if is_past else self.get_events().upcoming(now)
        this_month = timezone.localdate(now, timezone=timezone.get_default_timezone()).replace(day=1)
        context = {
            "events": paginate(request, events.for_cards(), EVENTS_PER_PAGE),
            "small_month": None if is_past else event_month.build_month(self.get_events(), this_month),
            "weekday_names": WEEKDAYS_ABBR.values(),
            "is_past": is_past,
            "canonical_query": self.build_past_query() if is_past else "",
            "subsections": self.get_visible_subsections(),
        }
        return self.render(request, context_overrides={**self._build_view_links(), **context})

    def _render_month(self, request: HttpRequest, first_day: datetime.date) -> HttpResponse:
        span = event_month.MonthSpan.of(self.get_events())
        if not span.is_near(first_day):
            raise Http404(f"No events around {first_day:%Y-%m}")
        month = event_month.build_month(self.get_events(), first_day)
        previous, following = span.get_previous(first_day), span.get_next(first_day)
        context = {
            "canonical_query": event_month.build_query(first_day),
            "month": month,
            "previous": previous and {"first_day": previous, "query": event_month.build_query(previous)},
            "next": following and {"first_day": following, "query": event_month.build_query(following)},
            "weekday_names": list(zip(WEEKDAY_NAMES, WEEKDAYS_ABBR.values(), strict=True)),
        }
        return self.render(
            request, template=self.month_template, context_overrides={**self._build_view_links(), **context}
        )

    def _build_view_links(self) -> dict[str, Any]:
        """Return the query strings and URLs of the section's other views."""
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        calendar_url = ical.get_calendar_url(self)
        return {
            "past_query": self.build_past_query(),
            "this_month_query": event_month.build_query(today),
            "calendar_url": calendar_url,
            # Calendar programs on phones and computers are registered for this scheme.
            "subscription_url": f"webcal://{absolute_url(calendar_url).partition('://')[2]}",
        }

    @path(format_lazy("{}/", FILE_NAME), name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Serve upcoming events and those of the last year as a calendar file, at ``…/lich.ics``."""
        events = self.get_events().exclude_aliases().ending_after(timezone.now() - CALENDAR_RETENTION)
        name = f"{self.title} – {get_office_name(get_visible_home(request))}"
        return ical.build_calendar_response(request, events, name=name, language=self.locale.language_code)

    @path("rss/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        feed = EventSectionFeed(
            self.get_events(),
            title=self.title,
            description=self.introduction or self.title,
            url=self.get_url(request),
        )
        return feed(request)
