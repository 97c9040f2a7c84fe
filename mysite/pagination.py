"""Pages of a list, the one place."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paginate(request: HttpRequest, items: Any, per_page: int, count: int | None = None) -> Page:
    """Give the page that ``?page=`` asks for: the first one for nonsense, the last one for too much.

    ``count``, if somebody has counted ``items`` already, saves the query.
    """
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    page.links = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page
