"""Views of calendar files. They are needed because Wagtail's URL pattern does not match paths with a dot."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import views as wagtail_views

from mysite.http.page_cache import vary_on_query
from mysite.pages.routing import get_office_name, get_visible_home
from newsroom.models import EventPage
from newsroom.models.event_sections import CALENDAR_RETENTION

from . import ical
from .ical import FILE_NAME


@vary_on_query()
def site_calendar(request: HttpRequest) -> HttpResponse:
    """Serve all events in the language of the URL as one calendar; 404 if its home page is not visible."""
    home = get_visible_home(request)
    events = EventPage.objects.descendant_of(home).visible().exclude_aliases()
    events = events.ending_after(timezone.now() - CALENDAR_RETENTION)
    name = _("Events: %(office)s") % {"office": get_office_name(home)}
    return ical.build_calendar_response(request, events, name=name, language=get_language())


@vary_on_query()
def page_calendar(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the calendar of the page at ``path`` through Wagtail's view, so that restrictions and hooks apply."""
    return wagtail_views.serve(request, f"{path}{FILE_NAME}/")
