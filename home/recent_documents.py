"""The most recently published documents among the attachments of visible articles and events."""

import datetime
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from mysite.models import PortalDocument
from mysite.pages.expressions import IsCollectionRestricted
from newsroom.models import EventAttachment, EventPage, NewsPage, NewsPageAttachment


@dataclass(frozen=True)
class RecentDocument:
    document: PortalDocument
    #: The attachment's title; empty if it is the document's own.
    title: str
    published_at: datetime.datetime


def get_recent_documents(home: Page, count: int) -> list[RecentDocument]:
    """Return the latest ``count`` documents below ``home``, without duplicates, newest first. Two queries.

    They are ordered by the publication of their page: the upload date can differ from it, above all after an import.
    """
    article_attachments = _select_newest_attachments(
        NewsPageAttachment.objects.all(),
        "article",
        NewsPage.objects.descendant_of(home).visible().exclude_foreign_aliases(),
    )
    event_attachments = _select_newest_attachments(
        EventAttachment.objects.all(),
        "event",
        EventPage.objects.descendant_of(home).visible().exclude_foreign_aliases(),
    )
    candidates = [
        RecentDocument(attachment.document, attachment.title, attachment.published_at)
        for attachment in chain(article_attachments[:count], event_attachments[:count])
    ]
    newest_by_document: dict[int, RecentDocument] = {}
    for recent in sorted(candidates, key=lambda recent: recent.published_at, reverse=True):
        newest_by_document.setdefault(recent.document.pk, recent)
    return list(newest_by_document.values())[:count]


def _select_newest_attachments(attachments: QuerySet, page_field: str, pages: QuerySet) -> QuerySet:
    """Return the newest attachment to ``pages`` of each public document, newest first."""
    published_at = f"{page_field}__first_published_at"
    row_number = Window(RowNumber(), partition_by="document_id", order_by=[F(published_at).desc(), F("pk").asc()])
    return (
        # A correlated subquery, because there are far fewer attachments than pages.
        attachments.filter(Exists(pages.filter(pk=OuterRef(page_field))), **{f"{published_at}__isnull": False})
        .filter(~IsCollectionRestricted("document__collection__path"))
        .annotate(published_at=F(published_at), row_number=row_number)
        .filter(row_number=1)
        .select_related("document")
        .order_by("-published_at", "sort_order", "pk")
    )
