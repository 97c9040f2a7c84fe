"""The documents that were published last: those attached to articles and events that visitors may see."""

import datetime
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from mysite.models import PortalDocument
from mysite.querysets import in_restricted_collection
from newsroom.models import EventAttachment, EventPage, NewsPage, NewsPageAttachment


@dataclass(frozen=True)
class RecentDocument:
    document: PortalDocument
    #: What the page it was published with calls it; empty if that is the document's own title.
    title: str
    published_at: datetime.datetime


def recent_documents(home: Page, count: int) -> list[RecentDocument]:
    """The last ``count`` documents below ``home``, each once, newest first. Two queries.

    Newest is what was published with the newest page: the day of the upload says little, and of imports nothing.
    """
    articles = NewsPageAttachment.objects.filter(article__in=NewsPage.objects.descendant_of(home).visible())
    events = EventAttachment.objects.filter(event__in=EventPage.objects.descendant_of(home).visible())
    found = [
        RecentDocument(attachment.document, attachment.title, attachment.published_at)
        for attachments, page in ((articles, "article"), (events, "event"))
        for attachment in _newest(attachments, f"{page}__first_published_at")[:count]
    ]
    once: dict[int, RecentDocument] = {}
    for recent in sorted(found, key=lambda recent: recent.published_at, reverse=True):
        once.setdefault(recent.document.pk, recent)
    return list(once.values())[:count]


def _newest(attachments: QuerySet, published_at: str) -> QuerySet:
    """Of ``attachments`` the newest of each document that anyone may have, newest first."""
    turn = Window(RowNumber(), partition_by="document_id", order_by=[F(published_at).desc(), F("pk").asc()])
    return (
        attachments.filter(
            ~in_restricted_collection("document__collection__path"), **{f"{published_at}__isnull": False}
        )
        .annotate(published_at=F(published_at), turn=turn)
        .filter(turn=1)
        .select_related("document")
        .order_by("-published_at", "sort_order", "pk")
    )
