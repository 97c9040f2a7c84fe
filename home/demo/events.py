"""The demo's events: past and coming, once and again and again, put off and called off."""

import datetime
import uuid

from django.utils import timezone

from mysite.summary import shorten
from newsroom.models import EventPage, EventSection
from newsroom.models.events import EventArticle, EventAttachment, EventException
from newsroom.recurrence import Recurrence, Repeat, parse_weekdays

from . import content
from .body import agenda, stream
from .content import Entry, texts
from .dates import fill_in
from .event_days import article_days, first_day
from .library import Progress
from .site import Shelf, Site, add, publish

#: An event is announced so long before it takes place, and has been for a day at least.
_ANNOUNCED = datetime.timedelta(days=21)


def create_event_tree(site: Site) -> None:
    """Create the sections of events and the events, unpublished and without text, those first that come first."""
    for entry in content.read("site")["event_section"]:
        key = uuid.uuid4()
        for language in site.locales:
            section = EventSection(
                show_in_menus="parent" not in entry, **texts(entry, language, "title", "slug", "introduction")
            )
            parent = f"events:{entry['parent']}" if "parent" in entry else "home"
            add(site, language, f"events:{entry['key']}", parent, section, key)
    appeared = article_days(site.today)
    both = [("vi", entry) for entry in content.events()] + [("en", entry) for entry in content.english_events()]
    keys = {entry["key"]: uuid.uuid4() for _, entry in both}
    dated = [(first_day(entry["starts"], site.today, appeared), language, entry) for language, entry in both]
    for day, language, entry in sorted(dated, key=lambda item: (item[0], item[1] == "en")):
        entry = fill_in(entry, day, language)
        event = EventPage(title=entry["title"], lead=entry["lead"], place=entry["place"], start_date=day)
        add(site, language, f"event:{entry['key']}", f"events:{entry['section']}", event, keys[entry["key"]])
        site.events.append((language, entry, day))


def publish_events(site: Site, progress: Progress) -> None:
    """Write and publish sections and events; articles must be there already."""
    for page in list(site.pages.values()):
        if isinstance(page, EventSection):
            publish(site, page)
    for number, (language, entry, day) in enumerate(site.events, start=1):
        event = site.pages[language, f"event:{entry['key']}"]
        _fill(site, language, entry, event, day)
        event.save()
        publish(site, event)
        progress("events", number, len(site.events))


def _fill(site: Site, language: str, entry: Entry, event: EventPage, day: datetime.date) -> None:
    shelf = Shelf(site, language)
    announced = min(day - _ANNOUNCED, site.today - datetime.timedelta(days=1))
    nine = datetime.datetime.combine(announced, datetime.time(9))
    event.first_published_at = timezone.make_aware(nine, timezone.get_default_timezone())
    _set_times(entry, event, day)
    event.status = entry.get("status", EventPage.Status.SCHEDULED)
    event.organiser = site.people.units[language, entry["organiser"]]
    event.contact_name, event.contact_phone, event.contact_email = entry.get("contact", ("", "", ""))
    event.status_note, event.address = entry.get("status_note", ""), entry.get("address", "")
    event.sign_up_url = entry.get("sign_up", "")
    event.search_description = shorten(entry["lead"])
    event.main_image = site.media.images[entry["picture"]]
    event.main_image_alt = shelf.alternative(entry["picture"])
    event.main_image_credit = shelf.credit()
    event.agenda = agenda(entry.get("agenda", []), day, name=entry["key"])
    event.body = stream(entry["body"], entry.get("blocks", {}), shelf, name=f"event/{entry['key']}")
    locale = site.locales[language]
    event.attachments = [
        EventAttachment(locale=locale, sort_order=number, document=site.media.documents[language, key])
        for number, key in enumerate(entry.get("attachments", []))
    ]
    about = [site.pages.get((language, key)) for key in entry.get("articles", [])]
    event.articles = [
        EventArticle(locale=locale, sort_order=number, article=article)
        for number, article in enumerate(filter(None, about))
    ]


def _set_times(entry: Entry, event: EventPage, day: datetime.date) -> None:
    event.start_date, event.all_day = day, entry.get("all_day", False)
    if "days" in entry:
        event.end_date = day + datetime.timedelta(days=entry["days"] - 1)
    if "time" in entry:
        event.start_time, event.end_time = (datetime.time.fromisoformat(time) for time in entry["time"])
    event.repeat, event.repeat_count = entry.get("repeat", ""), entry.get("count")
    event.repeat_weekdays = entry.get("weekdays", "")
    rule = Recurrence(day, Repeat(event.repeat), 1, parse_weekdays(event.repeat_weekdays), count=event.repeat_count)
    days = rule.days()
    event.exceptions = [EventException(date=days[number - 1]) for number in entry.get("without", [])]
