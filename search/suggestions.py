"""Suggestions while a query is typed: pages whose titles match, with the last word as a prefix."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from mysite.compiled_queries import compiled_query
from mysite.http.page_cache import vary_on_query
from mysite.pages.querysets import exclude_aliases, visible
from search.engine.query import PrefixQuery
from search.engine.ranking import TopK, rank, restrict_to
from search.engine.schema import PREFIXES
from search.engine.store import get_store

from .filters import get_kind
from .forms import MAX_QUERY_LENGTH

MAX_SUGGESTIONS = 8


@vary_on_query("q")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return the best pages for ``?q=`` in the language of the URL: ``{"suggestions": [{"title", "url", "kind"}]}``."""
    results = [
        {"title": page.title, "url": page.get_url(), "kind": str(get_kind(page.content_type_id).label)}
        for page in _find_pages(PrefixQuery.parse(request.GET.get("q", "")[:MAX_QUERY_LENGTH]))
    ]
    response = JsonResponse({"suggestions": results}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"  # so that unpublished pages disappear at once
    return response


def _find_pages(query: PrefixQuery) -> list[Page]:
    """Find the public pages that match. Two queries: their ids, and the pages."""
    if not query:
        return []
    in_language = Q(pk__in=())
    for root in Site.get_site_root_paths():  # cached: saves a query per keystroke
        if root.language_code == get_language():
            in_language |= Q(url_path__startswith=root.root_path)
    store = get_store()
    entries = rank(store, query, query.all_words(), PREFIXES)
    entries = restrict_to(entries, [exclude_aliases(visible(Page.objects.filter(in_language)))]).values_list(
        "object_id", flat=True
    )
    page_ids = TopK(entries, store, query, PREFIXES)[:MAX_SUGGESTIONS]
    pages = {page.pk: page for page in _find_links(page_ids)}
    return [pages[page_id] for page_id in page_ids if page_id in pages]


@compiled_query
def _find_links(pks: list[int]) -> QuerySet[Page]:
    links = Page.objects.filter(pk__in=pks).order_by()
    return links.only("title", "path", "url_path", "content_type", "locale__language_code").select_related("locale")
