"""The form behind every upload of an image."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class WholeImageField(WagtailImageField):
    """Refuses a damaged picture with a message; Wagtail's own field lets the decoder's exception through."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # decoders raise what they like
            raise ValidationError(_("The picture is damaged: it cannot be read to its end.")) from error


class PortalImageForm(BaseImageForm):
    """Calls the description what the portal uses it for."""

    file = WholeImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail writes these once, in the language of whoever asks first.
            fresh = WholeImageField()
            self.fields["file"].help_text = fresh.help_text
            self.fields["file"].error_messages = fresh.error_messages
        description = self.fields.get("description")
        if description:
            description.label = _("Alternative text")
            description.help_text = _(
                "What the picture shows, for those who cannot see it. Used wherever a page says nothing else."
            )
