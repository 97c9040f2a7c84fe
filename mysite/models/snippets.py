"""What authors and units share: an address of their own in each language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mysite.sorting import VietnameseOrder
from mysite.vietnamese import slugify

from .text import NormalizedTextMixin
from .translated import TranslatedSnippet


class AddressedSnippet(NormalizedTextMixin, TranslatedSnippet):
    """Abstract: a translatable snippet with a page at ``…/<slug>/``; an empty slug is made from its name."""

    slug = models.SlugField(
        _("slug"), max_length=120, blank=True, help_text=_("Left empty: made from the name. Part of the address.")
    )

    objects = VietnameseOrder.as_manager()

    class Meta(TranslatedSnippet.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="%(class)s_slug_once_a_locale")]

    def name_for_slug(self) -> str:
        """The text that an empty slug is made from."""
        raise NotImplementedError

    def _free_slug(self) -> str:
        base = slugify(self.name_for_slug(), max_length=100) or self._meta.model_name
        taken = set(
            type(self)
            .objects.filter(locale_id=self.locale_id, slug__startswith=base)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in [base, *numbered] if slug not in taken)

    def _is_taken(self) -> bool:
        """Whether a copy for translation has the address of what somebody wrote in that language."""
        others = type(self).objects.filter(locale_id=self.locale_id, slug=self.slug)
        return others.exclude(pk=self.pk).exists()

    def clean(self) -> None:
        super().clean()
        if self.locale_id and (not self.slug or (self.awaits_translation and self._is_taken())):
            self.slug = self._free_slug()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)
