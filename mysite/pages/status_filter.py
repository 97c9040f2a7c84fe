"""The filter “status” in the admin's lists of pages."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Q, QuerySet, TextChoices
from django.db.models.functions import Cast
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision, WorkflowState


class PageStatus(TextChoices):
    """What editors look for. A published page with a newer draft is both published and a draft."""

    DRAFT = "draft", pgettext_lazy("page status", "Draft")
    WAITING = "waiting", pgettext_lazy("page status", "Waiting for approval")
    SCHEDULED = "scheduled", pgettext_lazy("page status", "Scheduled")
    LIVE = "live", pgettext_lazy("page status", "Published")
    EXPIRED = "expired", pgettext_lazy("page status", "Expired")


def find_scheduled_page_ids() -> QuerySet[Any]:
    """Return a subquery of the ids of pages that are scheduled for publishing."""
    return _cast_ids(Revision.page_revisions.filter(approved_go_live_at__isnull=False))


def _find_waiting_page_ids() -> QuerySet[Any]:
    states = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return _cast_ids(states.filter(status=WorkflowState.STATUS_IN_PROGRESS))


def _cast_ids(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().annotate(page_id=Cast("object_id", IntegerField())).values("page_id")


def _is_expired() -> Q:
    return Q(expired=True) | Q(expire_at__lte=timezone.now())


def _is_draft() -> Q:
    elsewhere = Q(pk__in=_find_waiting_page_ids()) | Q(pk__in=find_scheduled_page_ids())
    return (Q(live=False) | Q(has_unpublished_changes=True)) & ~elsewhere & ~_is_expired()


CONDITIONS: dict[Any, Callable[[], Q]] = {
    PageStatus.DRAFT: _is_draft,
    PageStatus.WAITING: lambda: Q(pk__in=_find_waiting_page_ids()),
    PageStatus.SCHEDULED: lambda: Q(pk__in=find_scheduled_page_ids()),
    PageStatus.LIVE: lambda: Q(live=True) & ~_is_expired(),
    PageStatus.EXPIRED: _is_expired,
}


class PageStatusFilter(django_filters.ChoiceFilter):
    """Filters pages by ``PageStatus``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=pgettext_lazy("page status", "Status"),
            choices=PageStatus.choices,
            empty_label=pgettext_lazy("page status", "All"),
            widget=RadioSelect,
            **kwargs,
        )

    def filter(self, pages: QuerySet[Any], value: str) -> QuerySet[Any]:
        return pages.filter(CONDITIONS[value]()) if value else pages
