"""The report of URLs that do not exist, in the admin."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.redirects.permissions import permission_policy
from wagtail.contrib.redirects.views import CreateView

from mysite.models import MissingURL


def get_title(row: MissingURL) -> str:
    return row.path or gettext("URLs that only scanners request")


def get_redirect_url(row: MissingURL) -> str | None:
    """Return the URL of the form for a redirect; None if the whole URL is not known."""
    if not row.path or "…" in row.path:
        return None
    return f"{reverse('wagtailredirects:add')}?{urlencode({'old_path': row.path})}"


class MissingURLsView(ReportView):
    """The URLs that visitors requested and that do not exist."""

    page_title = _("Missing URLs")
    header_icon = "redirect"
    index_url_name = "missing_urls"
    index_results_url_name = "missing_urls_results"
    permission_policy = permission_policy
    any_permission_required = ["add"]
    default_ordering = "-count"
    columns = [
        TitleColumn("path", label=_("URL"), accessor=get_title, get_url=get_redirect_url, sort_key="path"),
        NumberColumn("count", label=_("Requests"), sort_key="count"),
        Column("referrer", label=_("Linked from"), sort_key="referrer"),
        DateColumn("requested_on", label=_("Last requested"), sort_key="requested_on"),
    ]
    export_headings = {
        "path": _("URL"),
        "count": _("Requests"),
        "referrer": _("Linked from"),
        "requested_on": _("Last requested"),
    }
    list_export = ["path", "count", "referrer", "requested_on"]

    def get_base_queryset(self) -> QuerySet[MissingURL]:
        return MissingURL.objects.all()


class MissingURLsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permission_policy.user_has_permission(request.user, "add")


class CreateRedirectView(CreateView):
    """Wagtail's view with the old path from the report of missing URLs."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "old_path": self.request.GET.get("old_path", "")}
