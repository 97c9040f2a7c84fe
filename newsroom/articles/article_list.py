"""A list of articles to paginate, newest first."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from mysite.compiled_queries import compiled_query
from newsroom.models.listings import ArticleListingQuerySet
from newsroom.models.news import NewsPage
from newsroom.models.querysets import CARD_FIELDS


class ArticleList:
    """The articles of rows of ``ArticleListing``, for ``Paginator``.

    The rows of one page of the list are found in an index, and only their articles are loaded, with ``columns`` beside
    those of a card.
    """

    def __init__(self, listings: ArticleListingQuerySet, columns: tuple[str, ...] = ()) -> None:
        self.listings, self.columns = listings, columns

    def count(self) -> int:
        return self.listings.count()

    def __getitem__(self, part: slice) -> list[NewsPage]:
        pks = self.listings.newest_first().values_list("article", flat=True)[part]
        return _find_articles(list(pks), timezone.now(), columns=self.columns)


@compiled_query
def _find_articles(pks: Collection[int], now: datetime, *, columns: tuple[str, ...]) -> QuerySet[NewsPage]:
    articles = NewsPage.objects.filter(pk__in=pks).visible(now).newest_first().for_cards()
    if columns:
        articles = articles.only(*CARD_FIELDS, *columns)
    return articles.select_related("locale", "main_image")
