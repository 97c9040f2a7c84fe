"""The form behind every page's edit screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from mysite.vietnamese import nfc


class BasePageForm(WagtailAdminPageForm):
    """Composes tags before they are looked up, and refuses slugs that the portal itself answers at."""

    def clean_tags(self) -> list[str]:
        return [nfc(tag) for tag in self.cleaned_data["tags"]]

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        slug = cleaned_data.get("slug")
        if slug and slug in getattr(self.parent_page.specific_class, "reserved_slugs", ()):
            self.add_error(
                "slug",
                forms.ValidationError(
                    _("The portal itself uses the address “%(slug)s” here. Choose another one."),
                    params={"slug": slug},
                ),
            )
        return cleaned_data
