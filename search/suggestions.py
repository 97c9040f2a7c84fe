"""What is suggested while somebody types: pages whose titles have the words, the last of them begun."""

from django.http import HttpRequest, JsonResponse
from wagtail.models import Page

from mysite.querysets import originals, visible
from mysite.routing import home_for_visitors
from search.question import MAX_LENGTH
from search.scope import kind_of

MOST = 8


def suggestions(request: HttpRequest) -> JsonResponse:
    """``?q=``: the best pages of the address's language, as ``{"suggestions": [{"title", "url", "kind"}]}``."""
    pages = originals(visible(Page.objects.descendant_of(home_for_visitors(request)))).select_related("locale")
    found = pages.autocomplete(request.GET.get("q", "")[:MAX_LENGTH])[:MOST]
    shown = [
        {"title": page.title, "url": page.get_url(request), "kind": str(kind_of(page.content_type_id).label)}
        for page in found
    ]
    response = JsonResponse({"suggestions": shown}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once
    return response
