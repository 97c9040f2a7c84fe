"""From an address to its page in two queries, however deep the page is; Wagtail's own way takes two a level."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import Resolver404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult

#: Deeper than any tree of pages; longer addresses are somebody's experiment.
MAX_DEPTH = 60


def route_below(home: Page, request: HttpRequest, components: list[str]) -> RouteResult | None:
    """Let the page that answers at ``components`` below ``home`` answer; None if there is no page at all.

    As in Wagtail's routing, a page higher up that answers the rest of the address itself (``tin-tuc/luu-tru/``) goes
    before the pages below it.
    """
    line = list(_pages_along(home, components[:MAX_DEPTH]))
    for number, page in enumerate(line, start=1):
        rest = components[number:]
        if page is line[-1] or (rest and _answers_itself(page, rest)):
            return page.specific.route(request, rest)
    return None


def _pages_along(home: Page, components: list[str]) -> QuerySet[Page]:
    """The pages whose addresses are beginnings of ``components``, from the top; found by slug, which has an index."""
    addresses = [f"{home.url_path}{'/'.join(components[:end])}/" for end in range(1, len(components) + 1)]
    return Page.objects.filter(slug__in=components, url_path__in=addresses).order_by("depth")


def _answers_itself(page: Page, rest: list[str]) -> bool:
    page_class = page.specific_class
    if not page.live or page_class is None or not issubclass(page_class, RoutablePageMixin):
        return False
    try:
        page_class.get_resolver().resolve(f"/{'/'.join(rest)}/")
    except Resolver404:
        return False
    return True
