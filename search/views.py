"""A plain search over titles; the search that understands Vietnamese takes its place."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from wagtail.models import Page

from mysite.pagination import paginate
from mysite.querysets import visible
from mysite.vietnamese import nfc

RESULTS_A_PAGE = 20
MAX_LENGTH = 200
MAX_WORDS = 12


def search(request: HttpRequest) -> HttpResponse:
    """Visible pages of the address's language whose title has every word of ``?q=``."""
    query = nfc(request.GET.get("q", ""))[:MAX_LENGTH].strip()
    pages = visible(Page.objects.filter(locale__language_code=get_language(), depth__gt=2))
    words = query.split()[:MAX_WORDS]
    for word in words:
        pages = pages.filter(title__icontains=word)
    found = pages.select_related("locale").order_by("-first_published_at") if words else pages.none()
    context = {"query": query, "results": paginate(request, found, RESULTS_A_PAGE)}
    return TemplateResponse(request, "search/search.html", context)
