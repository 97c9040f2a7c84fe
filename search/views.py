"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from search import terms
from search.answer import answer
from search.question import SearchForm


def search(request: HttpRequest) -> HttpResponse:
    """What ``?q=`` finds among what visitors may see, in the language of the address."""
    form = SearchForm(request.GET)
    found = answer(request, form)
    if found.results is not None and "page" not in request.GET and not found.is_narrowed:
        terms.count(form.text, 0 if found.meant else found.results.paginator.count)
    return TemplateResponse(request, "search/search.html", {"form": form, "query": form.text, "answer": found})
