"""What is suggested while somebody types: pages whose titles have the words, the last of them begun."""

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from mysite.querysets import originals, visible
from search.engine.asked import Typed
from search.engine.hits import BestOf, among, best_first
from search.engine.store import BEGINNINGS, the_store
from search.question import MAX_LENGTH
from search.scope import kind_of

MOST = 8


def suggestions(request: HttpRequest) -> JsonResponse:
    """``?q=``: the best pages of the address's language, as ``{"suggestions": [{"title", "url", "kind"}]}``."""
    shown = [
        {"title": page.title, "url": page.get_url(), "kind": str(kind_of(page.content_type_id).label)}
        for page in _found(Typed.read(request.GET.get("q", "")[:MAX_LENGTH]))
    ]
    response = JsonResponse({"suggestions": shown}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once
    return response


def _found(typed: Typed) -> list[Page]:
    """Two queries: which pages visitors may see at this moment, and these pages."""
    if not typed:
        return []
    below = Q(pk__in=())
    for root in Site.get_site_root_paths():  # from the cache: a query less for each letter that somebody types
        if root.language_code == get_language():
            below |= Q(url_path__startswith=root.root_path)
    store = the_store()
    entries = best_first(store, typed, typed.all_words(), BEGINNINGS)
    entries = among(entries, [originals(visible(Page.objects.filter(below)))]).values_list("object_id", flat=True)
    numbers = BestOf(entries, store, typed, BEGINNINGS)[:MOST]
    pages = Page.objects.select_related("locale").in_bulk(numbers)
    return [pages[number] for number in numbers if number in pages]
