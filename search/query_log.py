"""The query log: counts search terms and their results, without recording users."""

from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits
from wagtail.search.utils import normalise_query_string

from mysite.count_buffer import Count, CountBuffer
from search.models import SearchOutcome

MAX_TERM_LENGTH = 100


def write_counts(counts: dict[str, Count[int]]) -> None:
    """Add the counts of terms, each with its last number of results, to the tables."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    Query.objects.bulk_create([Query(query_string=term) for term in counts], ignore_conflicts=True)
    queries = {query.pk: counts[query.query_string] for query in Query.objects.filter(query_string__in=counts)}
    days = [QueryDailyHits(query_id=pk, date=today) for pk in queries]
    QueryDailyHits.objects.bulk_create(days, ignore_conflicts=True)
    days = list(QueryDailyHits.objects.select_for_update().filter(query__in=queries, date=today).order_by("pk"))
    for day in days:
        day.hits += queries[day.query_id].number
    QueryDailyHits.objects.bulk_update(days, ["hits"])
    SearchOutcome.objects.bulk_create(
        [SearchOutcome(query_id=pk, results=count.detail, asked_on=today) for pk, count in queries.items()],
        update_conflicts=True,
        unique_fields=["query"],
        update_fields=["results", "asked_on"],
    )


buffer: CountBuffer[int] = CountBuffer(write_counts)


def record(text: str, results: int) -> None:
    """Count a search for ``text`` with its number of results."""
    buffer.add(normalise_query_string(text.lower()[:MAX_TERM_LENGTH]), results)


def prune() -> None:
    """Delete counts older than ``WAGTAILSEARCH_HITS_MAX_AGE`` days, and terms without counts and promotions."""
    QueryDailyHits.garbage_collect()
    Query.garbage_collect()
