"""Form widgets of the admin: slugs and dates."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.admin.widgets.slug import SlugInput

from mysite.text.vietnamese import INVISIBLE, SLUG_LENGTH, get_transliterations


@cache
def slug_formatters() -> list[tuple[str, str]]:
    """Return pairs of regular expression and replacement that, applied in order, turn a title into ``slugify(title)``.

    They are generated from the table of ``slugify``, so that browser and server agree. They run before Wagtail's
    ``urlify``, which then finds only ASCII.
    """
    chars: dict[str, str] = defaultdict(str)
    for char, spelling in get_transliterations().items():
        chars[spelling] += char
    return [
        (f"[{INVISIBLE}]", ""),
        *((f"[{letters}]", spelling) for spelling, letters in chars.items()),
        ("[^A-Za-z0-9]+", "-"),
        ("^-|-$", ""),
        (f"^(?=.{{{SLUG_LENGTH + 1}}})(.{{1,{SLUG_LENGTH}}})-.*$", "$1"),  # too long: truncate between words
        (f"^(.{{{SLUG_LENGTH}}}).+$", "$1"),  # a single long word
    ]


class VietnameseSlugInput(SlugInput):
    """Slug input that generates the same slug from the title as ``mysite.text.vietnamese.slugify``."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(attrs, **{"formatters": slug_formatters(), **kwargs})


class KeepInvalidInputMixin:
    """Leaves invalid input in the field, for the server to reject.

    Wagtail's pickers replace it on blur (31 February by 3 March, “7 giờ 30” by the current time), and scrolling the
    page over them changes the time.
    """

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"validateOnBlur": False, "scrollInput": False}  # type: ignore[misc]


class DateInput(KeepInvalidInputMixin, AdminDateInput):
    """Date picker."""


class TimeInput(KeepInvalidInputMixin, AdminTimeInput):
    """Time picker."""


class DateTimeInput(KeepInvalidInputMixin, AdminDateTimeInput):
    """Date and time picker."""


register_form_field_override(models.DateField, override={"widget": DateInput})
register_form_field_override(models.TimeField, override={"widget": TimeInput})
register_form_field_override(models.DateTimeField, override={"widget": DateTimeInput})
