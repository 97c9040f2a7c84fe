"""Promoted results: Wagtail's ``SearchPromotion``, matched to queries by their tokens."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from mysite.compiled_queries import compiled_query
from mysite.pages.querysets import exclude_aliases, visible
from search.engine.query import ParsedQuery


@dataclass(frozen=True)
class PromotedResult:
    title: str
    url: str
    description: str


def find_promoted(query: ParsedQuery, home: Page) -> list[PromotedResult]:
    """Return the results promoted for a query, in the editors' order; of pages only public ones below ``home``."""
    return [
        PromotedResult(
            row.title or row.external_link_url, row.page.url if row.page else row.external_link_url, row.description
        )
        for row in _find_promotions(home.path, home.depth, timezone.now())
        if _is_same_query(ParsedQuery.parse(row.query.query_string), query)
    ]


@compiled_query
def _find_promotions(home_path: str, home_depth: int, now: datetime) -> QuerySet[SearchPromotion]:
    promoted = Page.objects.filter(pk__in=SearchPromotion.objects.values("page"))
    pages = exclude_aliases(visible(promoted, now)).filter(path__startswith=home_path, depth__gt=home_depth)
    promotions = SearchPromotion.objects.filter(Q(page__isnull=True) | Q(page__in=pages.order_by()))
    return promotions.select_related("query", "page__locale")


def _is_same_query(promoted: ParsedQuery, query: ParsedQuery) -> bool:
    """Return whether the words are equal; a word without marks equals one with any marks."""
    if [word.folded for word in promoted.words] != [word.folded for word in query.words]:
        return False
    return all(
        promoted_word.exact == query_word.exact or not (promoted_word.is_marked and query_word.is_marked)
        for promoted_word, query_word in zip(promoted.words, query.words, strict=True)
    )
