"""The report of broken links in the admin."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.redirects.permissions import permission_policy as redirect_permission_policy
from wagtail.permissions import page_permission_policy

from mysite.text.spreadsheets import escape_formula
from newsroom.models.querysets import attach_sections
from readership.models import LINK_STATUSES, CheckedLink, LinkKind, LinkStatus
from readership.reports import PAGE_PERMISSIONS, get_editable_pages

from .published_reports import ArticleFilterSet, get_local_date

PLACES = [("False", _("within the portal")), ("True", _("to other sites"))]
PROBLEMS = [choice for choice in LINK_STATUSES if choice[0] not in {LinkStatus.UNCHECKED, LinkStatus.FOUND}]


class BrokenLinkFilterSet(ArticleFilterSet):
    page_lookup = "page"

    kind = django_filters.ChoiceFilter(label=pgettext_lazy("link", "Type"), choices=LinkKind.choices)
    is_outside = django_filters.ChoiceFilter(label=pgettext_lazy("link", "Leads"), choices=PLACES)
    status = django_filters.ChoiceFilter(label=_("Problem"), choices=PROBLEMS)

    class Meta:
        model = CheckedLink
        fields: list[str] = []


def get_broken_links(request: HttpRequest) -> QuerySet[CheckedLink]:
    """Return the broken links on pages that the user may edit, and those of redirects, if the user may change them."""
    shown = Q(page__in=get_editable_pages(request))
    if redirect_permission_policy.user_has_permission(request.user, "change"):
        shown |= Q(redirect__isnull=False)
    return CheckedLink.objects.broken().filter(shown)


def get_edit_url(row: CheckedLink) -> str:
    """Return the URL of the form, where it opens at the field or block with the link."""
    if row.page_id is None:
        return reverse("wagtailredirects:edit", args=[row.redirect_id])
    return f"{reverse('wagtailadmin_pages:edit', args=[row.page_id])}#:w:contentpath={row.content_path}"


class BrokenLinksView(ReportView):
    """The links that lead nowhere, as the last check has found them."""

    page_title = _("Broken links")
    header_icon = "link"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    permission_policy = page_permission_policy
    any_permission_required = PAGE_PERMISSIONS
    filterset_class = BrokenLinkFilterSet
    default_ordering = "page__title"
    columns = [
        TitleColumn("title", label=_("Title"), get_url=get_edit_url, sort_key="page__title"),
        Column("section_title", label=pgettext_lazy("news", "Section")),
        Column("text", label=_("Link text")),
        Column("target", label=pgettext_lazy("link", "Leads to"), sort_key="target"),
        Column("kind", label=pgettext_lazy("link", "Type"), accessor="get_kind_display"),
        Column("problem", label=_("Problem"), accessor="get_status_display", sort_key="status"),
        Column("checked", label=_("Checked"), sort_key="checked_at"),
    ]
    export_headings = {
        "title": _("Title"),
        "section_title": pgettext_lazy("news", "Section"),
        "safe_text": _("Link text"),
        "safe_target": pgettext_lazy("link", "Leads to"),
        "kind_name": pgettext_lazy("link", "Type"),
        "problem": _("Problem"),
        "checked_on": _("Checked"),
        "page_url": pgettext_lazy("report", "URL"),
    }

    list_export = list(export_headings)

    def get_base_queryset(self) -> QuerySet[CheckedLink]:
        return get_broken_links(self.request).select_related("page__locale", "redirect").order_by("page__title", "pk")

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        """Set the texts of each row; dates in the portal's time zone, for exports too."""
        rows = list(object_list)
        attach_sections(row.page for row in rows if row.page)
        for row in rows:
            page = row.page
            row.title = page.get_admin_display_title() if page else gettext("Redirect: %s") % row.redirect.old_path
            row.section_title = page.section.title if page and page.section else ""
            row.page_url = page.full_url if page else ""
            row.safe_text, row.safe_target = escape_formula(row.text), escape_formula(row.target)
            row.kind_name, row.problem = str(row.get_kind_display()), str(row.get_status_display())
            row.checked_on = get_local_date(row.checked_at)
            row.checked = date_format(row.checked_on, "SHORT_DATE_FORMAT") if row.checked_on else ""
        return rows
