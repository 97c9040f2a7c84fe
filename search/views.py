"""The view of the search page."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from mysite.http.page_cache import vary_on_query

from . import query_log
from .forms import SearchForm
from .service import run_search


@vary_on_query(*SearchForm.base_fields, "page")
def search(request: HttpRequest) -> HttpResponse:
    """Search public pages and documents in the language of the URL for ``?q=``."""
    form = SearchForm(request.GET)
    result = run_search(request, form)
    response = TemplateResponse(request, "search/search.html", {"form": form, "query": form.text, "answer": result})
    if result.results is not None and "page" not in request.GET and not result.is_filtered:
        count = partial(query_log.record, form.text, 0 if result.corrected_query else result.results.paginator.count)
        count()
        response.on_reuse = count
    return response
