"""Signal handlers of the home app."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.dispatch import receiver

from home.contact.mail_queue import send_due_messages
from home.models import Motto, Notice
from mysite.compiled_queries import compiled_query
from mysite.signals import find_change_times, scheduler_round
from newsroom.signals import article_imported

if TYPE_CHECKING:
    from newsroom.importing.records import SavedArticle
    from newsroom.models import NewsPage


@receiver(article_imported)
def add_imported_motto(*, page: "NewsPage", article: "SavedArticle", **kwargs: Any) -> None:
    """Add the motto of an imported page to the mottos, unless it exists or is too long for the field."""
    if article.motto and len(article.motto) <= Motto._meta.get_field("text").max_length:
        fields = {"text": article.motto, "locale": page.locale}
        if not Motto.objects.filter(**fields).exists():  # not get_or_create: editors may have entered duplicates
            Motto.objects.create(**fields)


@receiver(scheduler_round)
def send_queued_messages(**kwargs: Any) -> None:
    """Send the contact form's queued messages."""
    send_due_messages()


@receiver(find_change_times)
def find_notice_times(*, now: datetime, **kwargs: Any) -> list[datetime | None]:
    """Return the next times at which a notice begins and ends."""
    return [_find_next_time.first(now, field=field) for field in ("starts_at", "ends_at")]


@compiled_query
def _find_next_time(now: datetime, *, field: str) -> QuerySet:
    notices = Notice.objects.live().filter(**{f"{field}__gt": now})
    return notices.order_by(field).values_list(field, flat=True)[:1]
