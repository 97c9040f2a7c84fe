"""The comments that an article shows, in pages of threads."""

from typing import Any

from django.core.paginator import Page as ListPage
from django.http import HttpRequest
from wagtail.models import Page

from mysite.http.pagination import paginate

from .comments import Comment

THREADS_PER_PAGE = 20


def load_threads(page: Page, request: HttpRequest) -> ListPage:
    """Return a page of approved comments, oldest first, each with its replies as ``shown_replies``. Three queries."""
    threads = Comment.objects.approved().filter(page=page.pk, parent=None)
    comments: Any = paginate(request, threads, THREADS_PER_PAGE)
    comments.object_list = list(comments.object_list) if comments.paginator.count else []
    by_pk = {comment.pk: comment for comment in comments}
    for comment in comments:
        comment.shown_replies = []
    for reply in Comment.objects.approved().filter(parent__in=by_pk) if by_pk else ():
        by_pk[reply.parent_id].shown_replies.append(reply)
    return comments
