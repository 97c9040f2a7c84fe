"""Redirects of old URLs to public pages, resolved to their final destination in one step."""

import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult, quote, unquote, urlsplit

from django.core.exceptions import DisallowedRedirect
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation
from django.utils.encoding import iri_to_uri, uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from mysite.pages.querysets import visible
from mysite.pages.routing import has_subpath, reads_parameters, shadows_page, split_path, url_pattern_matches
from mysite.text.vietnamese import nfc

from .missing_urls import record
from .old_urls import OldURL, get_query
from .redirect_keys import choose_redirect, has_queries

#: Maximum length of a stored path.
MAX_LENGTH = Redirect._meta.get_field("old_path").max_length
#: Characters left unquoted in old URLs; Django's ``get_full_path`` would quote “;” and “=” too.
SAFE_CHARACTERS = "/:@&+$,-_.!~*'();="
#: Maximum number of path components below a page that has moved.
MAX_COMPONENTS_BELOW = 6
_ENCODED_BYTE = re.compile("%25(?=[89A-F][0-9A-F])")


@dataclass(frozen=True, slots=True)
class Destination:
    url: str
    is_permanent: bool


class VisibleRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but never to a hidden page, whose URL must not be revealed.

    See docs/decisions/028-redirects.md for the other differences.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != 404 and not may_have_old_query(request, response):
            return response
        destination = find_destination(request, needs_query=response.status_code != 404)
        if destination is None:
            if response.status_code == 404:
                note_missing_url(request, response)
            return response
        response_class = HttpResponsePermanentRedirect if destination.is_permanent else HttpResponseRedirect
        try:
            redirect = response_class(destination.url)
        except (ValueError, DisallowedRedirect):  # the redirect was entered with an invalid URL
            return response
        # Browsers cache permanent redirects forever, and would loop once a page is moved back to its old URL.
        redirect["Cache-Control"] = "no-cache"
        return redirect


def normalize_old_path(old_path: str) -> str:
    """Normalize a path with its query as stored in the redirects table. Raises ``ValueError`` if it is invalid."""
    # One leading slash: after two the first component would be a host.
    return nfc(Redirect.normalise_path(iri_to_uri(f"/{old_path.lstrip('/')}")))


def note_missing_url(request: HttpRequest, response: HttpResponse) -> None:
    """Count the request, and those that the page cache will answer with the same response."""
    url = request.get_full_path()
    record(url, request.META.get("HTTP_REFERER", ""))
    response.on_reuse = partial(record, url)


