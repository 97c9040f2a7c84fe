"""Base classes of the forms on the edit and copy screens of pages and snippets."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from mysite.editing.form_validation import validate_posted_data
from mysite.editing.widgets import DateTimeInput, VietnameseSlugInput
from mysite.text.vietnamese import slugify
from mysite.years import FIRST_YEAR_ONLINE, LAST_YEAR, year_error

from .slugs import FALLBACK_SLUG, is_reserved, is_slug_free, validate_slug


class ValidatedDataForm(ModelForm):
    """Abstract form that responds with 400 to malformed data before any field or formset reads it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # here, because Wagtail's views iterate over the formsets before validation
            validate_posted_data(self)


class SnippetForm(ValidatedDataForm, WagtailAdminModelForm):
    """Base form of the edit screens of snippets."""


class BasePageForm(ValidatedDataForm, WagtailAdminPageForm):
    """Base form of the edit screens of pages: generates slugs and validates them against reserved ones."""

    def clean_go_live_at(self) -> datetime.datetime | None:
        return self._validate_year("go_live_at")

    def clean_expire_at(self) -> datetime.datetime | None:
        return self._validate_year("expire_at")

    def _validate_year(self, name: str) -> datetime.datetime | None:
        moment = self.cleaned_data[name]
        if moment and not FIRST_YEAR_ONLINE <= moment.year <= LAST_YEAR:
            raise ValidationError(year_error(FIRST_YEAR_ONLINE))
        return moment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The URL is not public yet, so the slug may still follow the title; autosave stores drafts while it is typed.
        self.is_unpublished = self.instance.first_published_at is None
        if self.is_unpublished and "slug" in self.fields:
            self.fields["slug"].required = False
        for name in {"go_live_at", "expire_at"} & self.fields.keys():  # Wagtail's panel sets its own widget
            old = self.fields[name].widget
            self.fields[name].widget = DateTimeInput(
                old.attrs, js_overlay_parent_selector=old.js_overlay_parent_selector
            )

    def clean(self) -> dict[str, Any]:
        if self.is_unpublished:
            self._generate_slug()
        cleaned_data = super().clean()
        if self.instance.pk is None:  # an existing page knows its parent and validates itself in clean()
            try:
                validate_slug(cleaned_data.get("slug", ""), self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data

    def _generate_slug(self) -> None:
        """Fill an empty slug; number a generated one if the same title was used before (“Lịch công tác tuần”)."""
        typed = self.cleaned_data.get("slug")
        made = slugify(self.cleaned_data.get("title", "")) or FALLBACK_SLUG
        if typed is None or typed not in {"", made}:
            return
        page = self.instance if self.instance.pk else None
        slug, number = made, 1
        while not is_slug_free(slug, self.parent_page, page) or (not typed and is_reserved(slug, self.parent_page)):
            number += 1
            slug = f"{made}-{number}"
        self.cleaned_data["slug"] = slug


class BaseCopyForm(CopyForm):
    """The form for copying a page, which validates the new slug too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].widget = VietnameseSlugInput()

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page") or self.page.get_parent()
        try:
            validate_slug(cleaned_data.get("new_slug", ""), parent, field="new_slug")
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned_data
