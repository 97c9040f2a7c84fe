"""Admin hooks of the bin: what is deleted goes there, and its screens."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.documents.views.documents import DeleteView as DeleteDocumentView
from wagtail.documents.views.multiple import DeleteView as DeleteUploadedDocumentView
from wagtail.images.views.images import DeleteView as DeleteImageView
from wagtail.images.views.multiple import DeleteView as DeleteUploadedImageView
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from mysite.models import BinItem, PortalDocument, PortalImage

from .actions import DELETE_ACTION, RESTORE_ACTION, can_be_binned, put
from .views import BinView, DeleteForGoodView, EmptyBinView, RestoreView


def report(request: HttpRequest, items: list[BinItem]) -> None:
    """Say what was put into the bin, with a button that leads to restoring it."""
    if len(items) == 1:
        message = gettext("“%(title)s” is in the bin for 30 days.") % {"title": items[0].title}
        url, label = reverse("bin_restore", args=[items[0].pk]), gettext("Restore")
    else:
        message = ngettext(
            "%(count)s item is in the bin for 30 days.", "%(count)s items are in the bin for 30 days.", len(items)
        ) % {"count": len(items)}
        url, label = reverse("bin"), gettext("Open the bin")
    messages.success(request, message, buttons=[messages.button(url, label)])


# --- Deleting -------------------------------------------------------------------------------------


@hooks.register("before_delete_page", order=100)  # after the question about translations
def put_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Put a page into the bin in place of deleting it. A home page of a site is deleted as before."""
    if request.method != "POST" or not can_be_binned(page):
        return None
    parent = page.get_parent()
    report(request, [put(page, request.user)])
    for hook in hooks.get_hooks("after_delete_page"):
        hook(request, page)
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[parent.pk]))


@hooks.register("before_bulk_action", order=100)  # after the question about translations
def put_several(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    is_file = all(isinstance(one, PortalImage | PortalDocument) for one in objects)
    if action_type != "delete" or not objects or not (is_file or all(isinstance(one, Page) for one in objects)):
        return None
    if not is_file:
        kept = [page for page in objects if not can_be_binned(page)]
        if len(kept) == len(objects):
            return None
        if kept:  # Wagtail would delete the other pages for good with them
            message = gettext("Not deleted, because a site needs it: %(titles)s.")
            messages.error(request, message % {"titles": ", ".join(page.get_admin_display_title() for page in kept)})
        objects = _leave_out_descendants([page for page in objects if page not in kept])
    report(request, [put(one, request.user) for one in objects])
    for hook in hooks.get_hooks("after_bulk_action"):
        hook(request, action_type, objects, action)
    return redirect(action.next_url)


def _leave_out_descendants(pages: list[Page]) -> list[Page]:
    return [page for page in pages if not any(page.path.startswith(other.path) and page != other for other in pages)]


class PutFileMixin:
    """Puts an image or document into the bin in place of deleting it."""

    object: Any
    request: HttpRequest
    get_success_url: Callable[[], str]

    def form_valid(self, form: Any) -> HttpResponse:
        report(self.request, [put(self.object, self.request.user)])
        return redirect(self.get_success_url())


class PutImageView(PutFileMixin, DeleteImageView):
    pass


class PutDocumentView(PutFileMixin, DeleteDocumentView):
    pass


class PutUploadedMixin:
    """Puts a file that was just uploaded into the bin, for the script of the screen for several files."""

    permission_policy: Any
    pk_url_kwarg: str
    context_object_id_name: str
    get_model: Callable[[], Any]

    def post(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        file = get_object_or_404(self.get_model(), pk=kwargs[self.pk_url_kwarg])
        if not self.permission_policy.user_has_permission_for_instance(request.user, "delete", file):
            raise PermissionDenied
        put(file, request.user)
        return JsonResponse({"success": True, self.context_object_id_name: file.pk})


class PutUploadedImageView(PutUploadedMixin, DeleteUploadedImageView):
    pass


class PutUploadedDocumentView(PutUploadedMixin, DeleteUploadedDocumentView):
    pass


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own, which they replace
def register_deleting_urls() -> list[URLPattern]:
    return [
        path("images/<int:image_id>/delete/", PutImageView.as_view()),
        path("images/multiple/<int:image_id>/delete/", PutUploadedImageView.as_view()),
        path("documents/delete/<int:document_id>/", PutDocumentView.as_view()),
        path("documents/multiple/<int:doc_id>/delete/", PutUploadedDocumentView.as_view()),
    ]


@hooks.register("before_serve_document", order=-1)  # before the sign-in page of private collections
def check_document(document: PortalDocument, request: HttpRequest) -> None:
    if hasattr(document, "bin_item"):
        raise Http404("The document is in the bin")


# --- Screens --------------------------------------------------------------------------------------


@hooks.register("register_admin_urls")
def register_bin_urls() -> list[URLPattern]:
    return [
        path("bin/", BinView.as_view(), name="bin"),
        path("bin/results/", BinView.as_view(results_only=True), name="bin_results"),
        path("bin/<int:pk>/restore/", RestoreView.as_view(), name="bin_restore"),
        path("bin/<int:pk>/delete/", DeleteForGoodView.as_view(), name="bin_delete"),
        path("bin/empty/", EmptyBinView.as_view(), name="bin_empty"),
    ]


@hooks.register("register_admin_menu_item")
def register_bin_menu_item() -> MenuItem:
    return MenuItem(_("Bin"), reverse("bin"), name="bin", icon_name="bin", order=9000)


@hooks.register("register_log_actions")
def register_bin_actions(actions: LogActionRegistry) -> None:
    actions.register_action(DELETE_ACTION, _("Delete"), _("Moved to the bin"))
    actions.register_action(RESTORE_ACTION, _("Restore"), _("Restored from the bin"))
