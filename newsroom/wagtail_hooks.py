"""What the newsroom adds to the admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from newsroom.views.reports import MissingPhotosView


@hooks.register("insert_editor_js")
def suggest_description() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/suggest-description.js"))


@hooks.register("register_admin_urls")
def missing_photos_urls() -> list[URLPattern]:
    return [
        path("reports/missing-photos/", MissingPhotosView.as_view(), name="missing_photos"),
        path(
            "reports/missing-photos/results/",
            MissingPhotosView.as_view(results_only=True),
            name="missing_photos_results",
        ),
    ]


class MissingPhotosMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, MissingPhotosView.any_permission_required)


@hooks.register("register_reports_menu_item")
def missing_photos_menu_item() -> MenuItem:
    return MissingPhotosMenuItem(
        _("Missing photos"), reverse("missing_photos"), name="missing-photos", icon_name="image"
    )
