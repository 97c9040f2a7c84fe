"""Reports of search terms, and of documents without extracted text."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.models import Query
from wagtail.contrib.search_promotions.views import IndexView
from wagtail.contrib.search_promotions.views.reports import SearchTermsReportFilterSet, SearchTermsReportView

from mysite.editing.list_search import FoldedSearchMixin
from mysite.models import DocumentText
from mysite.rights.policies import get_document_policy

#: The permission to see the report of search terms: that to promote results.
PROMOTE_PERMISSION = "wagtailsearchpromotions.add_searchpromotion"


def format_last_day(query: Query) -> str:
    """Return the day on which ``query`` was last searched for."""
    return date_format(query.outcome.asked_on, "SHORT_DATE_FORMAT")


class TermsFilterSet(SearchTermsReportFilterSet):
    found_nothing = django_filters.BooleanFilter(
        label=_("No results"), field_name="outcome__results", method="filter_found_nothing"
    )

    def filter_found_nothing(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(outcome__results=0) if value else queryset.exclude(outcome__results=0)


class PromotedResultsView(FoldedSearchMixin, IndexView):
    """Wagtail's list of promoted results, searched without marks."""


class SearchTermsView(FoldedSearchMixin, SearchTermsReportView):
    """Wagtail's report of search terms with the number of results at the last use."""

    filterset_class = TermsFilterSet
    index_url_name = "search_terms"
    index_results_url_name = "search_terms_results"
    columns = [
        Column("query_string", label=_("Search term"), sort_key="query_string"),
        NumberColumn("_hits", label=pgettext_lazy("search terms", "Times"), sort_key="_hits"),
        NumberColumn("results", label=_("Results"), accessor="outcome.results", sort_key="outcome__results"),
        # Only the day is recorded; DateColumn would say how long ago it began.
        Column("asked_on", label=_("Last searched"), accessor=format_last_day, sort_key="outcome__asked_on"),
    ]
    export_headings = {
        "query_string": _("Search term"),
        "_hits": pgettext_lazy("search terms", "Times"),
        "outcome.results": _("Results"),
        "outcome.asked_on": _("Last searched"),
    }
    list_export = ["query_string", "_hits", "outcome.results", "outcome.asked_on"]

    def get_base_queryset(self) -> QuerySet:
        return Query.get_most_popular().filter(outcome__isnull=False).select_related("outcome")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PROMOTE_PERMISSION):
            return permission_denied(request)
        return super(SearchTermsReportView, self).dispatch(request, *args, **kwargs)


class UnreadDocumentsView(ReportView):
    """The documents whose text could not be extracted, with the reason."""

    page_title = _("Documents that cannot be read")
    header_icon = "doc-full-inverse"
    index_url_name = "unread_documents"
    index_results_url_name = "unread_documents_results"
    permission_policy = get_document_policy()
    any_permission_required = ["add", "change"]
    default_ordering = "-read_at"
    columns = [
        TitleColumn("document", label=_("Document"), url_name="wagtaildocs:edit", get_url=None),
        Column("problem", label=_("Problem"), accessor="get_problem_display", sort_key="problem"),
        DateColumn("read_at", label=_("Read at"), sort_key="read_at"),
    ]
    export_headings = {"document.title": _("Document"), "get_problem_display": _("Problem"), "read_at": _("Read at")}
    list_export = ["document.title", "get_problem_display", "read_at"]

    def get_base_queryset(self) -> QuerySet:
        accessible_documents = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        unread = DocumentText.objects.exclude(problem="").filter(
            document__in=accessible_documents.order_by().values("pk")
        )
        return unread.select_related("document")
