"""Corrections that end the report of an error: published above the article, with the date of today."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.rich_text import RichText, get_text_for_indexing
from wagtail_localize.models import Translation

from mysite.pages.refusals import PublicationRefused
from newsroom.models import Comment, NewsPage

from .moderation import decide

#: Characters shown before and after a passage.
CONTEXT_LENGTH = 200


def find_obstacle(report: Comment, user: Any) -> str:
    """Return why a correction cannot be published at once; empty if it can."""
    if not Comment.objects.pending().filter(pk=report.pk).exists():
        return gettext("Somebody else has decided about this report.")
    page = NewsPage.objects.filter(pk=report.page_id).first()
    if page is None or not page.live:
        return gettext("The article is not published.")
    if page.has_unpublished_changes:
        return gettext("The article has changes that are not published. Open it and add the correction to them.")
    if (
        page.alias_of_id
        or Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
        ).exists()
    ):
        return gettext("The article follows another one. Publish the correction there.")
    permissions = page.permissions_for_user(user)
    if permissions.page_locked() or not permissions.can_publish():
        return gettext("The article is locked. Ask the person who has locked it.")
    return ""


@transaction.atomic
def publish_correction(*, report: Comment, text: str, user: Any) -> None:
    """Add a correction to the article, publish it, and end the report.

    Raises ``PublicationRefused`` if somebody else has decided about the report or changed the article meanwhile.
    """
    page = NewsPage.objects.select_for_update().get(pk=report.page_id)
    if obstacle := find_obstacle(report, user):
        raise PublicationRefused(page, "corrections", obstacle)
    paragraph = RichText(format_html("<p>{}</p>", " ".join(text.split())))
    page.corrections.append(("correction", {"date": timezone.localdate(), "text": paragraph}))
    page.save_revision(user=user).publish(user=user)
    decide(comments=[report], status=Comment.Status.CORRECTED, user=user)


def suggest_correction(report: Comment) -> str:
    quote = report.quote.rstrip(". ")
    return gettext("An earlier version said: “%(quote)s”.") % {"quote": quote} if quote else ""


def find_passage(report: Comment) -> tuple[str, str, str] | None:
    """Return what is before the passage, the passage, and what is after it; None if the article has it no more."""
    page = NewsPage.objects.filter(pk=report.page_id).first()
    if page is None or not report.quote:
        return None
    text = " ".join(f"{page.lead} {get_text_for_indexing(str(page.body))}".split())
    before, quote, after = text.partition(report.quote)
    if not quote:
        return None
    start = f"…{before[-CONTEXT_LENGTH:]}" if len(before) > CONTEXT_LENGTH else before
    end = f"{after[:CONTEXT_LENGTH]}…" if len(after) > CONTEXT_LENGTH else after
    return start, quote, end
