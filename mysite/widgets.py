"""Form widgets of the admin."""

from collections import defaultdict
from functools import cache
from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.admin.widgets.slug import SlugInput

from mysite.vietnamese import INVISIBLE, SLUG_LENGTH, spellings


@cache
def slug_formatters() -> list[tuple[str, str]]:
    """Regular expressions and replacements that make ``slugify(title)`` of a title when applied one after the other.

    The letters are those of ``slugify`` itself, so that browser and server cannot drift apart. They run before
    Wagtail's own ``urlify``, which finds only ASCII left.
    """
    chars: dict[str, str] = defaultdict(str)
    for char, spelling in spellings().items():
        chars[spelling] += char
    return [
        (f"[{INVISIBLE}]", ""),
        *((f"[{letters}]", spelling) for spelling, letters in chars.items()),
        ("[^A-Za-z0-9]+", "-"),
        ("^-|-$", ""),
        (f"^(?=.{{{SLUG_LENGTH + 1}}})(.{{1,{SLUG_LENGTH}}})-.*$", "$1"),  # too long: cut between words
        (f"^(.{{{SLUG_LENGTH}}}).+$", "$1"),  # one endless word
    ]


class VietnameseSlugInput(SlugInput):
    """Makes the same slug in the browser, while a title is typed, as ``mysite.vietnamese.slugify`` on the server."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(attrs, **{"formatters": slug_formatters(), **kwargs})


class KeepsWhatIsTyped:
    """A picker that leaves what it does not understand for the server to refuse.

    Wagtail's own put something else there when the field is left (3 March for 31 February, the present time
    for “7 giờ 30”), and the wheel turns its hours while the page scrolls by.
    """

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"validateOnBlur": False, "scrollInput": False}  # type: ignore[misc]


class DateInput(KeepsWhatIsTyped, AdminDateInput):
    """A day, typed or picked."""


class TimeInput(KeepsWhatIsTyped, AdminTimeInput):
    """A time of day, typed or picked."""


class DateTimeInput(KeepsWhatIsTyped, AdminDateTimeInput):
    """A moment, typed or picked."""


register_form_field_override(models.DateField, override={"widget": DateInput})
register_form_field_override(models.TimeField, override={"widget": TimeInput})
register_form_field_override(models.DateTimeField, override={"widget": DateTimeInput})
