"""What the portal adds to the admin as a whole, and how it answers for pages that are past their day."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.contrib.redirects.views import CreateView, EditView
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry

from mysite.admin_words import words_for_scripts
from mysite.body_pictures import make_ready
from mysite.models import BasePage
from mysite.photo_upload import PhotoUploadView
from mysite.redirects import AddressOnlyRedirectForm
from mysite.rich_text import OpenDocumentLinkHandler, VisiblePageLinkHandler
from mysite.slugs import is_reserved, reserved_slug_message
from mysite.sorting import in_vietnamese_order


@hooks.register("register_admin_urls")
def photo_upload_url() -> list[URLPattern]:
    return [path("gallery-photos/", PhotoUploadView.as_view(), name="upload_photo")]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own
def redirect_urls() -> list[URLPattern]:
    views = {"add/": CreateView, "<int:redirect_id>/": EditView}
    return [path(f"redirects/{end}", view.as_view(form_class=AddressOnlyRedirectForm)) for end, view in views.items()]


@hooks.register("construct_explorer_page_queryset")
def pages_in_vietnamese_order(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return in_vietnamese_order(pages)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, which it replaces
def links_to_what_visitors_may_see(features: FeatureRegistry) -> None:
    features.register_link_type(VisiblePageLinkHandler)
    features.register_link_type(OpenDocumentLinkHandler)


@hooks.register("insert_global_admin_js")
def words_of_the_admin() -> SafeString:
    words = json_script(words_for_scripts(), "admin-words")
    return format_html('{}<script src="{}"></script>', words, static("mysite/js/admin-words.js"))


@hooks.register("insert_editor_js")
def words_of_tables() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/table-words.js"))


@hooks.register("insert_editor_js")
def wait_for_autosave() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/wait-for-autosave.js"))


@hooks.register("insert_editor_js")
def language_of_the_fields() -> SafeString:
    return format_html('<script src="{}"></script>', static("mysite/js/content-language.js"))


@hooks.register("before_serve_page")
def refuse_expired_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """A page past its expiry is gone at once, whether or not the scheduler has come to unpublish it."""
    if isinstance(page, BasePage) and page.is_expired():
        raise Http404("The page has expired")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def make_pictures_ready(request: HttpRequest, page: Page) -> None:
    """Whoever saves a page, drafts included, waits for the sizes of its pictures; whoever visits it does not."""
    if isinstance(page, BasePage):
        make_ready(page.pictures())


@hooks.register("before_move_page")
def refuse_reserved_address(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Keep a page from moving to where the portal itself answers at its address; nobody could reach it there."""
    if not is_reserved(page.slug, destination):
        return None
    messages.error(request, reserved_slug_message(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def refuse_reserved_addresses(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for many pages moved at once: all stay, and the message names the one in the way."""
    if action_type != "move" or not all(isinstance(page, Page) for page in objects):
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    taken = [page.slug for page in objects if is_reserved(page.slug, destination)]
    if not taken:
        return None
    messages.error(request, reserved_slug_message(taken[0]))
    return redirect(action.next_url)


@hooks.register("construct_help_menu")
def hide_wagtail_news(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what is about Wagtail, in English and on the internet."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]
