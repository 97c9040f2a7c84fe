"""A list of articles to paginate, newest first."""

from newsroom.models.listings import ArticleListingQuerySet
from newsroom.models.news import NewsPage
from newsroom.models.querysets import NewsPageQuerySet


class ArticleList:
    """The articles of rows of ``ArticleListing``, for ``Paginator``.

    The rows of one page of the list are found in an index, and only their articles are loaded.
    """

    def __init__(self, listings: ArticleListingQuerySet) -> None:
        self.listings = listings

    def count(self) -> int:
        return self.listings.count()

    def __getitem__(self, part: slice) -> NewsPageQuerySet:
        rows = self.listings.newest_first().values("article")[part]
        return NewsPage.objects.filter(pk__in=rows).visible().newest_first().for_cards()
