"""The most recently published documents among the attachments of visible articles and events."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page

from mysite.compiled_queries import compiled_query
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
    newest: dict[int, tuple[str, datetime.datetime]] = {}
    # A document is rarely attached to several pages.
    limit = 2 * count
    while len(newest) < count:
        batch = _find_attachments(home.path, timezone.now(), limit=limit)
        for document_id, title, published_at, *_order in batch:
            newest.setdefault(document_id, (title, published_at))
        if len(batch) < limit:
            break
        limit *= 4
    documents = PortalDocument.objects.in_bulk(list(newest)[:count])
    return [RecentDocument(documents[pk], *newest[pk]) for pk in newest if pk in documents]


@compiled_query
def _find_attachments(path: str, now: datetime.datetime, *, limit: int) -> QuerySet:
    """Return the newest rows of ``_select_attachments`` below ``path``."""
    articles = NewsPage.objects.filter(path__startswith=path).visible(now)
    events = EventPage.objects.filter(path__startswith=path).visible(now)
    on_articles = _select_attachments(NewsPageAttachment.objects.all(), "article", articles)
    on_events = _select_attachments(EventAttachment.objects.all(), "event", events)
    return on_articles.union(on_events, all=True).order_by("-published_at", "sort_order", "pk")[:limit]


def _select_attachments(attachments: QuerySet, page_field: str, pages: QuerySet) -> QuerySet:
    """Return rows of document, title, time of publication and order, of the public documents of ``pages``."""
    published_at = f"{page_field}__first_published_at"
    shown = pages.exclude_foreign_aliases().filter(pk=OuterRef(page_field))
    # A correlated subquery, because there are far fewer attachments than pages.
    attachments = attachments.filter(Exists(shown), ~IsCollectionRestricted("document__collection__path"))
    attachments = attachments.filter(**{f"{published_at}__isnull": False}).annotate(published_at=F(published_at))
    return attachments.order_by().values_list("document", "title", "published_at", "sort_order", "pk")
