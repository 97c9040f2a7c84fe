"""Events of the demo: past and upcoming, single and recurring, postponed and cancelled."""

import datetime
import uuid

from mysite.local_time import local_datetime
from mysite.text.summary import shorten
from newsroom.events.recurrence import Recurrence, Repeat, parse_weekdays
from newsroom.models import EventPage, EventSection
from newsroom.models.events import EventArticle, EventAttachment, EventException

from . import content
from .body import build_agenda, build_stream
from .content import Entry, select_texts
from .dates import fill_in_dates
from .event_dates import get_article_days, get_first_day
from .media import Progress
from .site import DemoSite, LanguageLibrary, add_page, publish_page

#: An event is published this long before it takes place, but no later than yesterday.
_ANNOUNCED_BEFORE = datetime.timedelta(days=21)


def create_event_tree(site: DemoSite) -> None:
    """Create the event sections and, in chronological order, the events as drafts without text."""
    for entry in content.read_content("site")["event_section"]:
        key = uuid.uuid4()
        for language in site.locales:
            section = EventSection(
                show_in_menus="parent" not in entry, **select_texts(entry, language, "title", "slug", "introduction")
            )
            parent = f"events:{entry['parent']}" if "parent" in entry else "home"
            add_page(site, language, f"events:{entry['key']}", parent, section, key)
    article_days = get_article_days(site.today)
    language_entries = [("vi", entry) for entry in content.read_events()] + [
        ("en", entry) for entry in content.read_english_events()
    ]
    keys = {entry["key"]: uuid.uuid4() for _, entry in language_entries}
    dated = [
        (get_first_day(entry["starts"], site.today, article_days), language, entry)
        for language, entry in language_entries
    ]
    for day, language, entry in sorted(dated, key=lambda item: (item[0], item[1] == "en")):
        entry = fill_in_dates(entry, day, language)
        event = EventPage(title=entry["title"], lead=entry["lead"], place=entry["place"], start_date=day)
        add_page(site, language, f"event:{entry['key']}", f"events:{entry['section']}", event, keys[entry["key"]])
        site.events.append((language, entry, day))


def publish_events(site: DemoSite, progress: Progress) -> None:
    """Fill and publish sections and events; the articles must exist."""
    for page in list(site.pages.values()):
        if isinstance(page, EventSection):
            publish_page(site, page)
    for number, (language, entry, day) in enumerate(site.events, start=1):
        event = site.pages[language, f"event:{entry['key']}"]
        _fill_event(site, language, entry, event, day)
        event.save()
        publish_page(site, event)
        progress("events", number, len(site.events))


def _fill_event(site: DemoSite, language: str, entry: Entry, event: EventPage, day: datetime.date) -> None:
    library = LanguageLibrary(site, language)
    announcement_day = min(day - _ANNOUNCED_BEFORE, site.today - datetime.timedelta(days=1))
    event.first_published_at = local_datetime(announcement_day, datetime.time(9))
    _set_times(entry, event, day)
    event.status = entry.get("status", EventPage.Status.SCHEDULED)
    event.organiser = site.people.units[language, entry["organiser"]]
    event.contact_name, event.contact_phone, event.contact_email = entry.get("contact", ("", "", ""))
    event.status_note, event.address = entry.get("status_note", ""), entry.get("address", "")
    event.sign_up_url = entry.get("sign_up", "")
    event.attendance, event.online_url = entry.get("online", (EventPage.Attendance.OFFLINE, ""))
    event.search_description = shorten(entry["lead"])
    event.main_image = site.media.images[entry["picture"]]
    event.main_image_alt = library.alt_text(entry["picture"])
    event.main_image_credit = library.credit()
    event.agenda = build_agenda(entry.get("agenda", []), day, name=entry["key"])
    event.body = build_stream(entry["body"], entry.get("blocks", {}), library, name=f"event/{entry['key']}")
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
    days = rule.expand()
    event.exceptions = [EventException(date=days[number - 1]) for number in entry.get("without", [])]
