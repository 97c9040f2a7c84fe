"""Resolves URL paths to pages, to serve them or to check whether they exist."""

from collections.abc import Callable, Sequence, Set
from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from mysite.compiled_queries import compiled_query
from mysite.generation_cache import get_or_compute
from mysite.models import BasePage

from .querysets import visible

#: Maximum number of path components, more than any page tree has.
MAX_DEPTH = 60


def find_site(request: HttpRequest) -> Site | None:
    """Return ``Site.find_for_request``, which caches its result on the request, as we do."""
    request._wagtail_site = site = get_or_compute("site", lambda: Site.find_for_request(request))
    return site


def get_home(site: Site, language: str) -> Page | None:
    """Return the home page of ``site`` in ``language``, published or not."""
    homes = Page.objects.filter(translation_key=site.root_page.translation_key)
    return homes.filter(locale__language_code=language).first()


def get_visible_home(request: HttpRequest) -> Page:
    """Return the home page in the language of the URL. Raises ``Http404`` if it is not public, for lists below it."""
    site = find_site(request)
    if site is None:
        raise Http404("There is no site at this URL")

    def load() -> Page | None:
        key, language = site.root_page.translation_key, translation.get_language()
        return _find_visible_home.first(key, language, timezone.now())

    home = copy(get_or_compute("visible_home_page", load))
    if home is None:
        raise Http404("There is no home page in this language")
    return home


@compiled_query
def _find_visible_home(key: UUID, language: str, now: datetime) -> QuerySet[Page]:
    return visible(Page.objects.filter(translation_key=key, locale__language_code=language), now).order_by("pk")[:1]


def get_office_name(home: Page) -> str:
    """Return the name of the office whose home page this is."""
    return getattr(home.specific, "site_name", "") or home.title


def below_site_homes(site: Site) -> Q:
    """Return a filter for pages below a home page of ``site``; pages elsewhere in the tree have no URL."""
    below = Q(pk__in=())
    homes = Page.objects.filter(translation_key=site.root_page.translation_key)
    for path in homes.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return below


def split_path(path: str) -> list[str]:
    return [component for component in path.split("/") if component]


def has_subpath(page: Page, rest: Sequence[str]) -> bool:
    """Return whether ``page`` has a route for ``rest`` below its URL, as a section has for ``luu-tru``."""
    page_class = page.specific_class
    if page_class is None or not issubclass(page_class, RoutablePageMixin):
        return False
    try:
        page_class.get_resolver().resolve(f"/{'/'.join(rest)}/")
    except Resolver404:
        return False
    return True


def route_below(home: Page, request: HttpRequest, components: list[str]) -> RouteResult | None:
    """Route ``request`` to the page at ``components`` below ``home``, in two queries; None if there is no page.

    Wagtail's routing makes two queries per level. As there, a page with a route for the rest of the path
    (``tin-tuc/luu-tru/``) takes precedence over its descendants.
    """
    pages = _get_pages_along(home, components)
    for number, page in enumerate(pages, start=1):
        rest = components[number:]
        if page is pages[-1] or (rest and page.live and has_subpath(page, rest)):
            specific = _get_specific(page)
            specific.ancestor_translation_keys = [above.translation_key for above in pages[: number - 1]]
            return specific.route(request, rest)
    return None


def url_pattern_matches(path: str, site: Site) -> bool:
    """Return whether a public page or a view exists at ``path``, with or without its trailing slash."""
    language, components = _language_and_components(path)
    with translation.override(language):
        if not _is_page_path(path):
            return _resolve_view(path) is not None and not _is_language_hidden(language, site)
        deepest, rest = _find_deepest_page(components, site)
        if deepest is None or not is_visible(deepest):
            return False
        return not rest or has_subpath(deepest, rest)


