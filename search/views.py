"""A plain search over titles; the search that understands Vietnamese takes its place."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from mysite.pagination import paginate
from mysite.querysets import originals, visible
from mysite.routing import home_for_visitors
from mysite.vietnamese import nfc

RESULTS_A_PAGE = 20
MAX_LENGTH = 200
MAX_WORDS = 12


def search(request: HttpRequest) -> HttpResponse:
    """Visible pages of the address's language whose title has every word of ``?q=``."""
    home = home_for_visitors(request)
    query = nfc(request.GET.get("q", ""))[:MAX_LENGTH].strip()
    pages = originals(visible(Page.objects.descendant_of(home)))
    words = query.split()[:MAX_WORDS]
    for word in words:
        pages = pages.filter(title__icontains=word)
    found = pages.select_related("locale").order_by("-first_published_at") if words else pages.none()
    context = {"query": query, "results": paginate(request, found, RESULTS_A_PAGE)}
    return TemplateResponse(request, "search/search.html", context)
