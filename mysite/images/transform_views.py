"""The screen on which an editor rotates and crops an image."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.images.models import SourceImageIOError

from mysite.media.storage import WRITE_ERROR_MESSAGE, MediaWriteError
from mysite.models import PortalImage
from mysite.rights.media import IN_USE_MESSAGE, may_change_published
from mysite.rights.policies import get_image_policy

from .transforms import Area, Transform, crop, replace_pixels, rotate_left, rotate_right, save_copy

logger = logging.getLogger(__name__)

#: The smallest width and height, in pixels, that an image may be cropped to.
MIN_SIZE = 10
ROTATIONS = {"rotate_left": rotate_left, "rotate_right": rotate_right}


class TransformForm(forms.Form):
    """What to do with the image; the numbers are needed for cropping only."""

    action = forms.ChoiceField(choices=[(name, name) for name in (*ROTATIONS, "crop")])
    left = forms.IntegerField(label=gettext_lazy("From the left (pixels)"), min_value=0, required=False)
    top = forms.IntegerField(label=gettext_lazy("From the top (pixels)"), min_value=0, required=False)
    width = forms.IntegerField(label=gettext_lazy("Width (pixels)"), min_value=MIN_SIZE, required=False)
    height = forms.IntegerField(label=gettext_lazy("Height (pixels)"), min_value=MIN_SIZE, required=False)
    as_copy = forms.BooleanField(
        label=gettext_lazy("Save as a new image"),
        help_text=gettext_lazy("The original stays as it is, also on the pages that use it."),
        required=False,
    )
    #: The file that the editor has seen.
    file = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, image: PortalImage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.image, self.user = image, user
        may_add = get_image_policy().collections_user_has_permission_for(user, "add").filter(pk=image.collection_id)
        if not may_add.exists():
            del self.fields["as_copy"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and data["action"] == "crop":
            self._clean_area(data)
        if data.get("file") != self.image.file.name:
            raise ValidationError(_("The image has been changed meanwhile. Look at it again, then repeat the step."))
        if not data.get("as_copy") and not may_change_published(self.user, self.image):
            raise ValidationError(IN_USE_MESSAGE)
        return data

    def _clean_area(self, data: dict[str, Any]) -> None:
        numbers = [data.get(name) for name in ("left", "top", "width", "height")]
        if None in numbers:
            raise ValidationError(_("Drag a frame over the image, or enter its position and size."))
        self.area = Area(*numbers)  # type: ignore[arg-type]
        size = self.image.width, self.image.height
        if self.area.box[2] > size[0] or self.area.box[3] > size[1]:
            message = _("The frame must lie within the image, which is %(width)s × %(height)s pixels.")
            raise ValidationError(message, params={"width": size[0], "height": size[1]})
        if (self.area.width, self.area.height) == size:
            raise ValidationError(_("The frame is the whole image. Make it smaller."))

    def get_transform(self) -> Transform:
        action = self.cleaned_data["action"]
        return crop(self.area) if action == "crop" else ROTATIONS[action]()

    def apply(self) -> PortalImage | None:
        """Change the image and return it, or the new one; None, with an error, if that is not possible."""
        try:
            if self.cleaned_data.get("as_copy"):
                return save_copy(self.image, self.get_transform(), self.user)
            replace_pixels(self.image, self.get_transform())
        except MediaWriteError:
            self.add_error(None, str(WRITE_ERROR_MESSAGE))
        except ValidationError as error:
            self.add_error(None, error)
        except (SourceImageIOError, OSError):
            logger.warning("Image %s cannot be read", self.image.pk, exc_info=True)
            self.add_error(None, _("The image is damaged and cannot be read completely."))
        return self.image if self.is_valid() else None


class TransformView(WagtailAdminTemplateMixin, FormView):
    """Rotates or crops an image. Whoever may edit the image may do so."""

    form_class = TransformForm
    template_name = "mysite/admin/transform_image.html"
    page_title = gettext_lazy("Crop and rotate")
    header_icon = "crop"
    image: PortalImage

    def dispatch(self, request: HttpRequest, image_id: int) -> HttpResponse:
        self.image = get_object_or_404(PortalImage, pk=image_id)
        if not get_image_policy().user_has_permission_for_instance(request.user, "change", self.image):
            raise PermissionDenied
        return super().dispatch(request)

    def get_page_subtitle(self) -> str:
        return self.image.title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailimages:index"), "label": _("Images")},
            {"url": reverse("wagtailimages:edit", args=[self.image.pk]), "label": self.image.title},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_initial(self) -> dict[str, Any]:
        return {"file": self.image.file.name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "image": self.image, "user": self.request.user}

    def form_valid(self, form: TransformForm) -> HttpResponse:
        changed = form.apply()
        if changed is None:
            return self.form_invalid(form)
        done = _("The image was cropped.") if form.cleaned_data["action"] == "crop" else _("The image was rotated.")
        messages.success(self.request, done)
        return redirect("transform_image", changed.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "image": self.image, "min_size": MIN_SIZE}