def reads_parameters(path: str, names: Set[str], site: Site) -> bool:
    """Return whether the page or view at ``path`` reads one of the query parameters ``names``."""
    language, components = _language_and_components(path)
    with translation.override(language):
        if _is_page_path(path):
            page = _find_deepest_page(components, site)[0]
            read: Set[str] = getattr(page and page.specific_class, "query_parameters", frozenset())
        else:
            read = getattr(_resolve_view(path), "query_parameters", names)
    return not names.isdisjoint(read)


def find_page(path: str, site: Site) -> Page | None:
    """Return the page with the URL ``path``, if it is public."""
    path = f"/{'/'.join(split_path(path))}"
    language, components = _language_and_components(path)
    with translation.override(language):
        page, rest = _find_deepest_page(components, site) if _is_page_path(path) else (None, [])
    return page if page is not None and not rest and is_visible(page) else None


def shadows_page(path: str, site: Site) -> bool:
    """Return whether ``path`` belongs to a page, or a route of a page, that is not public.

    Also if it is a list in a language whose home page is not public.
    """
    language, components = _language_and_components(path)
    with translation.override(language):
        if not _is_page_path(path):
            return _is_language_hidden(language, site)
        deepest = _find_deepest_page(components, site)[0]
    return deepest is not None and not is_visible(deepest)


def is_visible(page: Page) -> bool:
    return visible(Page.objects.filter(pk=page.pk)).exists()


def _is_language_hidden(language: str, site: Site) -> bool:
    """Return whether ``language``, other than the default one, has no public home page."""
    if language == settings.LANGUAGE_CODE:
        return False  # many URLs without a prefix belong to no language: files, the admin
    home = get_home(site, language)
    return home is None or not is_visible(home)


def _language_and_components(path: str) -> tuple[str, list[str]]:
    components = split_path(path)
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    return language, components[1:] if components and components[0] == language else components


def _is_page_path(path: str) -> bool:
    """Return whether ``path`` is resolved by Wagtail's page tree, not by another view."""
    try:
        return resolve(_with_slash(path)).url_name == "wagtail_serve"
    except Resolver404:
        return False


def _resolve_view(path: str) -> Callable[..., Any] | None:
    for spelling in (path, _with_slash(path)):
        try:
            return resolve(spelling).func
        except Resolver404:
            continue
    return None


def _with_slash(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _find_deepest_page(components: list[str], site: Site) -> tuple[Page | None, list[str]]:
    """Return the deepest page along the path, published or not, and the rest of the path below it.

    It is looked up in the tree of the active language only: an English URL never leads to a Vietnamese page.
    """
    home = get_home(site, translation.get_language())
    if home is None:
        return None, components
    if pages := _get_pages_along(home, components):
        return pages[-1], components[pages[-1].depth - home.depth :]
    return (home, []) if not components else (None, components)


def _get_pages_along(home: Page, components: list[str]) -> list[Page]:
    """Return the pages along ``components`` below ``home``, from the top."""
    components = components[:MAX_DEPTH]
    url_paths = [f"{home.url_path}{'/'.join(components[:end])}/" for end in range(1, len(components) + 1)]
    return _find_by_url_path(components, url_paths)


@compiled_query
def _find_by_url_path(slugs: list[str], url_paths: list[str]) -> QuerySet[Page]:
    """Return the pages with these URL paths, from the top. Their slugs have an index."""
    return Page.objects.filter(slug__in=slugs, url_path__in=url_paths).select_related("locale").order_by("depth")


def _get_specific(page: Page) -> Page:
    """Return the specific page with its locale, which is needed for its URL."""
    model = page.specific_class
    if model is None or not issubclass(model, BasePage):
        return page.specific
    specific = _find_specific.first(page.pk, model=model)
    if specific is None:
        raise Http404("The page has just been deleted")
    return specific


@compiled_query
def _find_specific(pk: int, *, model: type[BasePage]) -> QuerySet[BasePage]:
    return model.objects.filter(pk=pk).select_related("locale", *model.select_related_fields)
