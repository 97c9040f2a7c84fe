"""Pages of the demo about the office: about, organisation and contact."""

import uuid
from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from home.models import ContactFormField, ContactPage, OrganisationPage, StandardPage
from mysite.text.summary import shorten

from . import content
from .body import build_stream, make_block_id, render_rich_text
from .content import Entry, select_texts
from .site import DemoSite, LanguageLibrary, add_page, publish_page


def create_about(site: DemoSite) -> None:
    """Create the pages that come before the news in the menu, as drafts."""
    office = content.read_content("office")
    for kind, name in ((StandardPage, "about"), (OrganisationPage, "organisation")):
        _create_page(site, office[name], kind)
    _create_page(site, office["accessibility"], StandardPage, show_in_menus=False)


def create_contact(site: DemoSite) -> None:
    _create_page(site, content.read_content("office")["contact"], ContactPage)


def _create_page(site: DemoSite, entry: Entry, kind: type[Page], *, show_in_menus: bool = True) -> None:
    key = uuid.uuid4()
    for language in site.locales:
        page = kind(show_in_menus=show_in_menus, **select_texts(entry, language, "title", "slug"))
        add_page(site, language, f"page:{entry['slug']}", "home", page, key)


def publish_office(site: DemoSite) -> None:
    """Fill and publish the pages about the office."""
    office = content.read_content("office")
    for language in site.locales:
        for name, fill in _FILLERS.items():
            entry = office[name]
            page = site.pages[language, f"page:{entry['slug']}"]
            page.search_description = shorten(select_texts(entry, language, "description")["description"])
            fill(page, entry, site, language)
            publish_page(site, page)


def _fill_about(page: StandardPage, entry: Entry, site: DemoSite, language: str) -> None:
    blocks = entry.get("blocks" if language == "vi" else f"blocks_{language}", {})
    body = select_texts(entry, language, "body")["body"]
    page.body = build_stream(body, blocks, LanguageLibrary(site, language), name=entry["slug"])


def _fill_organisation(page: OrganisationPage, entry: Entry, site: DemoSite, language: str) -> None:
    page.introduction = select_texts(entry, language, "introduction")["introduction"]
    leaders = {
        "title": select_texts(entry, language, "leaders")["leaders"],
        "people": [
            _build_item(f"leader/{person['photo']}", _build_person(person, site, language))
            for person in entry["person"]
        ],
    }
    shown = content.read_content("people")["unit"]
    units = {
        "title": select_texts(entry, language, "units")["units"],
        "units": [
            _build_item(f"unit/{unit['key']}", {"unit": site.people.units[language, unit["key"]].pk, "page": None})
            for unit in shown
            if "dissolved_days_ago" not in unit
        ],
    }
    page.body = [
        {"type": kind, "value": value, "id": make_block_id(f"organisation/{kind}")}
        for kind, value in (("people", leaders), ("units", units))
    ]


def _build_person(entry: Entry, site: DemoSite, language: str) -> dict[str, Any]:
    return {
        **select_texts(entry, language, "name", "position", "responsibilities", "phone", "email"),
        "photo": site.media.images[entry["photo"]].pk,
    }


def _build_item(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": make_block_id(name)}


def _fill_contact(page: ContactPage, entry: Entry, site: DemoSite, language: str) -> None:
    texts = select_texts(entry, language, "introduction", "opening_hours", "thanks", "subject")
    page.introduction = "".join(
        render_rich_text(paragraph) for paragraph in texts["introduction"].strip().split("\n\n")
    )
    page.opening_hours = texts["opening_hours"].strip()
    page.thanks = render_rich_text(texts["thanks"])
    page.to_address, page.subject = entry["to"], texts["subject"]
    page.form_fields = [
        ContactFormField(
            locale=site.locales[language],
            translation_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{page.translation_key}/{number}"),
            sort_order=number,
            clean_name=field["name"],
            field_type=field["type"],
            required=field.get("required", True),
            **select_texts(field, language, "label", "help_text", "choices"),
        )
        for number, field in enumerate(entry["field"])
    ]


_FILLERS: dict[str, Callable[[Any, Entry, DemoSite, str], None]] = {
    "about": _fill_about,
    "organisation": _fill_organisation,
    "accessibility": _fill_about,
    "contact": _fill_contact,
}
