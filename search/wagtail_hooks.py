"""Wagtail hooks that register the reports of search."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from mysite.http.view_overrides import override_admin_views

from .reports import PROMOTE_PERMISSION, PromotedResultsView, SearchTermsView, UnreadDocumentsView


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/search-terms/", SearchTermsView.as_view(), name="search_terms"),
        path("reports/search-terms/results/", SearchTermsView.as_view(results_only=True), name="search_terms_results"),
        path("reports/unread-documents/", UnreadDocumentsView.as_view(), name="unread_documents"),
        path(
            "reports/unread-documents/results/",
            UnreadDocumentsView.as_view(results_only=True),
            name="unread_documents_results",
        ),
    ]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own
def register_promoted_results_url() -> list[URLPattern]:
    return override_admin_views(
        "wagtail.contrib.search_promotions",
        {
            "wagtailsearchpromotions:index": PromotedResultsView.as_view(),
            "wagtailsearchpromotions:index_results": PromotedResultsView.as_view(results_only=True),
        },
    )


class SearchTermsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PROMOTE_PERMISSION)


class UnreadDocumentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy, needed = UnreadDocumentsView.permission_policy, UnreadDocumentsView.any_permission_required
        return policy.user_has_any_permission(request.user, needed)


@hooks.register("register_reports_menu_item")
def register_search_terms_menu_item() -> MenuItem:
    return SearchTermsMenuItem(_("Search terms"), reverse("search_terms"), name="terms", icon_name="search", order=1300)


@hooks.register("register_reports_menu_item")
def register_unread_documents_menu_item() -> MenuItem:
    return UnreadDocumentsMenuItem(
        _("Documents that cannot be read"), reverse("unread_documents"), name="unread-documents", icon_name="doc-full"
    )


@hooks.register("construct_reports_menu")
def remove_stock_report(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "search-terms"]
