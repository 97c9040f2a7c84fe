"""Report of the pages that are scheduled to go live or to expire."""

import datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, Least
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.reports import ReportView
from wagtail.models import Revision
from wagtail.permissions import page_permission_policy

from home.translations.report import make_naive_local
from mysite.pages.status_filter import find_scheduled_page_ids

ACTIONS = ["add", "change", "publish"]


def format_moment(moment: datetime.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


class ScheduledPagesView(ReportView):
    page_title = _("Scheduled pages")
    header_icon = "calendar-alt"
    index_url_name = "scheduled_pages"
    index_results_url_name = "scheduled_pages_results"
    permission_policy = page_permission_policy
    any_permission_required = ACTIONS
    default_ordering = "next_at"
    is_searchable = False
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor=lambda page: page.get_admin_display_title(),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column(
            "go_live",
            label=_("Goes live at"),
            accessor=lambda page: format_moment(page.approved_at),
            sort_key="approved_at",
        ),
        Column(
            "expires", label=_("Expires at"), accessor=lambda page: format_moment(page.expire_at), sort_key="expire_at"
        ),
        Column(
            "author",
            label=pgettext_lazy("scheduled page", "Author"),
            accessor=lambda page: get_user_display_name(page.owner) if page.owner else "",
        ),
    ]
    export_headings = {
        "title": _("Title"),
        "approved_at": _("Goes live at"),
        "expire_at": _("Expires at"),
        "full_url": pgettext_lazy("report", "URL"),
    }
    list_export = ["title", "approved_at", "expire_at", "full_url"]
    export_filename = "scheduled-pages"
    custom_field_preprocess = {
        name: dict.fromkeys(ReportView.FORMATS, lambda moment: moment and make_naive_local(moment))
        for name in ("approved_at", "expire_at")
    }

    def get_queryset(self) -> Any:
        scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by()
        own = scheduled.filter(object_id=Cast(OuterRef("pk"), CharField())).values("approved_go_live_at")[:1]
        pages = page_permission_policy.instances_user_has_any_permission_for(self.request.user, set(ACTIONS))
        pages = pages.filter(Q(pk__in=find_scheduled_page_ids()) | Q(live=True, expire_at__gt=timezone.now()))
        self.queryset = (
            pages.annotate(approved_at=Subquery(own))
            .annotate(next_at=Least(Coalesce("approved_at", "expire_at"), Coalesce(F("expire_at"), F("approved_at"))))
            .select_related("owner", "locale")
        )
        return super().get_queryset()


class ScheduledPagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, ACTIONS)


@hooks.register("register_admin_urls")
def register_scheduled_pages_urls() -> list[URLPattern]:
    return [
        path("reports/scheduled/", ScheduledPagesView.as_view(), name="scheduled_pages"),
        path(
            "reports/scheduled/results/", ScheduledPagesView.as_view(results_only=True), name="scheduled_pages_results"
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_scheduled_pages_menu_item() -> MenuItem:
    return ScheduledPagesMenuItem(
        _("Scheduled pages"), reverse("scheduled_pages"), name="scheduled-pages", icon_name="calendar-alt", order=100
    )
