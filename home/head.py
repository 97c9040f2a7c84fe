"""Metadata in a page's ``<head>``: canonical URL, translations, Open Graph and structured data."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from home import structured_data
from home.models import HomePage
from mysite.http.site_url import absolute_url
from mysite.images.filters import LOGO
from mysite.images.sharing import build_largest_image, build_shared_image
from mysite.models import BasePage
from mysite.seo.open_graph import OpenGraphData, SharedImage
from mysite.seo.structured_data import Node, PageMetadata, build_breadcrumbs

from .share_cards import get_card_image
from .site_layout import SiteLayout

#: Open Graph locales consist of language and territory.
OG_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


@dataclass(frozen=True)
class Alternate:
    language: str
    url: str


@dataclass(frozen=True)
class HeadMetadata:
    url: str
    title: str
    description: str
    open_graph: OpenGraphData
    image: SharedImage
    section: str
    locale: str
    other_locales: list[str]
    alternates: list[Alternate]
    json_ld: list[Node]


def build_head(context: Mapping[str, Any], layout: SiteLayout, title: str, description: str) -> HeadMetadata | None:
    """Return the metadata of the page or view in ``context``; title and description are HTML as in the template.

    None for pages without a canonical URL, such as errors. No queries, because everything has been loaded for the page,
    except for the logo, which the header uses too.
    """
    if layout.home is None or not layout.url:
        return None
    page = context.get("page")
    page = page if isinstance(page, BasePage) else None
    query = _get_canonical_query(context)
    url = layout.url + query
    title, description = html.unescape(title), html.unescape(description)
    home = layout.home
    section = layout.parent.title if layout.parent and page else ""
    images = _get_share_images(page, home, section)
    publisher = structured_data.build_office(home, layout.home_url, _get_logo(home))
    metadata = PageMetadata(
        url=url,
        language=home.locale.language_code,
        description=description,
        section=section,
        images=images,
        publisher=publisher,
        publisher_address=home.address,
    )
    alternates = [] if query else _build_alternates(layout)
    return HeadMetadata(
        url=url,
        title=title,
        description=description,
        open_graph=page.open_graph(context) if page else OpenGraphData(),
        image=images[0],
        section=section,
        locale=OG_LOCALES.get(metadata.language, metadata.language),
        other_locales=_get_other_locales(alternates, metadata.language),
        alternates=alternates,
        json_ld=_build_json_ld(page, home, context, layout, title, metadata),
    )


def _get_canonical_query(context: Mapping[str, Any]) -> str:
    """Return the part of the query string that belongs to the canonical URL: a view's own, and the page number."""
    view_query: str = context.get("canonical_query") or ""
    for name in ("articles", "events"):
        page_number = getattr(context.get(name), "number", 1)
        if page_number > 1:
            return f"{view_query}{'&' if view_query else '?'}page={page_number}"
    return view_query


def _get_other_locales(alternates: list[Alternate], language: str) -> list[str]:
    """Return the Open Graph locales of the page's translations."""
    languages = (alternate.language for alternate in alternates if alternate.language != language)
    return [OG_LOCALES[other] for other in languages if other in OG_LOCALES]


def _build_alternates(layout: SiteLayout) -> list[Alternate]:
    """Return the page in each of its languages, and ``x-default`` for users of other languages."""
    alternates = [Alternate(link.language, link.url) for link in layout.alternates]
    default = [Alternate("x-default", link.url) for link in alternates if link.language == settings.LANGUAGE_CODE]
    return alternates + default


def _get_share_images(page: BasePage | None, home: HomePage, section: str) -> tuple[SharedImage, ...]:
    """Return the page's image, cropped for sharing and uncropped; without one, the generated share card."""
    chosen = page.share_image() if page else None
    if not chosen and home.visible_share_picture:
        chosen = home.visible_share_picture, home.visible_share_picture.description
    if chosen:
        image, alt_text = chosen
        cropped = build_shared_image(image, alt_text)
        if cropped:
            uncropped = build_largest_image(image, alt_text)
            return (cropped, uncropped) if uncropped else (cropped,)
    return (get_card_image(page or home, home, section),)


def _get_logo(home: HomePage) -> SharedImage | None:
    return build_largest_image(home.visible_logo, "", LOGO) if home.visible_logo else None


def _build_json_ld(
    page: BasePage | None,
    home: HomePage,
    context: Mapping[str, Any],
    layout: SiteLayout,
    title: str,
    metadata: PageMetadata,
) -> list[Node]:
    if page is not None and page.pk == home.pk:
        return structured_data.build_home_page(home, metadata)
    build_structured_data: Callable[[PageMetadata], list[Node]] | None = context.get("build_structured_data")
    nodes: list[Node] = []
    if build_structured_data:
        nodes = build_structured_data(metadata)
    elif page:
        nodes = page.structured_data(context, metadata)
    items = [(link.title, absolute_url(link.url)) for link in layout.ancestors]
    name = title
    if page is not None:
        url = page.get_url(context["request"])
        # The request may be for a sub-URL or a filtered view of the page.
        if url != context["request"].path or context.get("canonical_query"):
            items.append((page.title, absolute_url(url)))
        else:
            name = page.title
    items.append((name, metadata.url))
    return [*(nodes or [structured_data.build_web_page(page, title, metadata)]), build_breadcrumbs(items)]
