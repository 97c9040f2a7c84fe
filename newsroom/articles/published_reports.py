"""Reports of published articles by author, which royalties are paid from, and of published comments."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from mysite.text.spreadsheets import escape_formula
from mysite.years import FIRST_YEAR, LAST_YEAR
from newsroom.models import Author, Comment, NewsPageByline, NewsSection, Unit
from newsroom.models.querysets import attach_sections
from readership.reports import PAGE_PERMISSIONS, get_editable_pages

COMMENT_PERMISSIONS = ("newsroom.change_comment", "newsroom.view_comment")


def get_sections(request: HttpRequest) -> QuerySet[NewsSection]:
    """Return the sections with pages that the user may edit, as choices of a filter."""
    return NewsSection.objects.filter(pk__in=get_editable_pages(request)).order_by("title")


def get_bylines(request: HttpRequest) -> QuerySet[NewsPageByline]:
    """Return the bylines of live articles that the user may edit. Aliases repeat an article, so they earn nothing."""
    return NewsPageByline.objects.filter(
        article__live=True, article__alias_of=None, article__in=get_editable_pages(request)
    )


def get_authors(request: HttpRequest) -> QuerySet[Author]:
    return Author.objects.filter(pk__in=get_bylines(request).values("author")).order_by("name")


def get_units(request: HttpRequest) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=get_bylines(request).values("unit")).order_by("name")


class ArticleFilterSet(WagtailFilterSet):
    """Filters by section."""

    #: The lookup of the article.
    page_lookup = ""

    section = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("news", "Section"), queryset=get_sections, method="filter_section"
    )

    def filter_section(self, queryset: QuerySet, name: str, section: NewsSection) -> QuerySet:
        return queryset.filter(**{f"{self.page_lookup}__path__startswith": section.path})


class DayRangeFilter(django_filters.DateFromToRangeFilter):
    """A range of days; no row has a day before the first or after the last year of the portal."""

    def filter(self, qs: QuerySet, value: slice | None) -> QuerySet:
        days = [day for day in (value.start, value.stop) if day] if value else []
        return super().filter(qs, value) if all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days) else qs.none()


class BylineFilterSet(ArticleFilterSet):
    page_lookup = "article"

    author = django_filters.ModelChoiceFilter(label=pgettext_lazy("report", "Author"), queryset=get_authors)
    unit = django_filters.ModelChoiceFilter(label=pgettext_lazy("report", "Unit"), queryset=get_units)
    published = DayRangeFilter(
        label=pgettext_lazy("report", "Published"),
        field_name="article__first_published_at",
        widget=DateRangePickerWidget,
    )

    class Meta:
        model = NewsPageByline
        fields: list[str] = []


class CommentFilterSet(ArticleFilterSet):
    page_lookup = "page"

    posted = DayRangeFilter(
        label=pgettext_lazy("report", "Posted"), field_name="created_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Comment
        fields: list[str] = []


class ArticleReportView(ReportView):
    """Base class of reports with one article in each row."""

    permission_policy = page_permission_policy
    any_permission_required = PAGE_PERMISSIONS
    #: The attribute with the article.
    page_attribute = ""

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        """Set the texts of each row, which may be missing; dates in the portal's time zone, for exports too."""
        rows = list(object_list)
        attach_sections(getattr(row, self.page_attribute) for row in rows)
        for row in rows:
            article = getattr(row, self.page_attribute)
            row.title, row.section_title = article.title, article.section.title if article.section else ""
            self.set_texts(row)
        return rows

    def set_texts(self, row: Any) -> None:
        raise NotImplementedError


def get_local_date(moment: datetime | None) -> date | None:
    return timezone.localdate(moment, timezone.get_default_timezone()) if moment else None


def get_article_url(row: NewsPageByline) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.article_id])


def get_page_url(row: Comment) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id])


class AuthorsReportView(ArticleReportView):
    """The published articles, one row for each author of each."""

    page_title = _("Articles by author")
    header_icon = "user"
    index_url_name = "authors_report"
    index_results_url_name = "authors_report_results"
    filterset_class = BylineFilterSet
    page_attribute = "article"
    columns = [
        Column("author", label=pgettext_lazy("report", "Author"), accessor="author.name", sort_key="author__name"),
        Column("unit_name", label=pgettext_lazy("report", "Unit"), sort_key="unit__name"),
        TitleColumn("title", label=pgettext_lazy("report", "Article"), get_url=get_article_url),
        Column("section_title", label=pgettext_lazy("news", "Section")),
        Column("month", label=pgettext_lazy("report", "Month")),
        Column("published_text", label=pgettext_lazy("report", "Published"), sort_key="article__first_published_at"),
    ]
    default_ordering = "author__name"
    list_export = ["author.name", "unit_name", "title", "section_title", "month", "published_on", "article.full_url"]
    export_headings = {
        "author.name": pgettext_lazy("report", "Author"),
        "unit_name": pgettext_lazy("report", "Unit"),
        "title": pgettext_lazy("report", "Article"),
        "section_title": pgettext_lazy("news", "Section"),
        "month": pgettext_lazy("report", "Month"),
        "published_on": pgettext_lazy("report", "Published"),
        "article.full_url": pgettext_lazy("report", "URL"),
    }

    def get_base_queryset(self) -> QuerySet[NewsPageByline]:
        bylines = get_bylines(self.request).select_related("author", "unit", "article__locale")
        return bylines.defer("article__body", "article__corrections").order_by("author__name", "pk")

    def set_texts(self, row: Any) -> None:
        row.unit_name = row.unit.label if row.unit else ""
        row.published_on = get_local_date(row.article.first_published_at)
        row.month = date_format(row.published_on, "m/Y") if row.published_on else ""
        row.published_text = date_format(row.published_on, "SHORT_DATE_FORMAT") if row.published_on else ""


class CommentsReportView(ArticleReportView):
    """The published comments on pages that the user may edit."""

    page_title = _("Published comments")
    header_icon = "comment"
    index_url_name = "comments_report"
    index_results_url_name = "comments_report_results"
    filterset_class = CommentFilterSet
    page_attribute = "page"
    columns = [
        TitleColumn("title", label=pgettext_lazy("report", "Article"), get_url=get_page_url),
        Column("section_title", label=pgettext_lazy("news", "Section")),
        Column("author_name", label=pgettext_lazy("report", "Name"), sort_key="author_name"),
        Column("body", label=pgettext_lazy("report", "Comment")),
        DateColumn("created_at", label=pgettext_lazy("report", "Posted"), sort_key="created_at"),
    ]
    default_ordering = "-created_at"
    list_export = ["title", "section_title", "safe_name", "safe_body", "posted_on"]
    export_headings = {
        "title": pgettext_lazy("report", "Article"),
        "section_title": pgettext_lazy("news", "Section"),
        "safe_name": pgettext_lazy("report", "Name"),
        "safe_body": pgettext_lazy("report", "Comment"),
        "posted_on": pgettext_lazy("report", "Posted"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs) if may_read_comments(request) else permission_denied(request)

    def get_base_queryset(self) -> QuerySet[Comment]:
        comments = Comment.objects.approved().filter(page__in=get_editable_pages(self.request))
        return comments.select_related("page__locale").order_by("-created_at", "-pk")

    def set_texts(self, row: Any) -> None:
        row.safe_name, row.safe_body = escape_formula(row.author_name), escape_formula(row.body)
        row.posted_on = get_local_date(row.created_at)


def may_read_comments(request: HttpRequest) -> bool:
    """Return whether the user may moderate comments."""
    return any(request.user.has_perm(permission) for permission in COMMENT_PERMISSIONS)
