"""What search adds to the admin: two reports."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.reports import PROMOTE, TermsView, UnreadDocumentsView


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        path("reports/search-terms/", TermsView.as_view(), name="search_terms"),
        path("reports/search-terms/results/", TermsView.as_view(results_only=True), name="search_terms_results"),
        path("reports/unread-documents/", UnreadDocumentsView.as_view(), name="unread_documents"),
        path(
            "reports/unread-documents/results/",
            UnreadDocumentsView.as_view(results_only=True),
            name="unread_documents_results",
        ),
    ]


class TermsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PROMOTE)


class UnreadDocumentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy, needed = UnreadDocumentsView.permission_policy, UnreadDocumentsView.any_permission_required
        return policy.user_has_any_permission(request.user, needed)


@hooks.register("register_reports_menu_item")
def terms_menu_item() -> MenuItem:
    return TermsMenuItem(_("Search terms"), reverse("search_terms"), name="terms", icon_name="search", order=1300)


@hooks.register("register_reports_menu_item")
def unread_documents_menu_item() -> MenuItem:
    return UnreadDocumentsMenuItem(
        _("Documents that cannot be read"), reverse("unread_documents"), name="unread-documents", icon_name="doc-full"
    )


@hooks.register("construct_reports_menu")
def hide_the_report_that_ours_replaces(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "search-terms"]
