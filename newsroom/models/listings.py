"""The lists of articles below each section and home page."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from wagtail.models import Page

from mysite.local_time import local_midnight
from mysite.pages.expressions import IsBelowWithdrawnHomePage
from mysite.pages.querysets import PageQuerySet


class IsListingRestricted(Func):
    """Whether the article of a row is restricted: ``IsPageRestricted`` for tens of thousands of rows at once.

    The restricted articles are looked up once for the statement, and only aliases one by one. ``CROSS JOIN`` makes
    SQLite begin with the restrictions.
    """

    template = (
        "({article} IN (SELECT page_id FROM wagtailcore_pageviewrestriction"
        " UNION SELECT below.article_id FROM wagtailcore_pageviewrestriction restriction"
        " CROSS JOIN wagtailcore_page node CROSS JOIN newsroom_articlelisting below"
        " WHERE node.id = restriction.page_id AND below.ancestor_path = node.path)"
        " OR {is_alias} AND EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction restriction"
        " WHERE (SELECT source.path FROM wagtailcore_page alias"
        " JOIN wagtailcore_page source ON source.id = alias.alias_of_id WHERE alias.id = {article})"
        " LIKE (SELECT node.path || '%%' FROM wagtailcore_page node WHERE node.id = restriction.page_id)))"
    )
    output_field = BooleanField()

    def __init__(self) -> None:
        super().__init__("article_id", "is_alias")

    def as_sql(self, compiler: SQLCompiler, connection: Any, **extra_context: Any) -> tuple[str, list[Any]]:
        article, is_alias = (compiler.compile(source)[0] for source in self.get_source_expressions())
        return self.template.format(article=article, is_alias=is_alias), []


class ArticleListingQuerySet(models.QuerySet):
    """Rows of ``ArticleListing``, for lists and numbers of articles."""

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article_id")

    def visible_below(self, page: Page) -> Self:
        """Return the rows of the articles below ``page`` that ``visible()`` includes. Below it each has one row."""
        is_withdrawn = IsBelowWithdrawnHomePage(Value(page.path), now=timezone.now())
        return self._visible().filter(~is_withdrawn, ancestor_path=page.path)

    def visible_below_homes(self, homes: PageQuerySet) -> Self:
        """Return the rows of the visible articles below the visible ones of ``homes``, home pages."""
        paths = list(homes.visible().values_list("path", flat=True))
        return self._visible().filter(ancestor_path__in=paths)

    def _visible(self) -> Self:
        unexpired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
        return self.filter(unexpired, ~IsListingRestricted())

    def exclude_aliases(self) -> Self:
        return self.filter(is_alias=False)

    def exclude_foreign_aliases(self) -> Self:
        return self.filter(is_foreign_alias=False)

    def in_year(self, year: int) -> Self:
        return self._published_between(datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1))

    def in_month(self, year: int, month: int) -> Self:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return self._published_between(datetime.date(year, month, 1), following)

    def _published_between(self, first: datetime.date, end: datetime.date) -> Self:
        """Return the articles published from ``first`` to before ``end``, as dates in the site's time zone."""
        return self.filter(published_at__gte=local_midnight(first), published_at__lt=local_midnight(end))


class ArticleListing(models.Model):
    """A live article in the list of a page above it: one row for each section and for the home page.

    Lists read the newest articles below a page from its index; counts and archives read nothing else. Database triggers
    write the rows (``newsroom.articles.listing``), whatever changes an article.
    """

    ancestor_path = models.CharField(max_length=255)
    article = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="listings")
    published_at = models.DateTimeField()
    month = models.DateField(null=True, help_text="The first day of the month of publication in the site's time zone.")
    expire_at = models.DateTimeField(null=True)
    is_alias = models.BooleanField()
    is_foreign_alias = models.BooleanField(help_text="Whether it is an alias of an article in another language.")

    objects = ArticleListingQuerySet.as_manager()

    #: Derived from the article, so not a use of it in the admin.
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [
            # Three fields for the order of lists; with the others, counts read the index only.
            models.Index(
                fields=[
                    *("ancestor_path", "-published_at", "-article"),
                    *("month", "expire_at", "is_alias", "is_foreign_alias"),
                ],
                name="newsroom_newest_articles",
            ),
            # For lists of a tag or an author, which look up the rows of its articles.
            models.Index(
                fields=["article", "ancestor_path", "published_at", "expire_at", "is_alias"],
                name="newsroom_article_listings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_path}: {self.article_id}"
