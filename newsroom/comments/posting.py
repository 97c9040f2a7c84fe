"""Storing what a visitor has sent: a comment, or the report of an error."""

import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site

from mysite.content_generation import unseen_changes
from newsroom.models.comments import Comment, CommentSettings

from .addresses import compute_address_digest
from .forms import contains_blocked_word

#: An identical comment within this time is a duplicate.
DUPLICATE_WINDOW = datetime.timedelta(days=1)


def find_thread(page: Page, number: str) -> Comment | None:
    """Return the comment that is replied to; None if the number is of none that is shown on the page."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Comment.objects.approved().filter(page=page.pk, parent=None, pk=int(number)).first()


def store_comment(page: Page, request: HttpRequest, parent: Comment | None, data: dict[str, Any]) -> Comment | None:
    """Store a comment to be moderated; None if the same one was stored before."""
    return _store(page, request, Comment(parent=parent, author_name=data["author_name"]), data)


def store_error_report(page: Page, request: HttpRequest, data: dict[str, Any]) -> Comment | None:
    """Store the report of an error, with the passage that it is about; None if the same one was stored before."""
    return _store(page, request, Comment(is_error_report=True, quote=data["quote"]), data)


def _store(page: Page, request: HttpRequest, comment: Comment, data: dict[str, Any]) -> Comment | None:
    comment.page_id, comment.body, comment.author_email = page.pk, data["body"], data["author_email"]
    comment.address_digest = compute_address_digest(request)
    if is_spam(comment, Site.find_for_request(request)):
        comment.status = Comment.Status.SPAM
    with transaction.atomic(), unseen_changes():
        # The two requests of a double click run concurrently: the second one waits here for the first.
        Page.objects.select_for_update(no_key=True).only("pk").get(pk=page.pk)
        comment.normalize_text()
        recent = Comment.objects.filter(page=page.pk, created_at__gte=timezone.now() - DUPLICATE_WINDOW)
        if recent.filter(body=comment.body, author_name=comment.author_name, quote=comment.quote).exists():
            return None
        comment.save()
    return comment


def is_spam(comment: Comment, site: Site | None) -> bool:
    """Return whether the comment has one of the blocked words of the site."""
    settings = CommentSettings.objects.filter(site=site).first() if site else None
    return bool(settings and contains_blocked_word(f"{comment.author_name} {comment.body}", settings.blocked_words))
