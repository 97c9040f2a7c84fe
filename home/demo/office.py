"""The demo's pages about the office itself: what it is for, how it is organised, how to reach it."""

import uuid
from typing import Any

from wagtail.models import Page

from home.models import ContactFormField, ContactPage, OrganisationPage, StandardPage
from mysite.summary import shorten

from . import content
from .body import identity, rich_text, stream
from .content import Entry, texts
from .site import Shelf, Site, add, publish


def create_about(site: Site) -> None:
    """Create the pages that stand before the news in the menu, as drafts."""
    office = content.read("office")
    for kind, name in ((StandardPage, "about"), (OrganisationPage, "organisation")):
        _create(site, office[name], kind)


def create_contact(site: Site) -> None:
    _create(site, content.read("office")["contact"], ContactPage)


def _create(site: Site, entry: Entry, kind: type[Page]) -> None:
    key = uuid.uuid4()
    for language in site.locales:
        page = kind(show_in_menus=True, **texts(entry, language, "title", "slug"))
        add(site, language, f"page:{entry['slug']}", "home", page, key)


def publish_office(site: Site) -> None:
    """Write and publish the pages about the office."""
    office = content.read("office")
    for language in site.locales:
        for name, fill in (("about", _fill_about), ("organisation", _fill_organisation), ("contact", _fill_contact)):
            entry = office[name]
            page = site.pages[language, f"page:{entry['slug']}"]
            page.search_description = shorten(texts(entry, language, "description")["description"])
            fill(page, entry, site, language)
            publish(site, page)


def _fill_about(page: StandardPage, entry: Entry, site: Site, language: str) -> None:
    blocks = entry["blocks" if language == "vi" else f"blocks_{language}"]
    body = texts(entry, language, "body")["body"]
    page.body = stream(body, blocks, Shelf(site, language), name=entry["slug"])


def _fill_organisation(page: OrganisationPage, entry: Entry, site: Site, language: str) -> None:
    page.introduction = texts(entry, language, "introduction")["introduction"]
    leaders = {
        "title": texts(entry, language, "leaders")["leaders"],
        "people": [_item(f"leader/{person['photo']}", _person(person, site, language)) for person in entry["person"]],
    }
    shown = content.read("people")["unit"]
    units = {
        "title": texts(entry, language, "units")["units"],
        "units": [
            _item(f"unit/{unit['key']}", {"unit": site.people.units[language, unit["key"]].pk, "page": None})
            for unit in shown
            if "dissolved_days_ago" not in unit
        ],
    }
    page.body = [
        {"type": kind, "value": value, "id": identity(f"organisation/{kind}")}
        for kind, value in (("people", leaders), ("units", units))
    ]


def _person(entry: Entry, site: Site, language: str) -> dict[str, Any]:
    return {
        **texts(entry, language, "name", "position", "responsibilities", "phone", "email"),
        "photo": site.media.images[entry["photo"]].pk,
    }


def _item(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": identity(name)}


def _fill_contact(page: ContactPage, entry: Entry, site: Site, language: str) -> None:
    words = texts(entry, language, "introduction", "opening_hours", "thanks", "subject")
    page.introduction = "".join(rich_text(piece) for piece in words["introduction"].strip().split("\n\n"))
    page.opening_hours = words["opening_hours"].strip()
    page.thanks = rich_text(words["thanks"])
    page.to_address, page.subject = entry["to"], words["subject"]
    page.form_fields = [
        ContactFormField(
            locale=site.locales[language],
            translation_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{page.translation_key}/{number}"),
            sort_order=number,
            clean_name=field["name"],
            field_type=field["type"],
            required=field.get("required", True),
            **texts(field, language, "label", "help_text", "choices"),
        )
        for number, field in enumerate(entry["field"])
    ]
