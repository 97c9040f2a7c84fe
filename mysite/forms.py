"""The forms behind every page's edit and copy screens."""

import datetime
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from mysite.slugs import FALLBACK_SLUG, is_reserved, refuse_reserved_slug
from mysite.vietnamese import slugify
from mysite.widgets import DateTimeInput, VietnameseSlugInput

#: Schedules outside of these years are typing errors, and databases know none far outside of them.
FIRST_YEAR, LAST_YEAR = 1990, 2199


class BasePageForm(WagtailAdminPageForm):
    """Refuses slugs that the portal itself answers at."""

    def _clean_fields(self) -> None:
        """Answer 400 to what no browser sends: letters where a block says its number, broken JSON, missing parts."""
        try:
            super()._clean_fields()
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise BadRequest("The form is broken") from error
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and not isinstance(field, ModelMultipleChoiceField):
                chosen = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                if chosen and not str(chosen).isdecimal():  # a chooser that is to show it again fails
                    raise BadRequest("The form is broken")

    def clean_go_live_at(self) -> datetime.datetime | None:
        return self._possible("go_live_at")

    def clean_expire_at(self) -> datetime.datetime | None:
        return self._possible("expire_at")

    def _possible(self, name: str) -> datetime.datetime | None:
        moment = self.cleaned_data[name]
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(_("This year cannot be right."))
        return moment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody knows the address yet, so it may still be made here; the admin saves drafts while a title is typed.
        self.has_no_address_yet = self.instance.first_published_at is None
        if self.has_no_address_yet and "slug" in self.fields:
            self.fields["slug"].required = False
        for name in {"go_live_at", "expire_at"} & self.fields.keys():  # Wagtail's panel names its own widget
            old = self.fields[name].widget
            self.fields[name].widget = DateTimeInput(
                old.attrs, js_overlay_parent_selector=old.js_overlay_parent_selector
            )

    def clean(self) -> dict[str, Any]:
        if self.has_no_address_yet:
            self._make_slug()
        cleaned_data = super().clean()
        if self.instance.pk is None:  # a page that exists knows its parent and checks itself
            try:
                refuse_reserved_slug(cleaned_data.get("slug", ""), self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned_data

    def _make_slug(self) -> None:
        """Fill an empty slug, and number one made from a title used before (“Lịch công tác tuần”), not one typed."""
        typed = self.cleaned_data.get("slug")
        made = slugify(self.cleaned_data.get("title", "")) or FALLBACK_SLUG
        if typed is None or typed not in {"", made}:
            return
        page = self.instance if self.instance.pk else None
        slug, number = made, 1
        while not Page._slug_is_available(slug, self.parent_page, page) or (
            not typed and is_reserved(slug, self.parent_page)
        ):
            number += 1
            slug = f"{made}-{number}"
        self.cleaned_data["slug"] = slug


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
