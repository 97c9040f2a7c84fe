"""Checks by name what search engines and other sites are told of a page, for tests over any content.

The names are those that Google's documentation of Article, Event, BreadcrumbList, Organization, ProfilePage and site
names, and the Open Graph protocol, call required or recommended, as far as a page can know them.
"""

import datetime
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.test import Client

from tests.reading import read

ORIGIN = "http://testserver"
OPEN_GRAPH = "type title url site_name locale image image:type image:width image:height image:alt".split()
ALWAYS = {
    "NewsArticle": "headline image datePublished dateModified author publisher description inLanguage mainEntityOfPage "
    "isAccessibleForFree url articleSection",
    "Event": "name startDate endDate eventStatus eventAttendanceMode location image description organizer url "
    "inLanguage",
    "BreadcrumbList": "itemListElement",
    "GovernmentOrganization": "name",
    "Organization": "name",
    "WebSite": "name url potentialAction inLanguage publisher",
    "ProfilePage": "mainEntity name url",
    "Person": "name",
    "Place": "name address",
    "PostalAddress": "streetAddress addressCountry",
    "ImageObject": "url",
    "ListItem": "position name item",
    "SearchAction": "target query-input",
    "EntryPoint": "urlTemplate",
    "Schedule": "repeatFrequency startDate scheduleTimezone",
    "Offer": "url availability validFrom",
    **dict.fromkeys(["WebPage", "ContactPage", "AboutPage", "CollectionPage"], "@id"),
}
DATES = {"datePublished", "dateModified", "validFrom", "validThrough", "startDate", "endDate"}
MAY_BE_DAYS = {"startDate", "endDate"}
#: What a page is about, and so has to say of itself, besides the way to it.
PAGE_TYPES = {"WebPage", "ContactPage", "AboutPage", "CollectionPage", "NewsArticle", "Event", "ProfilePage"} | {
    "GovernmentOrganization",
    "WebSite",
}
#: Of the office or section itself, at the top of a page.
WHOLE_OFFICE = "name url logo address telephone email description image"


def json_ld(page: BeautifulSoup) -> dict[str, dict[str, Any]]:
    """The things a page describes, by type."""
    scripts = page.select("script[type='application/ld+json']")
    assert len(scripts) == 1
    data = json.loads(scripts[0].string)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def open_graph(page: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.select("meta[property]"):
        found.setdefault(meta["property"], []).append(meta["content"])
    return found


def problems(client: Client, address: str) -> list[str]:
    """What is missing or wrong in the head of the page at ``address``, which is its canonical one."""
    page = read(client, address)
    return [f"{address}: {problem}" for problem in (*_of_head(page, address), *_of_data(page, address))]


def _of_head(page: BeautifulSoup, address: str) -> Iterator[str]:
    canonical = page.select("link[rel=canonical]")
    if [link["href"] for link in canonical] != [ORIGIN + address]:
        yield f"canonical is {canonical}"
    if page.select("meta[name=robots]"):
        yield "is kept from search engines"
    descriptions = [meta["content"] for meta in page.select("meta[name=description]")]
    if len(descriptions) != 1 or not 0 < len(descriptions[0]) <= 320:
        yield f"description is {descriptions}"
    graph = open_graph(page)
    yield from (f"og:{name} is {graph.get(f'og:{name}')}" for name in OPEN_GRAPH if not _one(graph.get(f"og:{name}")))
    if graph.get("og:description") != descriptions:
        yield f"og:description is {graph.get('og:description')}"
    if graph.get("og:url") != [ORIGIN + address]:
        yield f"og:url is {graph.get('og:url')}"
    if not str(graph.get("og:image", [""])[0]).startswith("http"):
        yield "og:image has no full address"
    if graph.get("og:type") == ["article"]:
        for name in ("published_time", "modified_time", "section"):
            if not _one(graph.get(f"article:{name}")):
                yield f"article:{name} is missing"
    if [meta["content"] for meta in page.select("meta[name='twitter:card']")] != ["summary_large_image"]:
        yield "twitter:card is missing"


def _one(values: list[str] | None) -> bool:
    return values is not None and len(values) == 1 and bool(values[0])


def _of_data(page: BeautifulSoup, address: str) -> Iterator[str]:
    nodes = json_ld(page)
    if not PAGE_TYPES & set(nodes):
        yield f"describes only {list(nodes)}"
    if address in ("/", "/en/"):
        if not {"GovernmentOrganization", "WebSite"} <= set(nodes):
            yield "does not describe the office and its site"
    elif "BreadcrumbList" not in nodes:
        yield "has no breadcrumbs"
    for node in nodes.values():
        yield from _of_node(node)
    if "BreadcrumbList" in nodes:
        yield from _of_breadcrumbs(nodes["BreadcrumbList"], address)


def _of_node(node: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type", "")
    if kind not in ALWAYS and kind != "ContactPoint":
        if set(node) != {"@id"}:
            yield f"unknown type {kind}"
        return
    yield from (f"{kind} has no {name}" for name in ALWAYS.get(kind, "").split() if node.get(name) in (None, "", []))
    for name, value in node.items():
        yield from _of_value(kind, name, value)


def _of_value(kind: str, name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _of_value(kind, name, item)
    elif isinstance(value, dict):
        yield from _of_node(value)
    elif name in ("url", "item", "image", "@id") and not urlsplit(str(value)).scheme.startswith("http"):
        yield f"{kind}.{name} is no full address: {value}"
    elif name in DATES and ("T" in value or name not in MAY_BE_DAYS) and not _zoned(value):
        yield f"{kind}.{name} has no time zone: {value}"


def _zoned(value: str) -> bool:
    return datetime.datetime.fromisoformat(value).tzinfo is not None


def _of_breadcrumbs(node: dict[str, Any], address: str) -> Iterator[str]:
    items = node["itemListElement"]
    if [item["position"] for item in items] != list(range(1, len(items) + 1)) or len(items) < 2:
        yield f"breadcrumbs are {items}"
    if items[0]["item"] not in (f"{ORIGIN}/", f"{ORIGIN}/en/") or items[-1]["item"] != ORIGIN + address:
        yield f"breadcrumbs lead from {items[0]['item']} to {items[-1]['item']}"
