"""From an address to its page in two queries, however deep the page is; Wagtail's own way takes two a level."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from mysite.routing import MAX_DEPTH, answers_below


def route_below(home: Page, request: HttpRequest, components: list[str]) -> RouteResult | None:
    """Let the page that answers at ``components`` below ``home`` answer; None if there is no page at all.

    As in Wagtail's routing, a page higher up that answers the rest of the address itself (``tin-tuc/luu-tru/``) goes
    before the pages below it.
    """
    line = list(_pages_along(home, components[:MAX_DEPTH]))
    for number, page in enumerate(line, start=1):
        rest = components[number:]
        if page is line[-1] or (rest and page.live and answers_below(page, rest)):
            specific = page.specific
            specific.locale = page.locale  # every page needs it for its address
            specific.keys_above = [above.translation_key for above in line[: number - 1]]
            return specific.route(request, rest)
    return None


def _pages_along(home: Page, components: list[str]) -> QuerySet[Page]:
    """The pages whose addresses are beginnings of ``components``, from the top; found by slug, which has an index."""
    addresses = [f"{home.url_path}{'/'.join(components[:end])}/" for end in range(1, len(components) + 1)]
    return Page.objects.filter(slug__in=components, url_path__in=addresses).select_related("locale").order_by("depth")
