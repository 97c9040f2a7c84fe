"""Bulk upload of gallery photos: one file per request."""

from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.utils import find_image_duplicates, get_accept_attributes
from wagtail.images.views.chooser import ImageChosenResponseMixin

from mysite.media.upload_views import FileUploadView
from mysite.rights.policies import get_image_policy

from .filters import WIDE
from .page_images import make_renditions


def get_main_image_settings() -> dict[str, str]:
    """Return what the script that uploads a main image needs, in the language of the editor."""
    return {
        "url": reverse("upload_photo"),
        "accept": get_accept_attributes(),
        "upload": _("Upload an image"),
        "uploading": _("Uploading the image…"),
        "serverError": _("The server did not accept the file. Check the connection and try again."),
    }


class PhotoUploadView(ImageChosenResponseMixin, FileUploadView):
    """Adds one image to the library, and names an image with the same content that the editor could use instead."""

    permission_policy = get_image_policy()

    def get_model(self) -> type[Model]:
        return get_image_model()

    def get_form_class(self) -> type[ModelForm]:
        return get_image_form(self.get_model())

    def get_response_data(self, photo: Any) -> dict[str, Any]:
        make_renditions([(photo, WIDE)])  # about a second each, which the first visitor would wait for
        data = super().get_response_data(photo)
        duplicates = find_image_duplicates(photo, self.request.user, self.permission_policy)
        if existing := duplicates.order_by("pk").first():
            data["existing"] = self.get_chosen_response_data(existing)
            data["deleteUrl"] = reverse("wagtailimages:delete_multiple", args=[photo.pk])
        return data
