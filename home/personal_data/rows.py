"""The rows that have personal data of readers, and their erasure."""

from django.db import transaction
from wagtail.models import ModelLogEntry

from home.models import ContactMessage
from mysite.models import SubmittedForm
from newsroom.models import Comment


def list_texts(message: ContactMessage) -> list[str]:
    return [value for value in message.form_data.values() if isinstance(value, str)]


@transaction.atomic
def erase_rows(comments: list[Comment], messages: list[ContactMessage]) -> None:
    """Delete messages and comments; a comment with replies is emptied, so that the thread stays readable."""
    for comment in comments:
        # Entries of earlier versions have name and text as label.
        ModelLogEntry.objects.for_instance(comment).update(label=str(comment))
        if comment.replies.exists():
            Comment.objects.filter(pk=comment.pk).update(author_name="", author_email="", body="", address_digest="")
        else:
            Comment.objects.filter(pk=comment.pk).delete()
    ContactMessage.objects.filter(pk__in=[message.pk for message in messages]).delete()
    if comments or messages:
        SubmittedForm.objects.exclude(body=b"").delete()  # screens of the admin, kept for an hour
