"""Snippets in several languages. They have no drafts, so what is not translated yet has to say so itself."""

from typing import Any

from django.conf import settings
from django.db import models
from wagtail.models import TranslatableMixin


class TranslatedSnippet(TranslatableMixin, models.Model):
    """Abstract: a translatable snippet.

    Submitting one for translation, or a page that names it, makes a copy with the text of the other language. Visitors
    are shown that copy once somebody has translated it (``home.translations``).
    """

    awaits_translation = models.BooleanField(default=False, editable=False)

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        copy = super().copy_for_translation(*args, **kwargs)
        copy.awaits_translation = True
        return copy

    @property
    def text_language(self) -> str:
        """The language that it is written in: of a copy that nobody has translated, the other one."""
        own: str = self.locale.language_code
        return next(code for code, _ in settings.LANGUAGES if (code != own) == self.awaits_translation)
