"""Abstract model that counts what an article lacks: photos, and alternative texts of its images."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MissingPartsMixin(models.Model):
    """Abstract article with columns for lists, set when it is published: imported articles lack photos or texts."""

    missing_photos = models.PositiveIntegerField(_("missing photos"), default=0, editable=False)
    missing_alt_texts = models.PositiveIntegerField(_("missing alternative texts"), default=0, editable=False)

    class Meta:
        abstract = True
        # Of the few articles that lack something: counting them reads no row of the others, whose bodies are large.
        indexes = [
            models.Index(fields=["missing_photos"], condition=Q(missing_photos__gt=0), name="newsroom_missing_photos"),
            models.Index(
                fields=["missing_alt_texts"], condition=Q(missing_alt_texts__gt=0), name="newsroom_missing_alt_texts"
            ),
        ]

    def count_missing_parts(self: Any) -> None:
        galleries = [gallery.value for gallery in self.body.blocks_by_name("gallery")]
        self.missing_photos = sum(len(gallery.missing_photos) for gallery in galleries)
        texts = [photo.alternative_text for gallery in galleries for photo in gallery.available_photos]
        texts += [block.value.alternative_text for block in self.body.blocks_by_name("picture") if block.value["image"]]
        texts += [
            block.value["alt_text"] or block.value["picture"].description
            for block in self.body.blocks_by_name("video")
            if block.value["picture"]
        ]
        if self.main_image:
            texts.append(self.alternative_text)
        self.missing_alt_texts = sum(not text.strip() for text in texts)


def count_again(articles: Iterable[Any]) -> None:
    """Count anew what ``articles`` lack, because an image of theirs was described."""
    for article in articles:
        article.count_missing_parts()
        type(article).objects.filter(pk=article.pk).update(missing_alt_texts=article.missing_alt_texts)
