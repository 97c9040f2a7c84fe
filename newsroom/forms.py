"""The forms behind the edit screens of articles and events."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mysite.forms import BasePageForm


class MainImageForm(BasePageForm):
    """Asks for the main picture's alternative text before publishing."""

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        image = cleaned_data.get("main_image")
        words = cleaned_data.get("main_image_alt") or (image.description if image else "")
        if image and not words.strip() and not self.is_deferred_validation:
            self.add_error(
                "main_image_alt", ValidationError(_("Say what the picture shows, for those who cannot see it."))
            )
        return cleaned_data


class NewsPageForm(MainImageForm):
    """Starts every round of edits with “minor edit” unticked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_unpublished_changes:
            # “Minor edit” speaks of the change being made, not of the one published last.
            self.initial["minor_edit"] = False
