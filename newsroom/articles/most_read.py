"""The articles read most in the last days (“Đọc nhiều”)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from mysite.compiled_queries import compiled_query
from newsroom.models.news import NewsPage
from readership.models import RankedPage
from readership.ranking import update_ranking

#: Candidates for each article of a list: the others may have been hidden since the ranking was made.
CANDIDATES = 5


def find_most_read(path: str, *, count: int) -> list[NewsPage]:
    """Return the visible articles below the page at ``path`` that are read most. One query, and some once an hour."""
    update_ranking()
    return _find(path, timezone.now(), count=count)


@compiled_query
def _find(path: str, now: datetime, *, count: int) -> QuerySet[NewsPage]:
    # Visibility is decided for the candidates only: it takes longer than the order.
    candidates = RankedPage.objects.filter(page__listings__ancestor_path=path).order_by("-views", "-page_id")
    articles = NewsPage.objects.filter(pk__in=candidates.values("page_id")[: CANDIDATES * count])
    return articles.visible(now).exclude_foreign_aliases().for_links().order_by("-ranked__views", "-pk")[:count]
