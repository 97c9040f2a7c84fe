"""Pagination of lists."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paginate(request: HttpRequest, items: Any, per_page: int, count: int | None = None) -> Page:
    """Return the page given by ``?page=``: the first one for an invalid number, the last one for one too large.

    ``count`` saves a query if the number of ``items`` is known already.
    """
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    page.links = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page
