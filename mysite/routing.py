"""Which page answers at an address, asked without serving it."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

from mysite.querysets import visible

#: Deeper than any tree of pages; longer addresses are somebody's experiment.
MAX_DEPTH = 60


def home_of(site: Site, language: str) -> Page | None:
    """The home page of ``site`` in ``language``, published or not."""
    homes = Page.objects.filter(translation_key=site.root_page.translation_key)
    return homes.filter(locale__language_code=language).first()


def home_for_visitors(request: HttpRequest) -> Page:
    """The home page in the language of the address; no list of that language answers while visitors may not see it."""
    root = Site.find_for_request(request).root_page
    homes = visible(Page.objects.filter(translation_key=root.translation_key))
    home = homes.filter(locale__language_code=translation.get_language()).first()
    if home is None:
        raise Http404("There is no home page in this language")
    return home


def on_site(site: Site) -> Q:
    """What is below one of the home pages of ``site``; pages elsewhere in the tree have no address."""
    below = Q(pk__in=())
    homes = Page.objects.filter(translation_key=site.root_page.translation_key)
    for path in homes.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return below


def components_of(path: str) -> list[str]:
    return [component for component in path.split("/") if component]


def answers_below(page: Page, rest: Sequence[str]) -> bool:
    """Whether ``page`` itself answers at ``rest`` below its address, as a section does at ``luu-tru``."""
    page_class = page.specific_class
    if page_class is None or not issubclass(page_class, RoutablePageMixin):
        return False
    try:
        page_class.get_resolver().resolve(f"/{'/'.join(rest)}/")
    except Resolver404:
        return False
    return True


def is_answered(path: str, site: Site) -> bool:
    """Whether the portal answers visitors at ``path``, by a page or by a view; its last slash may be missing."""
    language, components = _language_and_components(path)
    with translation.override(language):
        if not _is_for_pages(path):
            return _has_view(path) and not _is_closed(language, site)
        deepest, rest = _deepest(components, site)
        if deepest is None or not is_visible(deepest):
            return False
        return not rest or answers_below(deepest, rest)


def page_at(path: str, site: Site) -> Page | None:
    """The page whose own address is ``path``, if visitors may see it."""
    path = f"/{'/'.join(components_of(path))}"
    language, components = _language_and_components(path)
    with translation.override(language):
        page, rest = _deepest(components, site) if _is_for_pages(path) else (None, [])
    return page if page is not None and not rest and is_visible(page) else None


def hides_a_page(path: str, site: Site) -> bool:
    """Whether a page is at ``path``, or answers there itself, that visitors may not see now.

    Or a list in a language whose home page they may not see.
    """
    language, components = _language_and_components(path)
    with translation.override(language):
        if not _is_for_pages(path):
            return _is_closed(language, site)
        deepest = _deepest(components, site)[0]
    return deepest is not None and not is_visible(deepest)


def is_visible(page: Page) -> bool:
    return visible(Page.objects.filter(pk=page.pk)).exists()


def _is_closed(language: str, site: Site) -> bool:
    """Whether ``language``, if it is not the first, has no home page that visitors may see."""
    if language == settings.LANGUAGE_CODE:
        return False  # many of its addresses are of no language: files, the admin
    home = home_of(site, language)
    return home is None or not is_visible(home)


def _language_and_components(path: str) -> tuple[str, list[str]]:
    components = components_of(path)
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    return language, components[1:] if components and components[0] == language else components


def _is_for_pages(path: str) -> bool:
    """Whether ``path`` has no view of its own, so that the tree of pages decides."""
    try:
        return resolve(_with_slash(path)).url_name == "wagtail_serve"
    except Resolver404:
        return False


def _has_view(path: str) -> bool:
    for spelling in (path, _with_slash(path)):
        try:
            resolve(spelling)
        except Resolver404:
            continue
        return True
    return False


def _with_slash(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _deepest(components: list[str], site: Site) -> tuple[Page | None, list[str]]:
    """The last page along the way, published or not, and what of the address is left below it.

    In the tree of the active language: an English address without English home page is none of a Vietnamese page.
    """
    home = home_of(site, translation.get_language())
    if home is None:
        return None, components
    way = components[:MAX_DEPTH]
    addresses = {f"{home.url_path}{'/'.join(way[:end])}/": end for end in range(1, len(way) + 1)}
    page = Page.objects.filter(slug__in=way, url_path__in=addresses).order_by("-depth").first()
    if page is not None:
        return page, components[addresses[page.url_path] :]
    return (home, []) if not components else (None, components)
