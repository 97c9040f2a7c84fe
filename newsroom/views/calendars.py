"""Calendar files. Wagtail's own pattern lets no dot through, so these lead there."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import views as wagtail_views

from mysite.routing import home_for_visitors
from newsroom import calendar_file
from newsroom.calendar_file import FILE_NAME
from newsroom.event_section import KEPT_IN_CALENDAR
from newsroom.models import EventPage


def all_events(request: HttpRequest) -> HttpResponse:
    """All events in the language of the address as one calendar, if its home page is there for visitors."""
    home = home_for_visitors(request)
    events = EventPage.objects.descendant_of(home).visible().originals()
    events = events.not_over(timezone.now() - KEPT_IN_CALENDAR)
    name = _("Events: %(office)s") % {"office": getattr(home.specific, "site_name", "") or home.title}
    return calendar_file.response(request, events, name=name, language=get_language())


def page_calendar(request: HttpRequest, path: str) -> HttpResponse:
    """The calendar of the page at ``path``, served as pages are: restrictions, expiry and hooks apply."""
    return wagtail_views.serve(request, f"{path}{FILE_NAME}/")
