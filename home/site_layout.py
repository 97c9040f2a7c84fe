"""The site layout around every page: office, date, motto, notices, menu, breadcrumbs and language switch."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from wagtail.models import Page

from home import last_appearance
from home.home_pages import get_home_page
from home.layout_queries import find_ancestors, find_menu, find_mottos, find_notices, find_translations
from home.menu_links import find_menu_links
from home.models import HomePage, Motto, Notice
from home.models.motto import choose_motto
from mysite.generation_cache import get_or_compute
from mysite.http.site_url import absolute_url
from mysite.models import BasePage, TranslatedSnippet
from mysite.pages.querysets import get_ancestor_paths


@dataclass(frozen=True)
class NavLink:
    """A navigation link. ``current`` is the value of ``aria-current``: "page", or "true" for an ancestor."""

    title: str
    url: str
    language: str
    current: str = ""
    #: In the menu: links to the child pages shown in menus.
    children: "list[NavLink]" = field(default_factory=list)
    #: In the language switch, if this page is not translated: the title of the page linked instead, and a message.
    fallback_title: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class SiteLayout:
    """The layout of one page in one language."""

    today: datetime.date
    home: HomePage | None = None
    home_url: str = "/"
    motto: Motto | None = None
    #: The current notices, urgent ones first.
    notices: list[Notice] = field(default_factory=list)
    #: The absolute URL of the request, without query string.
    url: str = ""
    menu: list[NavLink] = field(default_factory=list)
    #: The visible ancestors, the home page first; for views without a page, the home page only.
    ancestors: list[NavLink] = field(default_factory=list)
    #: Links of the language switch: to the translation of this page, else of its nearest translated ancestor.
    languages: list[NavLink] = field(default_factory=list)
    #: This page in all its languages, with absolute URLs; empty for untranslated pages and for sub-URLs of a page.
    alternates: list[NavLink] = field(default_factory=list)

    @property
    def urgent_notices(self) -> list[Notice]:
        return [notice for notice in self.notices if notice.urgent]

    @property
    def ordinary_notices(self) -> list[Notice]:
        return [notice for notice in self.notices if not notice.urgent]

    @property
    def notices_key(self) -> str:
        """Identifies the versions of the ordinary notices, which a visitor can close until one of them changes."""
        return " ".join(f"{notice.pk}-{notice.latest_revision_id}" for notice in self.ordinary_notices)

    @property
    def parent(self) -> NavLink | None:
        """The parent page, unless it is the home page."""
        return self.ancestors[-1] if len(self.ancestors) > 1 else None


@dataclass(frozen=True)
class LinkedPage:
    """A page that the layout links to."""

    path: str
    translation_key: UUID
    language: str
    is_alias: bool
    link: NavLink


def build_site_layout(request: HttpRequest | None, page: Page | None, subject: Model | None = None) -> SiteLayout:
    """Return the layout of ``page``, or of a view without a page.

    Five queries: the menu, ancestors, the page's translations, motto, notices. Only that of the translations
    is needed for each page of a content generation. And one for the home page, unless the view has loaded it. A
    password-protected home page is used too: the office is shown on the password form. The subject of a view without a
    page is an author, a unit or a tag; another query finds its translation.
    """
    language = get_language() or settings.LANGUAGE_CODE
    now = timezone.now()
    today = timezone.localdate(now, timezone=timezone.get_default_timezone())
    home = get_home_page(request)
    if home is None or not home.live or home.is_expired():
        return SiteLayout(today)
    if isinstance(page, HomePage) and page.pk == home.pk:
        home = page  # in a preview the draft, with its colours and names
    last_appearance.keep(home, today)
    ancestor_paths = get_ancestor_paths(page)[1:] if page else [home.path]  # without the root page
    ancestors = _load_ancestors(home, page, ancestor_paths, request)
    translations = _load_translations(page, request) if page and page.pk != home.pk else []
    linked_pages = [*ancestors, *translations]
    alternates = [linked for linked in linked_pages if page and linked.translation_key == page.translation_key]
    return SiteLayout(
        today=today,
        home=home,
        home_url=_get_url(home, request),
        motto=get_or_compute("motto", lambda: choose_motto(find_mottos(language), today)),
        notices=get_or_compute("notices", lambda: find_notices(language, now)),
        url=absolute_url(request.path) if request else "",
        menu=_build_menu(home, page, request),
        ancestors=[linked.link for linked in ancestors if linked.path in ancestor_paths],
        languages=_build_language_switch(language, home, page, linked_pages, request, subject),
        alternates=[
            NavLink(linked.link.title, absolute_url(linked.link.url), linked.language)
            for linked in alternates
            if len(alternates) > 1 and page and request and request.path == _get_url(page, request)
        ],
    )


def _load_menu(home: HomePage, request: HttpRequest | None) -> list[LinkedPage]:
    """Return the pages of two levels that are shown in the menu, in tree order."""

    def load() -> list[LinkedPage]:
        return _build_links(find_menu(home.path, [home.depth + 1, home.depth + 2], timezone.now()), request)

    return get_or_compute("menu", load, home.pk)


def _load_ancestors(
    home: HomePage, page: Page | None, paths: list[str], request: HttpRequest | None
) -> list[LinkedPage]:
    """Return the pages at ``paths``, and them and the home page in all their languages."""
    keys = [home.translation_key, *(_get_ancestor_keys(page) if page else ())]

    def load() -> list[LinkedPage]:
        return _build_links(find_ancestors(paths, keys, timezone.now()), request)

    return get_or_compute("ancestors", load, *paths[-1:], *keys)


def _load_translations(page: Page, request: HttpRequest | None) -> list[LinkedPage]:
    """Return the page itself in all its languages."""
    return _build_links(find_translations(page.translation_key, timezone.now()), request)


def _build_links(pages: Iterable[Page], request: HttpRequest | None) -> list[LinkedPage]:
    return [
        LinkedPage(
            page.path,
            page.translation_key,
            page.locale.language_code,
            bool(page.alias_of_id),
            NavLink(page.title, _get_url(page, request), page.written_in),
        )
        for page in pages
    ]


def _get_ancestor_keys(page: Page) -> Sequence[UUID]:
    """Return the translation keys of the ancestors of ``page``, from the top; empty in the preview of a new page."""
    return page.ancestor_translation_keys if isinstance(page, BasePage) else ()


def _build_menu(home: HomePage, page: Page | None, request: HttpRequest | None) -> list[NavLink]:
    """Return the two levels of pages below ``home`` that are shown in menus."""
    menu: dict[str, NavLink] = {}
    for linked in _load_menu(home, request):  # in tree order: parents come before their children
        link = replace(linked.link, children=[], current=_get_aria_current(linked.path, page))
        parent_path = linked.path[: -Page.steplen]
        if parent_path == home.path:
            menu[linked.path] = link
        elif parent_path in menu:
            menu[parent_path].children.append(link)
    added = get_or_compute("menu_links", lambda: find_menu_links(home), home.pk) if home.menu_links else []
    links = list(menu.values())
    for one in added:
        siblings = menu[one.parent_path].children if one.parent_path in menu else links
        siblings.append(NavLink(one.title, one.url, home.locale.language_code))
    return links


def _get_aria_current(path: str, page: Page | None) -> str:
    if page is None or not page.path.startswith(path):
        return ""
    return "page" if page.path == path else "true"


def _build_language_switch(
    language: str,
    home: HomePage,
    page: Page | None,
    linked_pages: list[LinkedPage],
    request: HttpRequest | None,
    subject: Model | None,
) -> list[NavLink]:
    pages_by_key = {(linked.translation_key, linked.language): linked for linked in linked_pages if not linked.is_alias}
    keys = [home.translation_key, *([*_get_ancestor_keys(page), page.translation_key] if page else [])]
    links = []
    for code, name in settings.LANGUAGES:
        nearest_page = next((pages_by_key[key, code] for key in reversed(keys) if (key, code) in pages_by_key), None)
        if code == language or nearest_page is None:
            continue
        is_translated = page is None or nearest_page.translation_key == page.translation_key
        url = nearest_page.link.url
        if page is None:
            view_url = _get_translation_url(subject, code) if subject else _get_view_url(request, code)
            is_translated, url = bool(view_url or not subject), view_url or url
        fallback_title = explanation = ""
        if not is_translated:
            fallback_title = nearest_page.link.title
            with override(code):  # for readers of that language
                explanation = gettext("This page has not been translated. The link leads to “%(title)s”.")
        links.append(
            NavLink(name, url, code, fallback_title=fallback_title, explanation=explanation % {"title": fallback_title})
        )
    return links


def _get_translation_url(subject: Model, language: str) -> str:
    if not isinstance(subject, TranslatedSnippet):
        return ""
    translations = type(subject).objects.live().filter(translation_key=subject.translation_key)
    translation = translations.filter(locale__language_code=language).first()
    with override(language):
        return translation.get_absolute_url() if translation else ""


def _get_view_url(request: HttpRequest | None, language: str) -> str:
    """Return the URL of a view that exists in every language (search, site map); empty for error pages."""
    match = request.resolver_match if request else None
    if match is None or match.args or match.kwargs or not match.url_name:
        return ""
    with override(language):
        return reverse(match.view_name)


def _get_url(page: Page, request: HttpRequest | None) -> str:
    return page.get_url(request) or "/"
