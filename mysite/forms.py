"""The forms behind every page's edit and copy screens."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from mysite.slugs import refuse_reserved_slug
from mysite.vietnamese import nfc, slugify
from mysite.widgets import VietnameseSlugInput


class BasePageForm(WagtailAdminPageForm):
    """Composes tags before they are looked up, and refuses slugs that the portal itself answers at."""

    def clean_tags(self) -> list[str]:
        return [nfc(tag) for tag in self.cleaned_data["tags"]]

    def clean(self) -> dict[str, Any]:
        if self.instance.pk is None:  # a page that exists knows its parent and checks itself
            self._number_repeated_slug()
        cleaned_data = super().clean()
        if self.instance.pk is None:
            try:
                refuse_reserved_slug(cleaned_data.get("slug", ""), self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data

    def _number_repeated_slug(self) -> None:
        """Let two articles have the same title (“Lịch công tác tuần”) when the slug was made from it, not typed."""
        slug = self.cleaned_data.get("slug")
        if not slug or slug != slugify(self.cleaned_data.get("title", "")):
            return
        number = 1
        while not Page._slug_is_available(self.cleaned_data["slug"], self.parent_page):
            number += 1
            self.cleaned_data["slug"] = f"{slug}-{number}"


class BaseCopyForm(CopyForm):
    """The dialog for copying a page; it too refuses reserved slugs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].widget = VietnameseSlugInput()

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page") or self.page.get_parent()
        try:
            refuse_reserved_slug(cleaned_data.get("new_slug", ""), parent, field="new_slug")
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned_data
