"""What editors put first for what is asked: Wagtail's promoted results, found by the words as search compares them."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from mysite.querysets import originals, visible
from search.engine.asked import Asked


@dataclass(frozen=True)
class Pick:
    title: str
    url: str
    description: str


def promoted(asked: Asked, home: Page) -> list[Pick]:
    """The results promoted for the words asked for, in the editors' order; pages below ``home`` that are visible."""
    pages = originals(visible(Page.objects.descendant_of(home)))
    rows = SearchPromotion.objects.filter(Q(page__isnull=True) | Q(page__in=pages.order_by()))
    return [
        Pick(row.title or row.external_link_url, row.page.url if row.page else row.external_link_url, row.description)
        for row in rows.select_related("query", "page__locale")
        if _is_the_same(Asked.read(row.query.query_string), asked)
    ]


def _is_the_same(promoted: Asked, asked: Asked) -> bool:
    """Whether the words are the same, each with the same marks or without them in one of the two."""
    if [word.folded for word in promoted.words] != [word.folded for word in asked.words]:
        return False
    return all(
        ours.exact == theirs.exact or not (ours.is_marked and theirs.is_marked)
        for ours, theirs in zip(promoted.words, asked.words, strict=True)
    )
