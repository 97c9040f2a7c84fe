"""Bulk upload of gallery photos: one file per request."""

from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.utils import get_accept_attributes
from wagtail.images.views.chooser import ImageChosenResponseMixin

from mysite.rights.policies import get_image_policy
from mysite.text.vietnamese import nfc

from .filters import WIDE
from .page_images import make_renditions


def get_upload_settings() -> dict[str, str]:
    """Return what the script that uploads a main image needs, in the language of the editor."""
    return {
        "url": reverse("upload_photo"),
        "accept": get_accept_attributes(),
        "upload": _("Upload an image"),
        "uploading": _("Uploading the image…"),
        "serverError": _("The server did not accept the file. Check the connection and try again."),
    }


class PhotoUploadView(PermissionCheckedMixin, ImageChosenResponseMixin, View):
    """Adds one image to the library with Wagtail's upload form, its permissions, limits and messages.

    Unlike Wagtail's multiple uploader it responds with the data of the image chooser, or with the errors of the file.
    GET returns the collections to which the editor may add images.
    """

    permission_policy = get_image_policy()
    permission_required = "add"

    def _collections(self) -> Any:
        return self.permission_policy.collections_user_has_permission_for(self.request.user, "add").order_by("path")

    def get(self, request: HttpRequest) -> JsonResponse:
        collections = [{"id": collection.pk, "name": str(collection)} for collection in self._collections()]
        return JsonResponse({"collections": collections})

    def post(self, request: HttpRequest) -> JsonResponse:
        upload = request.FILES.get("file")
        if upload is None:
            return JsonResponse({"error": _("No file was received.")})
        model = get_image_model()
        title_length = model._meta.get_field("title").max_length
        data = {
            "title": nfc(PurePath(upload.name).stem)[:title_length],
            "collection": request.POST.get("collection") or self._collections().values_list("pk", flat=True).first(),
        }
        form = get_image_form(model)(
            data, {"file": upload}, instance=model(uploaded_by_user=request.user), user=request.user
        )
        if not form.is_valid():
            messages = [message for errors in form.errors.values() for message in errors]
            return JsonResponse({"error": " ".join(messages)})
        photo = form.save()
        make_renditions([(photo, WIDE)])  # about a second each, which the first visitor would wait for
        return JsonResponse({"photo": self.get_chosen_response_data(photo)})
