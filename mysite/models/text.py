"""Normalization of the texts of a model, whether they come from forms, imports or the shell."""

import json
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField

from mysite.blocks.ids import add_missing_ids
from mysite.blocks.stored_text import clean_stream_text
from mysite.text.cleaning import clean_markup, clean_text


class NormalizedTextMixin(models.Model):
    """Normalizes every text of the model (plain text, rich text, StreamFields) before validation and saving.

    Also gives every block and list item of a StreamField an id, as the editor does.
    """

    class Meta:
        abstract = True

    def normalize_text(self) -> None:
        for field in self._meta.concrete_fields:
            # A deferred field has not been changed, and reading it would load it.
            if field.attname not in self.__dict__:
                continue
            if isinstance(field, StreamField):
                self._normalize_stream(field)
            elif isinstance(field, (models.CharField, models.TextField)):
                value, markup = getattr(self, field.attname), isinstance(field, RichTextField)
                if isinstance(value, str):
                    setattr(self, field.attname, clean_markup(value) if markup else clean_text(value))

    def _normalize_stream(self, field: StreamField) -> None:
        block = field.stream_block
        raw = block.get_prep_value(getattr(self, field.attname))
        text = json.dumps(raw, ensure_ascii=False, default=str)
        complete = add_missing_ids(block, clean_stream_text(block, json.loads(text)))
        if json.dumps(complete, ensure_ascii=False) != text:
            setattr(self, field.attname, block.to_python(complete))

    def clean_fields(self, exclude: Any = None) -> None:
        self.normalize_text()
        super().clean_fields(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.normalize_text()
        return super().save(*args, **kwargs)
