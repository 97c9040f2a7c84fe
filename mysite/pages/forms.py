"""Base classes of the forms on the edit and copy screens of pages and snippets."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from mysite.editing.form_validation import validate_posted_data
from mysite.editing.newer_versions import NewerVersionForm
from mysite.editing.widgets import DateTimeInput, VietnameseSlugInput
from mysite.text.vietnamese import slugify
from mysite.years import FIRST_YEAR_ONLINE, LAST_YEAR, year_error

from .slugs import FALLBACK_SLUG, find_free_slug, validate_slug

#: Buttons of the edit form that make the page public, now or once it is approved.
PUBLISHING_ACTIONS = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


class ValidatedDataForm(ModelForm):
    """Abstract form that responds with 400 to malformed data before any field or formset reads it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # here, because Wagtail's views iterate over the formsets before validation
            validate_posted_data(self)


class SnippetForm(ValidatedDataForm, NewerVersionForm, WagtailAdminModelForm):
    """Base form of the edit screens of snippets."""


class BasePageForm(ValidatedDataForm, NewerVersionForm, WagtailAdminPageForm):
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
        self.typed_expiry = self.cleaned_data.get("expire_at")
        cleaned_data = super().clean()
        if self.instance.pk is None:  # an existing page knows its parent and validates itself in clean()
            try:
                validate_slug(cleaned_data.get("slug", ""), self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:  # here, because the class that Wagtail derives from this one adds errors after clean()
            self._adjust_schedule_errors(getattr(self, "typed_expiry", None))

    def _adjust_schedule_errors(self, expired_at: datetime.datetime | None) -> None:
        """Let drafts of expired pages be saved, and say where the schedule is: in a dialog, closed at first."""
        old = self.initial.get("expire_at")
        is_unchanged = bool(old and expired_at and abs(old - expired_at) < datetime.timedelta(minutes=1))
        is_expired = bool(expired_at and expired_at < timezone.now())
        if is_expired and is_unchanged and not any(self.data.get(name) for name in PUBLISHING_ACTIONS):
            self.errors.pop("expire_at", None)
        if {"go_live_at", "expire_at"} & self.errors.keys():
            self.add_error(None, _("Correct the times in the dialog “Set publishing schedule” of the status panel."))

    def _generate_slug(self) -> None:
        """Fill an empty slug; number a generated one if the same title was used before (“Lịch công tác tuần”)."""
        typed = self.cleaned_data.get("slug")
        made = slugify(self.cleaned_data.get("title", "")) or FALLBACK_SLUG
        if typed is None or typed not in {"", made}:
            return
        page = self.instance if self.instance.pk else None
        self.cleaned_data["slug"] = find_free_slug(made, self.parent_page, page, avoid_reserved=not typed)


class BaseCopyForm(CopyForm):
    """The form for copying a page, which validates the new slug too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug_field = self.fields["new_slug"]
        slug_field.widget = VietnameseSlugInput()
        slug_field.required = False
        parent = self.page.get_parent()
        slug_field.initial = find_free_slug(self.page.slug, parent, None, avoid_reserved=True)
        # As in the edit form, but without “check”, which would keep the slug, because its number is not in the title.
        self.fields["new_title"].widget.attrs |= {
            "data-controller": "w-sync",
            "data-action": "input->w-sync#apply",
            "data-w-sync-target-value": "#id_new_slug",
        }

    def clean(self) -> dict[str, Any]:
        self._generate_slug()
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page") or self.page.get_parent()
        try:
            validate_slug(cleaned_data.get("new_slug", ""), parent, field="new_slug")
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned_data

    def _generate_slug(self) -> None:
        """Fill an empty slug, and number a generated one that is taken below the parent."""
        parent = self.cleaned_data.get("new_parent_page") or self.page.get_parent()
        typed, made = self.cleaned_data.get("new_slug"), slugify(self.cleaned_data.get("new_title", ""))
        if typed is not None and typed in {"", made}:
            slug = find_free_slug(made or FALLBACK_SLUG, parent, None, avoid_reserved=not typed)
            self.cleaned_data["new_slug"] = slug
