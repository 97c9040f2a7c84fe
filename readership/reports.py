"""The report of views in the admin."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .models import DailyViews

#: The permissions on any page with which reports about pages are shown.
PAGE_PERMISSIONS = ["add", "change", "publish"]


def get_editable_pages(request: HttpRequest) -> QuerySet:
    """Return a subquery of the pages that the user may edit."""
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    return pages.order_by().values("pk")


def get_edit_url(row: dict[str, Any]) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row["page_id"]])


class ViewsFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label=pgettext_lazy("report", "Day"), widget=DateRangePickerWidget)

    class Meta:
        model = DailyViews
        fields = ["day"]


class ViewsReportView(ReportView):
    """The pages that the user may edit, with their views in a period."""

    page_title = _("Views of pages")
    header_icon = "view"
    index_url_name = "views_report"
    index_results_url_name = "views_report_results"
    permission_policy = page_permission_policy
    any_permission_required = PAGE_PERMISSIONS
    filterset_class = ViewsFilterSet
    default_ordering = "-views"
    columns = [
        TitleColumn("title", label=_("Title"), accessor="page.get_admin_display_title", get_url=get_edit_url),
        Column("type", label=_("Type"), accessor="page.page_type_display_name"),
        NumberColumn("views", label=pgettext_lazy("report", "Views"), sort_key="views"),
    ]
    export_headings = {
        "page.title": _("Title"),
        "page.page_type_display_name": _("Type"),
        "views": pgettext_lazy("report", "Views"),
        "page.full_url": pgettext_lazy("report", "URL"),
    }
    list_export = ["page.title", "page.page_type_display_name", "views", "page.full_url"]

    def get_base_queryset(self) -> QuerySet:
        views = DailyViews.objects.filter(page__in=get_editable_pages(self.request))
        return views.values("page_id").annotate(views=Sum("count")).order_by("-views", "page_id")

    def decorate_paginated_queryset(self, object_list: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        rows = list(object_list)
        pages = Page.objects.select_related("locale").in_bulk([row["page_id"] for row in rows])
        for row in rows:  # in place: the table has these rows already
            row["page"] = pages.get(row["page_id"])
        return rows


class ReportMenuItem(MenuItem):
    """A report about pages, for those who may edit any."""

    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, PAGE_PERMISSIONS)
