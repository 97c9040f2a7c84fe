"""What the portal adds to the admin as a whole."""

from django.urls import URLPattern, path
from wagtail import hooks

from mysite.photo_upload import PhotoUploadView


@hooks.register("register_admin_urls")
def photo_upload_url() -> list[URLPattern]:
    return [path("gallery-photos/", PhotoUploadView.as_view(), name="upload_photo")]
