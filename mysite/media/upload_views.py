"""Uploads from the edit forms of pages: one file per request."""

from pathlib import PurePath
from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic.base import View
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.documents.views.chooser import DocumentChosenResponseMixin

from mysite.rights.policies import get_document_policy
from mysite.text.vietnamese import nfc


class FileUploadView(PermissionCheckedMixin, View):
    """Adds one file to the library with Wagtail's upload form, its permissions, limits and messages.

    Unlike Wagtail's multiple uploader it responds with the data of a chooser, or with the errors of the file.
    GET returns the collections to which the editor may add files. Subclasses name the model with its policy and form,
    and inherit the response from Wagtail's chooser.
    """

    permission_policy: Any
    permission_required = "add"

    def get_model(self) -> type[Model]:
        raise NotImplementedError

    def get_form_class(self) -> type[ModelForm]:
        raise NotImplementedError

    def get_response_data(self, item: Any) -> dict[str, Any]:
        return {"chosen": self.get_chosen_response_data(item)}

    def _collections(self) -> Any:
        return self.permission_policy.collections_user_has_permission_for(self.request.user, "add").order_by("path")

    def get(self, request: HttpRequest) -> JsonResponse:
        collections = [{"id": collection.pk, "name": str(collection)} for collection in self._collections()]
        return JsonResponse({"collections": collections})

    def post(self, request: HttpRequest) -> JsonResponse:
        upload = request.FILES.get("file")
        if upload is None:
            return JsonResponse({"error": _("No file was received.")})
        model = self.get_model()
        title_length = model._meta.get_field("title").max_length
        data = {
            "title": nfc(PurePath(upload.name).stem)[:title_length],
            "collection": request.POST.get("collection") or self._collections().values_list("pk", flat=True).first(),
        }
        form: Any = self.get_form_class()(
            data,
            {"file": upload},
            instance=model(uploaded_by_user=request.user),
            user=request.user,
        )
        if not form.is_valid():
            # The model's validation adds to an empty file that it has no extension either.
            of_file = list(form.errors.get("file", []))[:1]
            messages = of_file or [message for errors in form.errors.values() for message in errors]
            return JsonResponse({"error": " ".join(messages)})
        return JsonResponse(self.get_response_data(form.save()))


class DocumentUploadView(DocumentChosenResponseMixin, FileUploadView):
    """Adds one document to the library."""

    permission_policy = get_document_policy()

    def get_model(self) -> type[Model]:
        return get_document_model()

    def get_form_class(self) -> type[ModelForm]:
        return get_document_form(self.get_model())
