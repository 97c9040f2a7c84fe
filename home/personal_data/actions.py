"""Exports and erases what one person has left, found by the e-mail address, or one comment by its number."""

import re
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from home.models import ContactMessage
from newsroom.models import Comment

from .erasures import get_comment_identity, normalize_identity, remember_erasure
from .rows import erase_rows, list_texts

EXPORT_ACTION, ERASE_ACTION = "personal_data.export", "personal_data.erase"
COMMENT_NUMBER = re.compile(r"#([0-9]{1,18})")


def find_comments(identity: str) -> list[Comment]:
    """Return the comments with this e-mail address, or that of the number ``#12``."""
    if match := COMMENT_NUMBER.fullmatch(identity):
        return list(Comment.objects.filter(pk=int(match[1])))
    return list(Comment.objects.filter(author_email__iexact=identity).order_by("pk"))


def find_messages(identity: str) -> list[ContactMessage]:
    """Return the contact messages in which this e-mail address was entered in any field."""
    messages = ContactMessage.objects.order_by("pk").iterator(500)
    return [message for message in messages if identity in map(normalize_identity, list_texts(message))]


def export_data(identity: str) -> dict[str, Any]:
    """Return everything that is stored about the person."""
    identity = normalize_identity(identity)
    return {
        "exported_at": timezone.now(),
        "comments": [
            {
                "article": comment.page.full_url,
                "name": comment.author_name,
                "email": comment.author_email,
                "passage": comment.quote,
                "comment": comment.body,
                "posted_at": comment.created_at,
                "status": comment.status,
            }
            for comment in find_comments(identity)
        ],
        "messages": [
            {"sent_at": message.submit_time, "fields": message.form_data} for message in find_messages(identity)
        ],
    }


def erase_data(identity: str, user: Any = None) -> tuple[int, int]:
    """Erase the person's comments and messages; return how many there were. What others have answered stays."""
    identity = normalize_identity(identity)
    comments, messages = find_comments(identity), find_messages(identity)
    identities = [get_comment_identity(comment) for comment in comments]
    # Before anything is erased: an erasure that is not on the list would not be repeated.
    remember_erasure(*identities, *([] if identity.startswith("#") else [identity]))
    erase_rows(comments, messages)
    for comment in comments:
        log(instance=comment, action=ERASE_ACTION, user=user, title=str(comment))
    return len(comments), len(messages)
