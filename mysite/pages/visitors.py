"""The page of a form that a visitor sends to a view of its own."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from wagtail.query import PageQuerySet

from .querysets import published


def get_page_for_visitor(request: HttpRequest, pages: PageQuerySet, page_id: int) -> Any:
    """Return the page in the active language, or raise ``Http404`` if the visitor may not view it.

    A page password entered before counts.
    """
    pages = published(pages.filter(locale__language_code=get_language())).select_related("locale")
    page = get_object_or_404(pages, id=page_id)  # id, not pk: a number too large for the database finds no page
    if all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        return page
    raise Http404("Not for this visitor")
