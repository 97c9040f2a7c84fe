"""Base class of authors and units, which have a page of their own in each language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mysite.text.vietnamese import slugify

from .text import NormalizedTextMixin
from .translated import TranslatedSnippet


class ProfileSnippet(NormalizedTextMixin, TranslatedSnippet):
    """Abstract translatable snippet with a page at ``…/<slug>/``; an empty slug is generated from its name."""

    slug = models.SlugField(
        _("slug"), max_length=120, blank=True, help_text=_("Part of the URL. Leave empty to generate it from the name.")
    )

    class Meta(TranslatedSnippet.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="%(class)s_slug_once_a_locale")]

    def get_slug_source(self) -> str:
        """Return the text from which an empty slug is generated."""
        raise NotImplementedError

    def has_page_in(self, locale_id: int | None) -> bool:
        """Whether it has a page in the language of ``locale_id``: only in its own, and once it is translated."""
        return self.locale_id == locale_id and not self.awaits_translation

    def _get_available_slug(self) -> str:
        base = slugify(self.get_slug_source(), max_length=100) or self._meta.model_name
        taken = set(
            type(self)
            .objects.filter(locale_id=self.locale_id, slug__startswith=base)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in [base, *numbered] if slug not in taken)

    def _is_slug_taken(self) -> bool:
        others = type(self).objects.filter(locale_id=self.locale_id, slug=self.slug)
        return others.exclude(pk=self.pk).exists()

    def clean(self) -> None:
        super().clean()
        if self.locale_id and (not self.slug or (self.awaits_translation and self._is_slug_taken())):
            self.slug = self._get_available_slug()

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Another snippet may have taken the slug of a draft before the draft is published.
        if not self.slug or (kwargs.get("update_fields") is None and self._is_slug_taken()):
            self.slug = self._get_available_slug()
        super().save(*args, **kwargs)
