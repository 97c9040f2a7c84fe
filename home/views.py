"""Views of the home app: pages by URL, and the site map."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from wagtail import views
from wagtail.models import Page

from home.colours import Palette
from home.home_pages import get_home_page
from mysite.http.page_cache import declare_parameters, restrict_parameters, vary_on_query
from mysite.pages.querysets import exclude_foreign_aliases, ids_of_types_except, visible
from mysite.pages.routing import find_site, get_visible_home, split_path
from newsroom.models import EventPage, NewsPage

from .site_map import build_tree


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's ``serve`` view with routing in four queries, whatever the depth of the page.

    Wagtail's ``Page.route_for_request`` queries the language, the site's home page, its translation and the specific
    page of that, then twice per level. It caches its result on the request, where we put ours.
    """
    try:
        route = _get_home_page(request).route(request, split_path(path))
    except Http404:
        route = None
    request._wagtail_route_for_request = route
    names = getattr(route.page, "query_parameters", ()) if route else ()
    restrict_parameters(request, names)
    return declare_parameters(views.serve(request, path), names)


def _get_home_page(request: HttpRequest) -> Page:
    """Return the home page in the language of the URL, else the site's root page, which then raises ``Http404``."""
    site = find_site(request)
    if site is None:
        raise Http404("There is no site at this URL")
    return get_home_page(request) or site.root_page.specific


@require_safe
def colours(request: HttpRequest, main: str, accent: str, digest: str) -> HttpResponse:
    """Send the style sheet of an office's colours, as written in its URL."""
    palette = Palette.create(f"#{main}", f"#{accent}")
    response = HttpResponse(palette.style_sheet, content_type="text/css; charset=utf-8")
    # A page stored before an upgrade of the portal may name the digest of other rules.
    is_current = digest == palette.digest
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_current else "no-cache"
    return response


@vary_on_query()
def site_map(request: HttpRequest) -> HttpResponse:
    """Show all visible pages except articles and events as a tree."""
    pages = Page.objects.filter(pk__in=ids_of_types_except(NewsPage, EventPage))
    pages = pages.descendant_of(get_visible_home(request))
    pages = exclude_foreign_aliases(visible(pages)).select_related("locale").order_by("path")
    return TemplateResponse(request, "home/site_map.html", {"branches": build_tree(pages)})
