"""Checks Open Graph and schema.org metadata, for tests over any content.

Checked are the properties that Google's documentation of Article, Event, BreadcrumbList, Organization, ProfilePage and
site names, and the Open Graph protocol, call required or recommended, as far as a page can know them.
"""

import datetime
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.test import Client

from tests.support.html import get_page

ORIGIN = "http://testserver"
OPEN_GRAPH = "type title url site_name locale image image:type image:width image:height image:alt".split()
REQUIRED_OPEN_GRAPH = {
    "NewsArticle": "headline image datePublished dateModified author publisher description inLanguage mainEntityOfPage "
    "isAccessibleForFree url articleSection",
    "Event": "name startDate eventStatus eventAttendanceMode location image description organizer url inLanguage",
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
DATE_OR_DATETIME = {"startDate", "endDate"}
#: The main types, which need properties of their own, besides the breadcrumbs.
PAGE_TYPES = {"WebPage", "ContactPage", "AboutPage", "CollectionPage", "NewsArticle", "Event", "ProfilePage"} | {
    "GovernmentOrganization",
    "WebSite",
}
#: Required of the organisation at the top level of a page.
ORGANISATION_REQUIRED = "name url logo address telephone email description image"


def read_json_ld(page: BeautifulSoup) -> dict[str, dict[str, Any]]:
    """Return the schema.org nodes of a page by type."""
    scripts = page.select("script[type='application/ld+json']")
    assert len(scripts) == 1
    data = json.loads(scripts[0].string)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def read_open_graph(page: BeautifulSoup) -> dict[str, list[str]]:
    properties: dict[str, list[str]] = {}
    for meta in page.select("meta[property]"):
        properties.setdefault(meta["property"], []).append(meta["content"])
    return properties


def find_problems(client: Client, url: str) -> list[str]:
    """Return what is missing or wrong in the head of the page with the canonical URL ``url``."""
    page = get_page(client, url)
    return [f"{url}: {problem}" for problem in (*_find_head_problems(page, url), *_find_data_problems(page, url))]


def _find_head_problems(page: BeautifulSoup, url: str) -> Iterator[str]:
    canonical = page.select("link[rel=canonical]")
    if [link["href"] for link in canonical] != [ORIGIN + url]:
        yield f"canonical is {canonical}"
    if page.select("meta[name=robots]"):
        yield "is kept from search engines"
    descriptions = [meta["content"] for meta in page.select("meta[name=description]")]
    if len(descriptions) != 1 or not 0 < len(descriptions[0]) <= 320:
        yield f"description is {descriptions}"
    graph = read_open_graph(page)
    yield from (f"og:{name} is {graph.get(f'og:{name}')}" for name in OPEN_GRAPH if not _one(graph.get(f"og:{name}")))
    if graph.get("og:description") != descriptions:
        yield f"og:description is {graph.get('og:description')}"
    if graph.get("og:url") != [ORIGIN + url]:
        yield f"og:url is {graph.get('og:url')}"
    if not str(graph.get("og:image", [""])[0]).startswith("http"):
        yield "og:image is not an absolute URL"
    if graph.get("og:type") == ["article"]:
        for name in ("published_time", "modified_time", "section"):
            if not _one(graph.get(f"article:{name}")):
                yield f"article:{name} is missing"
    if [meta["content"] for meta in page.select("meta[name='twitter:card']")] != ["summary_large_image"]:
        yield "twitter:card is missing"


def _one(values: list[str] | None) -> bool:
    return values is not None and len(values) == 1 and bool(values[0])


def _find_data_problems(page: BeautifulSoup, url: str) -> Iterator[str]:
    nodes = read_json_ld(page)
    if not PAGE_TYPES & set(nodes):
        yield f"describes only {list(nodes)}"
    if url in ("/", "/en/"):
        if not {"GovernmentOrganization", "WebSite"} <= set(nodes):
            yield "does not describe the office and its site"
    elif "BreadcrumbList" not in nodes:
        yield "has no breadcrumbs"
    for node in nodes.values():
        yield from _find_node_problems(node)
    if "BreadcrumbList" in nodes:
        yield from _find_breadcrumb_problems(nodes["BreadcrumbList"], url)


def _find_node_problems(node: dict[str, Any]) -> Iterator[str]:
    kind = node.get("@type", "")
    if kind not in REQUIRED_OPEN_GRAPH and kind != "ContactPoint":
        if set(node) != {"@id"}:
            yield f"unknown type {kind}"
        return
    yield from (
        f"{kind} has no {name}"
        for name in REQUIRED_OPEN_GRAPH.get(kind, "").split()
        if node.get(name) in (None, "", [])
    )
    for name, value in node.items():
        yield from _find_value_problems(kind, name, value)


def _find_value_problems(kind: str, name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _find_value_problems(kind, name, item)
    elif isinstance(value, dict):
        yield from _find_node_problems(value)
    elif name in ("url", "item", "image", "@id") and not urlsplit(str(value)).scheme.startswith("http"):
        yield f"{kind}.{name} is not an absolute URL: {value}"
    elif name in DATES and ("T" in value or name not in DATE_OR_DATETIME) and not _has_time_zone(value):
        yield f"{kind}.{name} has no time zone: {value}"


def _has_time_zone(value: str) -> bool:
    return datetime.datetime.fromisoformat(value).tzinfo is not None


def _find_breadcrumb_problems(node: dict[str, Any], url: str) -> Iterator[str]:
    items = node["itemListElement"]
    if [item["position"] for item in items] != list(range(1, len(items) + 1)) or len(items) < 2:
        yield f"breadcrumbs are {items}"
    if items[0]["item"] not in (f"{ORIGIN}/", f"{ORIGIN}/en/") or items[-1]["item"] != ORIGIN + url:
        yield f"breadcrumbs lead from {items[0]['item']} to {items[-1]['item']}"
