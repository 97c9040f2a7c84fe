"""Home pages of the demo with the office's details and blocks, and the notice shown on every page."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from home.models import Notice
from mysite.text.summary import shorten

from . import content
from .body import build_link_items, make_block_id
from .content import Entry, select_texts
from .dates import fill_in_dates
from .site import DemoSite, LanguageLibrary, publish_page

_OFFICE_FIELDS = (
    "site_name authority introduction address phone email responsible_person licence copyright_note footer".split()
)
#: The pages that the text in the footer links to.
_FOOTER_PAGES = ("section:thi-tuyen-sinh", "section:pho-thong", "section:huong-dan", "page:kha-nang-tiep-can")


def publish_home_pages(site: DemoSite) -> None:
    """Fill and publish the home page of each language; the content they refer to must exist."""
    for language in site.locales:
        home = site.pages[language, "home"]
        texts = select_texts(
            fill_in_dates(content.read_content("site")["home"], site.today, language), language, *_OFFICE_FIELDS
        )
        library = LanguageLibrary(site, language)
        for key in _FOOTER_PAGES:
            texts["footer"] = texts["footer"].replace(f"{{{key}}}", str(library.page(key)))
        for name, text in texts.items():
            setattr(home, name, text)
        home.search_description = shorten(home.introduction)
        home.logo = site.media.images["emblem"]
        home.body = [
            {
                "type": entry["type"],
                "value": _build_block_value(entry, library),
                "id": make_block_id(f"home/{number}"),
            }
            for number, entry in enumerate(content.read_content("arrangement")[language])
        ]
        publish_page(site, home)


def _build_block_value(entry: Entry, library: LanguageLibrary) -> Entry:
    """Return a block's raw value with primary keys of pages and list items of links."""
    value: dict[str, Any] = {name: item for name, item in entry.items() if name != "type"}
    for name in ("section", "page"):
        if name in value:
            value[name] = library.page(value[name])
    if "links" in value:
        value["links"] = build_link_items(value["links"], library, with_image=True)
    return value


def create_notices(site: DemoSite) -> None:
    """Create notices shown from yesterday until 18:00 on the day of their event."""
    for entry in content.read_content("site")["notice"]:
        key = uuid.uuid4()
        starts_at = timezone.now() - datetime.timedelta(days=1)
        for language, locale in site.locales.items():
            event = site.pages[language, entry["page"]]
            text = select_texts(fill_in_dates(entry, event.start_date, language), language, "text")["text"]
            ends_at = datetime.datetime.combine(event.start_date, datetime.time(18))
            notice = Notice(
                locale=locale, translation_key=key, text=text.replace("{page}", str(event.pk)),
                starts_at=starts_at, ends_at=timezone.make_aware(ends_at, timezone.get_default_timezone()),
                urgent=entry.get("urgent", False),
            )  # fmt: skip
            notice.save()
