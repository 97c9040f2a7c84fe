"""Calendar files. Wagtail's own pattern lets no dot through, so these lead there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import views as wagtail_views
from wagtail.models import Page, Site

from mysite.querysets import visible
from newsroom import calendar_file
from newsroom.calendar_file import FILE_NAME
from newsroom.event_section import KEPT_IN_CALENDAR
from newsroom.models import EventPage


def all_events(request: HttpRequest) -> HttpResponse:
    """All events in the language of the address as one calendar, if its home page is there for visitors."""
    root = Site.find_for_request(request).root_page
    language = get_language()
    homes = Page.objects.filter(translation_key=root.translation_key, locale__language_code=language)
    home = visible(homes).first()
    if home is None:
        raise Http404("There is no home page in this language")
    events = EventPage.objects.descendant_of(home).visible().not_over(timezone.now() - KEPT_IN_CALENDAR)
    name = _("Events: %(office)s") % {"office": getattr(home.specific, "site_name", "") or home.title}
    return calendar_file.response(events, name=name, language=language)


def page_calendar(request: HttpRequest, path: str) -> HttpResponse:
    """The calendar of the page at ``path``, served as pages are: restrictions, expiry and hooks apply."""
    return wagtail_views.serve(request, f"{path}{FILE_NAME}/")
