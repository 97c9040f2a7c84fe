"""Forms for uploaded files that report a full or read-only disk as a form error."""

from contextlib import suppress
from typing import Any

from django.forms import ModelForm
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.forms import BaseDocumentForm

from mysite.images.fields import ReencodedImageField
from mysite.rights.media import PublishedFileFormMixin

from .storage import WRITE_ERROR_MESSAGE, MediaWriteError


class StoredFileForm(ModelForm):
    """Model form that stores its file as the last step of validation, so that a failure is an error of the field."""

    def full_clean(self) -> None:
        before = self.instance.file
        super().full_clean()
        if not self.is_bound or self.errors or "file" not in self.changed_data:
            return
        try:
            self.store_file()
        except MediaWriteError:
            with suppress(OSError):  # the form is rendered again with the stored file, if that still exists
                self.instance.file = before
            self.add_error("file", str(WRITE_ERROR_MESSAGE))

    def store_file(self) -> None:
        self.instance._meta.get_field("file").pre_save(self.instance, add=False)


class PortalDocumentForm(PublishedFileFormMixin, StoredFileForm, BaseDocumentForm):
    """Wagtail's document form, which deletes a replaced file only after the document has been saved."""

    def store_file(self) -> None:
        self.instance.prepare_new_file()
        super().store_file()

    def save(self, commit: bool = True) -> Any:
        replaced = self.original_file
        self.original_file: Any = None
        document = super().save(commit=commit)
        if commit and replaced and "file" in self.changed_data:
            replaced.storage.delete(replaced.name)
        return document


class PortalAvatarForm(AvatarPreferencesForm):
    """Wagtail's avatar form with re-encoding, because avatars are as public as all media."""

    avatar = ReencodedImageField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)
