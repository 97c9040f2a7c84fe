"""What stands around every page: the office, the day and its motto, the menu, the way here, the other languages."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import F, Model, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from wagtail.models import Page

from home.models import HomePage, Motto, Notice
from mysite.models import BasePage, TranslatedSnippet
from mysite.public_address import absolute
from mysite.querysets import visible


@dataclass(frozen=True)
class Link:
    """A link of the frame. ``current`` is "page" for the page being read, "true" for what it is below."""

    title: str
    url: str
    language: str
    current: str = ""
    #: In the menu: the pages right below that are meant for it too.
    below: "list[Link]" = field(default_factory=list)
    #: In the language switch, where it leads to another page for want of a translation: which, and a sentence on it.
    place: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class Frame:
    """The frame of one page in one language."""

    today: datetime.date
    home: HomePage | None = None
    home_url: str = "/"
    motto: Motto | None = None
    #: What the office announces at this moment, urgent notices first.
    notices: list[Notice] = field(default_factory=list)
    #: The address being read, without its query.
    address: str = ""
    menu: list[Link] = field(default_factory=list)
    #: The visible pages above, the home page first; only the home page for what is no page.
    ancestors: list[Link] = field(default_factory=list)
    #: Where the language switch leads: to this page in another language, else to the nearest page above it that is.
    languages: list[Link] = field(default_factory=list)
    #: This page in every language it has, with full addresses; empty if it has only one, and below its own address.
    alternates: list[Link] = field(default_factory=list)

    @property
    def parent(self) -> Link | None:
        """The page right above, unless that is the home page."""
        return self.ancestors[-1] if len(self.ancestors) > 1 else None


def build(request: HttpRequest | None, page: Page | None, about: Model | None = None) -> Frame:
    """The frame around ``page``, or around a view without one. Three queries: pages, motto, notices.

    And one for the office, unless its home page led to ``page``. ``about`` is what a view without page is about: an
    author, a unit, a tag; one query more looks for its translation.
    """
    language = get_language() or settings.LANGUAGE_CODE
    now = timezone.now()
    today = timezone.localdate(now, timezone=timezone.get_default_timezone())
    home = home_page(language, request)
    if home is None:
        return Frame(today)
    above = _paths_above(page) if page else [home.path]
    pages = _pages_to_link(home, page, above)
    alternates = [found for found in pages if page and found.translation_key == page.translation_key]
    return Frame(
        today=today,
        home=home,
        home_url=_url(home, request),
        motto=Motto.objects.of_day(today, language),
        notices=list(Notice.objects.current(language, now)),
        address=absolute(request.path) if request else "",
        menu=_menu(home, page, pages, request),
        ancestors=[_link(found, request) for found in pages if found.path in above],
        languages=_language_switch(language, home, page, pages, request, about),
        alternates=[
            Link(found.title, absolute(_url(found, request)), found.locale.language_code)
            for found in alternates
            if len(alternates) > 1 and page and request and request.path == _url(page, request)
        ],
    )


def home_page(language: str, request: HttpRequest | None) -> HomePage | None:
    """The home page in ``language`` with its logo, if the office has published it.

    One behind a password still names the office: somebody has to ask for that password.
    """
    home = getattr(request, "home_page", None)
    if home is None or home.locale.language_code != language:
        home = HomePage.objects.filter(locale__language_code=language).live().select_related("locale", "logo").first()
    return home if home and home.live and not home.is_expired() else None


def _paths_above(page: Page) -> list[str]:
    """The tree paths of the pages above ``page``, from its home page down."""
    return [page.path[:end] for end in range(2 * Page.steplen, len(page.path), Page.steplen)]


def _pages_to_link(home: HomePage, page: Page | None, above: list[str]) -> list[Page]:
    """Every page that the frame links to, in the order of the tree, in one query."""
    menu = Q(path__startswith=home.path, depth__in=[home.depth + 1, home.depth + 2], show_in_menus=True)
    # An alias of a page in another language is only on the way to what is below it.
    menu &= Q(alias_of__isnull=True) | Q(alias_of__locale=F("locale"))
    keys = {home.translation_key, *([page.translation_key, *_keys_above(page)] if page else [])}
    # An alias shows the text of the other language: it is nobody's translation.
    translations = Q(translation_key__in=keys, alias_of__isnull=True)
    wanted = visible(Page.objects.filter(menu | translations | Q(path__in=above)))
    written_in = Coalesce("alias_of__locale__language_code", "locale__language_code")
    return list(wanted.annotate(written_in=written_in).select_related("locale").order_by("path"))


def _keys_above(page: Page) -> Sequence[UUID]:
    """The translation keys of the pages above ``page``, from the top; a preview of one that has no address has none."""
    return page.keys_above if isinstance(page, BasePage) else ()


def _menu(home: HomePage, page: Page | None, pages: list[Page], request: HttpRequest | None) -> list[Link]:
    """The pages below ``home`` that are meant for the menu, each with those right below it."""
    menu: dict[str, Link] = {}
    for found in pages:  # in the order of the tree: each page comes after the one above it
        if not (found.show_in_menus and found.is_descendant_of(home)):
            continue
        if found.depth == home.depth + 1:
            menu[found.path] = _link(found, request, current=_is_current(found, page))
        elif found.depth == home.depth + 2 and (above := menu.get(found.path[: -Page.steplen])):
            above.below.append(_link(found, request, current=_is_current(found, page)))
    return list(menu.values())


def _is_current(found: Page, page: Page | None) -> str:
    if page is None or not page.path.startswith(found.path):
        return ""
    return "page" if page.path == found.path else "true"


def _language_switch(
    language: str,
    home: HomePage,
    page: Page | None,
    pages: list[Page],
    request: HttpRequest | None,
    about: Model | None,
) -> list[Link]:
    at = {(found.translation_key, found.locale.language_code): found for found in pages if not found.alias_of_id}
    keys = [home.translation_key, *([*_keys_above(page), page.translation_key] if page else [])]
    links = []
    for code, name in settings.LANGUAGES:
        there = next((at[key, code] for key in reversed(keys) if (key, code) in at), None)
        if code == language or there is None:
            continue
        is_translated = page is None or there.translation_key == page.translation_key
        url = _url(there, request)
        if page is None:
            own = _address_of_translation(about, code) if about else _same_view(request, code)
            is_translated, url = bool(own or not about), own or url
        place = explanation = ""
        if not is_translated:
            place = there.title
            with override(code):  # for those who read that language
                explanation = gettext("This page has not been translated. The link leads to “%(title)s”.")
        links.append(Link(name, url, code, place=place, explanation=explanation % {"title": place}))
    return links


def _address_of_translation(about: Model, language: str) -> str:
    if not isinstance(about, TranslatedSnippet):
        return ""
    others = type(about)._default_manager.filter(translation_key=about.translation_key, awaits_translation=False)
    there = others.filter(locale__language_code=language).first()
    with override(language):
        return there.get_absolute_url() if there else ""


def _same_view(request: HttpRequest | None, language: str) -> str:
    """The address of a view that every language has (search, site map); nothing for an error in its place."""
    match = request.resolver_match if request else None
    if match is None or match.args or match.kwargs or not match.url_name:
        return ""
    with override(language):
        return reverse(match.view_name)


def _link(page: Page, request: HttpRequest | None, current: str = "") -> Link:
    return Link(page.title, _url(page, request), page.written_in, current)


def _url(page: Page, request: HttpRequest | None) -> str:
    return page.get_url(request) or "/"
