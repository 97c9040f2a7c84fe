"""Password validators: common Vietnamese passwords, and the names of the person and of the office."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.models import Site

from .guessable import fold, is_guessable

#: The shortest name that counts; shorter ones are parts of too many words.
SHORTEST_NAME = 5
MAX_SIMILARITY = 0.7


class GuessablePasswordValidator:
    """Refuses common words, names, years, phone numbers and walks on the keyboard, and what consists of them."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_guessable(password):
            message = gettext(
                "This password is guessed first: it consists of common words or names, a date, a phone number, or keys "
                "in a row. Take a sentence of four words or more."
            )
            raise ValidationError(message, code="password_guessable")

    def get_help_text(self) -> str:
        return gettext(
            "Common words, names, dates, phone numbers and keys in a row are not enough, with or without marks. "
            "A sentence of four words or more is good."
        )


class NameSimilarityValidator:
    """Refuses the names of the person and of the office, without marks and spaces too."""

    def validate(self, password: str, user: Any = None) -> None:
        compact = _compact(password)
        for name in _find_names(user):
            if len(name) >= SHORTEST_NAME and _is_similar(compact, name):
                message = gettext("This password is too similar to your name or to that of the office.")
                raise ValidationError(message, code="password_like_name")

    def get_help_text(self) -> str:
        return gettext("Your name and that of the office must not be in the password.")


def _is_similar(password: str, name: str) -> bool:
    if name in password:
        return len(password) - len(name) < len(name)
    matcher = SequenceMatcher(a=password, b=name)
    return matcher.quick_ratio() >= MAX_SIMILARITY and matcher.ratio() >= MAX_SIMILARITY


def _find_names(user: Any) -> Iterator[str]:
    """Yield the names in small letters, without marks and spaces."""
    if user is not None:
        last, first = _compact(user.last_name), _compact(user.first_name)
        yield from (last + first, first + last, first, _compact(user.username), _compact(user.email.partition("@")[0]))
    for site in Site.objects.select_related("root_page"):
        yield from (_compact(site.site_name), _compact(site.root_page.title), *map(_compact, site.hostname.split(".")))


def _compact(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text or ""))
