"""From an address to its page in four queries, however deep the page is; Wagtail's own way takes two a level."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from mysite.models import BasePage
from mysite.routing import MAX_DEPTH, answers_below, components_of


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, which finds the way there already: ``Page.route_for_request`` looks it up once a request.

    Wagtail would ask for the language, the site's home page, its translation, and all of that one, each in turn.
    """
    try:
        request._wagtail_route_for_request = _home(request).route(request, components_of(path))
    except Http404:
        request._wagtail_route_for_request = None
    return views.serve(request, path)


def _home(request: HttpRequest) -> Page:
    """The home page in the language of the address, with what the frame shows of it; that of the site without one."""
    from home.models import HomePage

    site = Site.find_for_request(request)
    if site is None:
        raise Http404("There is no site at this address")
    homes = HomePage.objects.filter(translation_key=site.root_page.translation_key).select_related("locale", "logo")
    return homes.filter(locale__language_code=get_language()).first() or site.root_page.specific


def route_below(home: Page, request: HttpRequest, components: list[str]) -> RouteResult | None:
    """Let the page that answers at ``components`` below ``home`` answer; None if there is no page at all.

    As in Wagtail's routing, a page higher up that answers the rest of the address itself (``tin-tuc/luu-tru/``) goes
    before the pages below it.
    """
    line = list(_pages_along(home, components[:MAX_DEPTH]))
    for number, page in enumerate(line, start=1):
        rest = components[number:]
        if page is line[-1] or (rest and page.live and answers_below(page, rest)):
            specific = _specific(page)
            specific.keys_above = [above.translation_key for above in line[: number - 1]]
            return specific.route(request, rest)
    return None


def _pages_along(home: Page, components: list[str]) -> QuerySet[Page]:
    """The pages whose addresses are beginnings of ``components``, from the top; found by slug, which has an index."""
    addresses = [f"{home.url_path}{'/'.join(components[:end])}/" for end in range(1, len(components) + 1)]
    return Page.objects.filter(slug__in=components, url_path__in=addresses).select_related("locale").order_by("depth")


def _specific(page: Page) -> Page:
    """``page`` as its own type, with its locale, which every page needs for its address."""
    model = page.specific_class
    if model is None or not issubclass(model, BasePage):
        return page.specific
    return model.objects.select_related("locale", *model.loaded_together).get(pk=page.pk)
