"""What the head of a page says to machines: its address, its other languages, how to share it, what it is about."""

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from home import structured_data
from home.frame import Frame
from home.models import HomePage
from home.share_cards import card_picture
from mysite.models import BasePage
from mysite.public_address import absolute
from mysite.renditions import LARGE, LOGO
from mysite.shared_pictures import shared_picture
from mysite.sharing import SharedPicture, Sharing
from mysite.structured_data import Around, Node, breadcrumbs

#: Open Graph names a language with a country.
OG_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


@dataclass(frozen=True)
class Alternate:
    language: str
    url: str


@dataclass(frozen=True)
class Head:
    address: str
    title: str
    description: str
    sharing: Sharing
    picture: SharedPicture
    section: str
    locale: str
    other_locales: list[str]
    alternates: list[Alternate]
    data: list[Node]


def build(context: Mapping[str, Any], frame: Frame, title: str, description: str) -> Head | None:
    """The head of the page or view of ``context``; ``title`` and ``description`` as the template wrote them.

    None for what has no address of its own. No queries: everything has been loaded for the page already, but for the
    logo, which the header then need not load.
    """
    if frame.home is None or not frame.address:
        return None
    page = context.get("page")
    page = page if isinstance(page, BasePage) else None
    query = _query(context)
    address = frame.address + query
    title, description = html.unescape(title), html.unescape(description)
    home = frame.home
    section = frame.parent.title if frame.parent and page else ""
    pictures = _pictures(page, home, section)
    publisher = structured_data.office(home, frame.home_url, _logo(home))
    around = Around(
        url=address,
        language=home.locale.language_code,
        description=description,
        section=section,
        pictures=pictures,
        publisher=publisher,
        address=home.address,
    )
    alternates = [] if query else _alternates(frame)
    return Head(
        address=address,
        title=title,
        description=description,
        sharing=page.sharing(context) if page else Sharing(),
        picture=pictures[0],
        section=section,
        locale=OG_LOCALES.get(around.language, around.language),
        other_locales=[
            OG_LOCALES[found.language]
            for found in alternates
            if found.language in OG_LOCALES and found.language != around.language
        ],
        alternates=alternates,
        data=_data(page, home, context, frame, title, around),
    )


def _query(context: Mapping[str, Any]) -> str:
    """The part of the query that decides what is shown: a view's own (a month), or the page of a list."""
    own: str = context.get("canonical_query") or ""
    for name in ("articles", "events"):
        number = getattr(context.get(name), "number", 1)
        if number > 1:
            return f"{own}{'&' if own else '?'}page={number}"
    return own


def _alternates(frame: Frame) -> list[Alternate]:
    """The page in each of its languages, and the one for whoever reads none of them."""
    found = [Alternate(link.language, link.url) for link in frame.alternates]
    default = [Alternate("x-default", link.url) for link in found if link.language == settings.LANGUAGE_CODE]
    return found + default


def _pictures(page: BasePage | None, home: HomePage, section: str) -> tuple[SharedPicture, ...]:
    """The picture to share, cut for it and whole; a drawn card where there is none."""
    chosen = page.picture_to_share() if page else None
    if chosen:
        image, alternative = chosen
        shared = shared_picture(image, alternative)
        if shared:
            whole = shared_picture(image, alternative, LARGE)
            return (shared, whole) if whole else (shared,)
    return (card_picture(page or home, home, section),)


def _logo(home: HomePage) -> SharedPicture | None:
    return shared_picture(home.logo, "", LOGO[0]) if home.logo else None


def _data(
    page: BasePage | None, home: HomePage, context: Mapping[str, Any], frame: Frame, title: str, around: Around
) -> list[Node]:
    if page is not None and page.pk == home.pk:
        return structured_data.home_page(home, around)
    describe: Callable[[Around], list[Node]] | None = context.get("describe")
    own = describe(around) if describe else page.structured_data(context, around) if page else []
    way = [(link.title, absolute(link.url)) for link in frame.ancestors]
    name = title
    if page is not None:
        address = page.get_url(context["request"])
        if address != context["request"].path or context.get("canonical_query"):
            way.append((page.title, absolute(address)))  # what is below its address, or a part of it
        else:
            name = page.title
    way.append((name, around.url))
    return [*(own or [structured_data.web_page(page, title, around)]), breadcrumbs(way)]
