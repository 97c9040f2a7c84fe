"""The form behind every page's edit screen."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from mysite.slugs import refuse_reserved_slug
from mysite.vietnamese import nfc


class BasePageForm(WagtailAdminPageForm):
    """Composes tags before they are looked up, and refuses slugs that the portal itself answers at."""

    def clean_tags(self) -> list[str]:
        return [nfc(tag) for tag in self.cleaned_data["tags"]]

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if self.instance.pk is None:  # a page that exists knows its parent and checks itself
            try:
                refuse_reserved_slug(cleaned_data.get("slug", ""), self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data
