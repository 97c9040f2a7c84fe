"""Wagtail hooks of the admin as a whole, and for expired pages and reserved slugs."""

from importlib.util import find_spec
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.contrib.redirects.views import EditView, permission_checker
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry

from mysite.editing import action_menu, page_list, text_checks  # noqa: F401  register their hooks
from mysite.editing.action_messages import get_submission_strings
from mysite.editing.admin_patches import (
    patch_automatic_redirects,
    patch_file_permissions,
    patch_redirect_import,
    patch_task_types,
)
from mysite.editing.session import get_editor_strings, session_status
from mysite.http.missing_urls_report import CreateRedirectView, MissingURLsMenuItem, MissingURLsView
from mysite.http.redirect_forms import ValidatedRedirectForm
from mysite.http.redirect_import import start_import
from mysite.http.view_overrides import override_admin_views
from mysite.i18n.script_strings import get_script_strings
from mysite.images.page_images import make_renditions, warn_about_restricted_images
from mysite.images.repeated_photos import warn_about_repeated_photos
from mysite.images.transform_views import TransformView
from mysite.images.views import PhotoUploadView, get_main_image_settings
from mysite.lockout.viewset import FailedSignInViewSet
from mysite.media.upload_views import DocumentUploadView
from mysite.models import BasePage
from mysite.pages.rich_text import UnrestrictedDocumentLinkHandler, VisiblePageLinkHandler
from mysite.pages.slugs import get_reserved_slug_message, is_reserved
from mysite.rights.policies import register_policy
from mysite.text.collation import collate_queryset

from .audit import hooks as audit_hooks  # noqa: F401  registers its hook
from .bin import hooks as bin_hooks  # noqa: F401  registers its hooks
from .housekeeping import hooks as housekeeping_hooks  # noqa: F401  registers its hooks
from .rights import admin_views, media  # noqa: F401  register their hooks
from .staff import hooks as staff_hooks  # noqa: F401  registers its hooks
from .two_factor import hooks as two_factor_hooks  # noqa: F401  registers its hooks

patch_file_permissions()
patch_task_types()
patch_redirect_import()
patch_automatic_redirects()
if find_spec("wagtail.images.api.admin"):
    from .rights import admin_api  # noqa: F401  registers its hook


@hooks.register("register_admin_urls")
def register_upload_urls() -> list[URLPattern]:
    return [
        path("gallery-photos/", PhotoUploadView.as_view(), name="upload_photo"),
        path("attachments/", DocumentUploadView.as_view(), name="upload_document"),
        path("images/<int:image_id>/transform/", TransformView.as_view(), name="transform_image"),
    ]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own
def register_redirect_urls() -> list[URLPattern]:
    views = {"wagtailredirects:add": CreateRedirectView, "wagtailredirects:edit": EditView}
    return override_admin_views(
        "wagtail.contrib.redirects",
        {
            **{name: view.as_view(form_class=ValidatedRedirectForm) for name, view in views.items()},
            "wagtailredirects:start_import": permission_checker.require_any("add")(start_import),
        },
    )


@hooks.register("register_admin_urls")
def register_missing_urls() -> list[URLPattern]:
    return [
        path("reports/missing-urls/", MissingURLsView.as_view(), name="missing_urls"),
        path("reports/missing-urls/results/", MissingURLsView.as_view(results_only=True), name="missing_urls_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_missing_urls_menu_item() -> MenuItem:
    return MissingURLsMenuItem(
        _("Missing URLs"), reverse("missing_urls"), name="missing-urls", icon_name="redirect", order=1350
    )


@hooks.register("register_admin_viewset")
def register_failed_sign_ins() -> FailedSignInViewSet:
    viewset = FailedSignInViewSet()
    register_policy(viewset.model, viewset.permission_policy)
    return viewset


@hooks.register("construct_explorer_page_queryset")
def collate_explorer_pages(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return collate_queryset(pages)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, which it replaces
def register_link_handlers(features: FeatureRegistry) -> None:
    features.register_link_type(VisiblePageLinkHandler)
    features.register_link_type(UnrestrictedDocumentLinkHandler)


@hooks.register("insert_global_admin_js")
def admin_strings_js() -> SafeString:
    strings = json_script({**get_script_strings(), "editing": get_editor_strings()}, "admin-words")
    return format_html('{}<script src="{}"></script>', strings, static("mysite/js/admin-words.js"))


@hooks.register("insert_global_admin_js")
def submit_once_js() -> SafeString:
    strings = json_script(get_submission_strings(), "submission-words")
    return format_html('{}<script src="{}"></script>', strings, static("mysite/js/submit-once.js"))


@hooks.register("insert_global_admin_js")
def automatic_titles_js() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/automatic-titles.js"))


@hooks.register("insert_editor_js")
def table_strings_js() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/table-words.js"))


@hooks.register("register_admin_urls")
def register_session_url() -> list[URLPattern]:
    return [path("session/", session_status, name="session_status")]


@hooks.register("insert_global_admin_js")
def copy_store_js() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/editing/copy-store.js"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    """Load the editor's scripts, deferred: they need the form, and must listen before Wagtail's controllers start."""
    names = ["ui", "session", "noticed-changes", "comments", "kept-copies", "translation-copies", "deleted-blocks"]
    names += ["translation-submit", "refusals", "schedule", "new-page", "accessibility-checks"]
    scripts = [(static(f"mysite/js/editing/{name}.js"),) for name in names]
    return format_html_join("", '<script defer src="{}"></script>', scripts)


@hooks.register("insert_editor_js", order=-1)  # before the script that reads it
def image_upload_json() -> SafeString:
    return json_script(get_main_image_settings(), "image-upload")


@hooks.register("insert_global_admin_css")
def editor_css() -> SafeString:
    names = ["editing", "desk"]
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', [(static(f"mysite/css/{name}.css"),) for name in names]
    )


@hooks.register("insert_editor_js")
def content_language_js() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/content-language.js"))


@hooks.register("before_serve_page")
def check_expiry(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Return 404 for an expired page, even if the scheduler has not unpublished it yet."""
    if isinstance(page, BasePage) and page.is_expired():
        raise Http404("The page has expired")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def prepare_images(request: HttpRequest, page: Page) -> None:
    """Make the renditions of a saved page, so that the editor waits for them and not the first visitor."""
    if isinstance(page, BasePage):
        image_uses = list(page.image_uses())
        make_renditions(image_uses)
        if request.accepts("text/html"):  # not in autosaves, which would repeat the warning
            warn_about_restricted_images(request, image_uses)
            warn_about_repeated_photos(request, getattr(page, "body", None))


@hooks.register("before_move_page")
def check_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Prevent moving a page to a parent that reserves its slug, where it could not be reached."""
    if not is_reserved(page.slug, destination):
        return None
    messages.error(request, get_reserved_slug_message(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def check_bulk_move(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Prevent moving several pages if one of their slugs is reserved; the message names it."""
    if action_type != "move" or not all(isinstance(page, Page) for page in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    taken = [page.slug for page in objects if is_reserved(page.slug, destination)]
    if not taken:
        return None
    messages.error(request, get_reserved_slug_message(taken[0]))
    return redirect(action.next_url)


@hooks.register("construct_help_menu")
def hide_wagtail_news(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove help items about Wagtail, which are English external pages."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]
