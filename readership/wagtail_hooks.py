"""Wagtail hooks that register the report of views."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .reports import ReportMenuItem, ViewsReportView


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/views/", ViewsReportView.as_view(), name="views_report"),
        path("reports/views/results/", ViewsReportView.as_view(results_only=True), name="views_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_views_menu_item() -> MenuItem:
    return ReportMenuItem(_("Views of pages"), reverse("views_report"), name="views", icon_name="view")
