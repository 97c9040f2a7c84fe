"""Access control for files of ``MEDIA_ROOT``."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.documents.wagtail_hooks import check_view_restrictions
from wagtail.models import CollectionViewRestriction

from mysite.models import PortalImage
from mysite.pages.expressions import IsCollectionRestricted
from mysite.rights.policies import get_image_policy

ORIGINALS_FOLDER, RENDITIONS_FOLDER = "original_images/", "images/"
#: Permissions on images any of which lets a user see them in the admin.
EDITOR_PERMISSIONS = ["add", "change", "delete", "choose"]


@dataclass(frozen=True)
class AccessDecision:
    """The decision about one request for one file."""

    is_restricted: bool = False
    #: The response in place of the file: the login or password page.
    denial_response: HttpResponse | None = None


def check_access(request: HttpRequest, name: str) -> AccessDecision:
    """Check access to the file ``name``, a normalized path below ``MEDIA_ROOT``, as Wagtail does for documents.

    Raises ``Http404`` for documents, which have URLs of their own. While any collection is restricted it also does so
    for image files without a row, whose collection is unknown. One query while no collection is restricted.
    """
    folder = f"{name.partition('/')[0].lower()}/"
    if folder == "documents/":
        raise Http404("Documents have URLs of their own")
    if folder not in (ORIGINALS_FOLDER, RENDITIONS_FOLDER) or not CollectionViewRestriction.objects.exists():
        return AccessDecision()
    image = _find_image(name, folder)
    if image is None or hasattr(image, "bin_item"):
        raise Http404("No image uses this file")
    if not image.is_restricted:
        return AccessDecision()
    if get_image_policy().user_has_any_permission_for_instance(request.user, EDITOR_PERMISSIONS, image):
        return AccessDecision(is_restricted=True)
    return AccessDecision(is_restricted=True, denial_response=check_view_restrictions(image, request))


def _find_image(name: str, folder: str) -> PortalImage | None:
    images = PortalImage.objects.select_related("collection", "bin_item")
    images = images.annotate(is_restricted=IsCollectionRestricted("collection__path"))
    return images.filter(**{"file" if folder == ORIGINALS_FOLDER else "renditions__file": name}).first()