def may_have_old_query(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether a page was sent for a query that it does not read, such as ``/?p=77``."""
    read = getattr(response, "query_parameters", None)
    if response.status_code != 200 or request.method not in {"GET", "HEAD"} or read is None:
        return False
    names = OldURL("/", get_query(request.META)).parameter_names
    return bool(names) and names.isdisjoint(read)


def find_destination(request: HttpRequest, needs_query: bool = False) -> Destination | None:
    """Return the final destination of the redirects from the URL of ``request``; None if there is none.

    With ``needs_query`` the portal has a page at the path, so only redirects with a query apply.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    if not request.path.endswith("/") and url_pattern_matches(f"{request.path}/", site):
        needs_query = True  # only the trailing slash is missing
    query = get_query(request.META)
    # Django has decoded the path, except bytes that are not UTF-8.
    path = _ENCODED_BYTE.sub("%", quote(request.path, safe=SAFE_CHARACTERS))
    path_and_query, link = f"{path}{'?' if query else ''}{query}", ""
    followed: set[int] = set()
    is_permanent = True
    while match := _find_redirect(site, path_and_query, needs_query):
        redirect, subpath = match
        if redirect.pk in followed:
            return None  # a redirect loop
        followed.add(redirect.pk)
        is_permanent = is_permanent and redirect.is_permanent
        if redirect.redirect_page_id:
            link = _get_page_url(redirect, subpath, request)
            own_query = path_and_query.partition("?")[2]
            # The query is kept, such as the month or page number of a list that has moved.
            if link and own_query and "?" not in redirect.old_path:
                link = f"{link}?{own_query}"
            break
        link = redirect.redirect_link
        own_url = _parse_own_url(link, request, site)
        if own_url is None:
            break
        own_path, path_and_query = unquote(own_url.path), f"{own_url.path}?{own_url.query}"
        if shadows_page(own_path, site):
            return None
        needs_query = url_pattern_matches(own_path, site)
    return Destination(link, is_permanent) if link else None


def _find_redirect(site: Site, path_and_query: str, needs_query: bool) -> tuple[Redirect, list[str]] | None:
    """Return the redirect of the URL with query, of its path, or of a parent path whose page routes the subpath."""
    url, path = OldURL.parse(path_and_query), path_and_query.partition("?")[0]
    names = url.parameter_names
    if needs_query and (not names or reads_parameters(unquote(path), names, site)):
        return None
    redirects = Redirect.get_for_site(site).select_related("redirect_page__locale", "match_key")
    by_key: dict[str, list[Redirect]] = {url.key: [], url.path_key: []}
    for redirect in redirects.filter(match_key__key__in=list(by_key)):
        by_key[redirect.match_key.key].append(redirect)
    same = choose_redirect(by_key[url.key], url)
    if needs_query:
        return (same, []) if same else None
    variants, path_variants = _get_path_variants(path_and_query), _get_path_variants(path)
    parent_paths = _get_parent_paths(path)
    # Also by path, for redirects whose keys have not been created yet. One of this site takes precedence.
    stored = redirects.filter(old_path__in={*variants, *path_variants, *parent_paths})
    by_path = {redirect.old_path: redirect for redirect in sorted(stored, key=lambda row: row.site_id is not None)}

    same = same or _get_first(by_path, variants)
    if same is None:
        same = choose_redirect(by_key[url.path_key], OldURL(url.path, "")) or _get_first(by_path, path_variants)
        if same and names and has_queries(site, url):
            same = None  # the query identifies another article
    return (same, []) if same else _find_parent(by_path, parent_paths)


def is_taken(path_and_query: str, site: Site) -> bool:
    """Return whether the portal itself answers this URL, so that a redirect from it has no effect.

    A query that no page reads, such as ``/?p=77``, is free.
    """
    path = unquote(path_and_query.partition("?")[0])
    names = OldURL.parse(path_and_query).parameter_names
    return url_pattern_matches(path, site) and (not names or reads_parameters(path, names, site))


def _get_first(by_path: dict[str, Redirect], variants: list[str]) -> Redirect | None:
    return next((by_path[path] for path in variants if path in by_path), None)


def _find_parent(by_path: dict[str, Redirect], parent_paths: dict[str, list[str]]) -> tuple[Redirect, list[str]] | None:
    for path, subpath in parent_paths.items():
        redirect = by_path.get(path)
        if (
            redirect
            and redirect.redirect_page
            and not redirect.redirect_page_route_path
            and _routes_below(redirect.redirect_page, subpath)
        ):
            return redirect, subpath
    return None


def _get_path_variants(path_and_query: str) -> list[str]:
    """Return the variants of a URL that the table may contain, best first: normalized by us, by Wagtail, as typed."""
    path, mark, query = f"/{path_and_query.lstrip('/')}".partition("?")
    old_path = f"{path}{mark}{query}"
    variants: list[str] = []
    try:
        encoded = Redirect.normalise_path(old_path, decode_unicode=False)
        variants += (normalize_old_path(old_path), uri_to_iri(encoded), encoded)
    except ValueError:
        pass
    if not query:
        variants.append(unquote(path).rstrip("/") or "/")
    return [variant for variant in dict.fromkeys(variants) if is_storable(variant)]


def _get_parent_paths(path: str) -> dict[str, list[str]]:
    components = split_path(unquote(path))
    lengths = range(len(components) - 1, max(0, len(components) - 1 - MAX_COMPONENTS_BELOW), -1)
    paths = {nfc(f"/{'/'.join(components[:length])}"): components[length:] for length in lengths}
    return {parent_path: subpath for parent_path, subpath in paths.items() if is_storable(parent_path)}


def is_storable(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in path and len(path) <= MAX_LENGTH


def _routes_below(page: Page, subpath: list[str]) -> bool:
    with translation.override(page.locale.language_code):
        return has_subpath(page, subpath)


def _get_page_url(redirect: Redirect, subpath: list[str], request: HttpRequest) -> str:
    """Return the URL of the redirect's page with ``subpath``; empty while the page is hidden."""
    page = visible(Page.objects.filter(pk=redirect.redirect_page_id)).select_related("locale").first()
    url = page.get_url(request) if page else None
    if not url:
        return ""
    subpath = subpath or split_path(redirect.redirect_page_route_path)
    if not subpath or not _routes_below(page, subpath):
        return url
    return f"{url.rstrip('/')}/{'/'.join(subpath)}{'' if '.' in subpath[-1] else '/'}"


def _parse_own_url(link: str, request: HttpRequest, site: Site) -> SplitResult | None:
    """Return the parts of a URL of this portal; None for an external one."""
    try:
        parts = urlsplit(link)
        is_own = parts.hostname in {None, site.hostname, urlsplit(f"//{request.get_host()}").hostname}
    except ValueError:
        return None
    return parts if is_own else None
