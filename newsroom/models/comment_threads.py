"""The comments that an article shows, in pages of threads."""

from typing import Any

from django.db.models import Count, Q, Subquery
from django.http import HttpRequest
from wagtail.models import Page

from mysite.http.pagination import paginate

from .comments import Comment

THREADS_PER_PAGE = 20


def load_threads(page: Page, request: HttpRequest) -> Any:
    """Return a page of approved comments, oldest first, each with its replies as ``shown_replies``. One query."""
    threads = Comment.objects.approved().filter(page=page.pk, parent=None)
    requested = request.GET.get("page", "")
    number = int(requested) if requested.isascii() and requested.isdecimal() and len(requested) < 9 else 1
    rows = _find_comments(page, number)
    count = rows[0].thread_count if rows else threads.count() if number > 1 else 0
    comments = paginate(request, threads, THREADS_PER_PAGE, count)
    if comments.number != number:  # beyond the last page
        rows = _find_comments(page, comments.number)
    comments.object_list = [comment for comment in rows if comment.parent_id is None]
    for comment in comments.object_list:
        comment.shown_replies = [reply for reply in rows if reply.parent_id == comment.pk]
    return comments


def _find_comments(page: Page, number: int) -> list[Any]:
    """Return the threads of a page of the list and their replies, each with the number of all threads."""
    approved = Comment.objects.approved().filter(page=page.pk)
    threads = approved.filter(parent=None)
    start = (max(number, 1) - 1) * THREADS_PER_PAGE
    shown = threads.values("pk")[start : start + THREADS_PER_PAGE]
    counted = threads.order_by().values("page").annotate(number=Count("pk")).values("number")
    rows = approved.filter(Q(pk__in=shown) | Q(parent__in=shown)).annotate(thread_count=Subquery(counted))
    return list(rows)
