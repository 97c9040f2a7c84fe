"""Where the gallery's editor sends photos: one file a request, answered with what the list needs to show it."""

from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.permissions import permission_policy
from wagtail.images.views.chooser import ImageChosenResponseMixin

from mysite.body_pictures import make_ready
from mysite.renditions import GALLERY, LARGE
from mysite.vietnamese import nfc


class PhotoUploadView(PermissionCheckedMixin, ImageChosenResponseMixin, View):
    """Adds one image to the library by Wagtail's own upload form, with its permissions, limits and messages.

    Unlike Wagtail's page for many uploads it answers with the data of the image chooser, or with what is wrong with
    the file. GET lists the collections that this editor may add to.
    """

    permission_policy = permission_policy
    permission_required = "add"

    def _collections(self) -> Any:
        return permission_policy.collections_user_has_permission_for(self.request.user, "add").order_by("path")

    def get(self, request: HttpRequest) -> JsonResponse:
        collections = [{"id": collection.pk, "name": str(collection)} for collection in self._collections()]
        return JsonResponse({"collections": collections})

    def post(self, request: HttpRequest) -> JsonResponse:
        upload = request.FILES.get("file")
        if upload is None:
            return JsonResponse({"error": _("No file arrived.")})
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
        make_ready([(photo, (*GALLERY, LARGE))])  # a second for each photo here, or all of them for the first visitor
        return JsonResponse({"photo": self.get_chosen_response_data(photo)})
