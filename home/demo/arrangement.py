"""The demo's home pages: the office's own details, what they are arranged of, and the notice above every page."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from home.models import Notice
from mysite.summary import shorten

from . import content
from .body import identity, link_items
from .content import Entry, texts
from .dates import fill_in
from .site import Shelf, Site, publish

_OFFICE = (
    "site_name authority introduction address phone email responsible_person licence copyright_note footer".split()
)


def publish_home_pages(site: Site) -> None:
    """Fill and publish the home page of each language; what they show must have been created."""
    for language in site.locales:
        home = site.pages[language, "home"]
        words = texts(fill_in(content.read("site")["home"], site.today, language), language, *_OFFICE)
        for name, text in words.items():
            setattr(home, name, text)
        home.search_description = shorten(home.introduction)
        home.logo = site.media.images["emblem"]
        home.body = [
            {"type": entry["type"], "value": _value(entry, Shelf(site, language)), "id": identity(f"home/{number}")}
            for number, entry in enumerate(content.read("arrangement")[language])
        ]
        publish(site, home)


def _value(entry: Entry, shelf: Shelf) -> Entry:
    """A block's raw value: pages by their number, links as items."""
    value: dict[str, Any] = {name: item for name, item in entry.items() if name != "type"}
    for name in ("section", "page"):
        if name in value:
            value[name] = shelf.page(value[name])
    if "links" in value:
        value["links"] = link_items(value["links"], shelf, picture=True)
    return value


def create_notices(site: Site) -> None:
    """Put up notices that were set a day ago, for as long as their event is to come."""
    for entry in content.read("site")["notice"]:
        key = uuid.uuid4()
        since = timezone.now() - datetime.timedelta(days=1)
        for language, locale in site.locales.items():
            event = site.pages[language, entry["page"]]
            text = texts(fill_in(entry, event.start_date, language), language, "text")["text"]
            end = datetime.datetime.combine(event.start_date, datetime.time(18))
            notice = Notice(
                locale=locale, translation_key=key, text=text.replace("{page}", str(event.pk)), starts_at=since,
                ends_at=timezone.make_aware(end, timezone.get_default_timezone()), urgent=entry.get("urgent", False),
            )  # fmt: skip
            notice.save()
