"""Conditions of public pages, images and documents, written in SQL.

They are part of nearly every query. As subqueries of the ORM they took Django longer to build and compile than the
database to answer, on a page with many lists a fifth of the whole time.
"""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, DateTimeField, Func, Value
from django.db.models.functions import Substr
from django.db.models.sql.compiler import SQLCompiler
from wagtail.models import Page

from mysite.compiled_queries import Parameter

#: Length of the tree path of a home page, at the second level, with which the paths of its descendants begin.
HOME_PATH_LENGTH = 2 * Page.steplen


# The path of a restriction is looked up in a subquery. With a join PostgreSQL, which does not know how few restrictions
# there are, reads all pages for every row of the outer query.
_RESTRICTION_OF = (
    "EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction restriction WHERE {path} LIKE "
    "(SELECT node.path || '%%%%' FROM wagtailcore_page node WHERE node.id = restriction.page_id))"
)
_IS_CURRENT = "%(live)s AND (%(expire_at)s IS NULL OR %(expire_at)s > %(now)s)"
_HAS_PUBLISHED_HOME_PAGE = (
    "NOT EXISTS (SELECT 1 FROM wagtailcore_page home"
    " WHERE home.depth = 2 AND home.path = SUBSTR(%(path)s, 1, %(home_path_length)s)"
    " AND (NOT home.live OR home.expire_at <= %(now)s))"
)
_SOURCE_OF_ALIAS = "(SELECT source.{field} FROM wagtailcore_page source WHERE source.id = %(alias_of_id)s)"


class IsCollectionRestricted(Func):
    """Whether the collection at a path, a field of the outer query, or an ancestor of it has a view restriction."""

    template = (
        "EXISTS (SELECT 1 FROM wagtailcore_collectionviewrestriction restriction WHERE %(expressions)s LIKE "
        "(SELECT node.path || '%%%%' FROM wagtailcore_collection node WHERE node.id = restriction.collection_id))"
    )
    arity = 1
    output_field = BooleanField()


class IsBelowWithdrawnHomePage(Func):
    """Whether the home page at or above a path, a field of the outer query, is not live or has expired."""

    template = (
        "EXISTS (SELECT 1 FROM wagtailcore_page home "
        "WHERE home.depth = 2 AND home.path = %(home_path)s AND (NOT home.live OR home.expire_at <= %(now)s))"
    )
    output_field = BooleanField()

    def __init__(self, path: str, *, now: datetime) -> None:
        super().__init__(Substr(path, 1, HOME_PATH_LENGTH), Value(now, output_field=DateTimeField()))

    def as_sql(self, compiler: SQLCompiler, connection: Any, **extra_context: Any) -> tuple[str, list[Any]]:
        home_path, now = (compiler.compile(source) for source in self.get_source_expressions())
        return self.template % {"home_path": home_path[0], "now": now[0]}, [*home_path[1], *now[1]]


class PageCondition(Func):
    """A condition on the page of the outer query.

    Placeholders of ``template`` are the ``fields``, ``now`` and ``home_path_length``.
    """

    fields: tuple[str, ...]
    output_field = BooleanField()

    def __init__(self, now: "datetime | Parameter | None" = None) -> None:
        super().__init__(*self.fields)
        self.now = now

    def as_sql(self, compiler: SQLCompiler, connection: Any, **extra_context: Any) -> tuple[str, list[Any]]:
        columns = [compiler.compile(source)[0] for source in self.get_source_expressions()]
        names = dict(zip(self.fields, columns, strict=True))
        sql = self.template % {**names, "now": "%s", "home_path_length": HOME_PATH_LENGTH}
        now = (
            compiler.compile(self.now)[1]
            if isinstance(self.now, Parameter)
            else [connection.ops.adapt_datetimefield_value(self.now)]
        )
        return f"({sql})", [*now] * self.template.count("%(now)s")


class IsPublished(PageCondition):
    """Whether the page is live and not expired, below a home page that is also live and not expired."""

    fields: tuple[str, ...] = ("live", "expire_at", "path")
    template = f"{_IS_CURRENT} AND {_HAS_PUBLISHED_HOME_PAGE}"


class IsPublicBelowHomePage(PageCondition):
    """Whether the page, below a home page that is public and no alias, is public."""

    fields = ("live", "expire_at", "path")
    template = f"{_IS_CURRENT} AND NOT {_RESTRICTION_OF.format(path='%(path)s')}"


class IsPublic(IsPublished):
    """Whether the page is published, with no view restriction on it or an ancestor. An alias has its source's too."""

    fields = (*IsPublished.fields, "alias_of_id")
    template = (
        f"{IsPublished.template} AND NOT {_RESTRICTION_OF.format(path='%(path)s')} AND (%(alias_of_id)s IS NULL"
        f" OR NOT {_RESTRICTION_OF.format(path=_SOURCE_OF_ALIAS.format(field='path'))})"
    )


class IsForeignAlias(PageCondition):
    """Whether the page is an alias of a page in another language."""

    fields = ("alias_of_id", "locale_id")
    template = f"%(alias_of_id)s IS NOT NULL AND %(locale_id)s <> {_SOURCE_OF_ALIAS.format(field='locale_id')}"
