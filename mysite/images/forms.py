"""The form for uploading and editing images."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from mysite.media.forms import StoredFileForm
from mysite.rights.media import PublishedFileFormMixin

from .fields import ReencodedImageField


class PortalImageForm(PublishedFileFormMixin, StoredFileForm, BaseImageForm):
    """Wagtail's image form, which re-encodes uploads and labels the description as alternative text."""

    unrestricted_fields = frozenset({"title", "tags"})

    file = ReencodedImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in (self._meta.exclude or ()):
            del self.fields["file"]  # the multiple uploader's second form; Django keeps declared fields
        if "file" in self.fields:
            # Wagtail translates these once, in the language of the first request.
            fresh = ReencodedImageField()
            self.fields["file"].help_text = fresh.help_text
            self.fields["file"].error_messages = fresh.error_messages
        description = self.fields.get("description")
        if description:
            description.label = _("Alternative text")
            description.help_text = _(
                "Describes the image for people who cannot see it. Used wherever a page has no alternative text "
                "of its own."
            )

    def store_file(self) -> None:
        self.instance.reencode_new_file()
        super().store_file()
