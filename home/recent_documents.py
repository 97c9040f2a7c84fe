"""The documents that were published last: those attached to articles and events that visitors may see."""

import datetime
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, F, OuterRef, QuerySet, Window
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
    with_articles = _newest(
        NewsPageAttachment.objects.all(), "article", NewsPage.objects.descendant_of(home).visible().in_own_language()
    )
    with_events = _newest(
        EventAttachment.objects.all(), "event", EventPage.objects.descendant_of(home).visible().in_own_language()
    )
    found = [
        RecentDocument(attachment.document, attachment.title, attachment.published_at)
        for attachment in chain(with_articles[:count], with_events[:count])
    ]
    once: dict[int, RecentDocument] = {}
    for recent in sorted(found, key=lambda recent: recent.published_at, reverse=True):
        once.setdefault(recent.document.pk, recent)
    return list(once.values())[:count]


def _newest(attachments: QuerySet, page: str, pages: QuerySet) -> QuerySet:
    """Of ``attachments`` to ``pages`` the newest of each document that anyone may have, newest first."""
    published_at = f"{page}__first_published_at"
    turn = Window(RowNumber(), partition_by="document_id", order_by=[F(published_at).desc(), F("pk").asc()])
    return (
        # Asked about the page of each attachment, not about all pages: attachments are few.
        attachments.filter(Exists(pages.filter(pk=OuterRef(page))), **{f"{published_at}__isnull": False})
        .filter(~in_restricted_collection("document__collection__path"))
        .annotate(published_at=F(published_at), turn=turn)
        .filter(turn=1)
        .select_related("document")
        .order_by("-published_at", "sort_order", "pk")
    )
