"""Text comes in clean by whatever way: forms, imports, the shell."""

import json
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField

from mysite.block_ids import with_ids
from mysite.cleaning import clean, clean_markup, clean_text


class NormalizedTextMixin(models.Model):
    """Cleans every text of the model (characters, rich text, StreamFields) before validation and saving.

    And names every block and item of a StreamField, as its editor does.
    """

    class Meta:
        abstract = True

    def normalize_text(self) -> None:
        for field in self._meta.concrete_fields:
            # A deferred field has not been touched; reading it here would load it.
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
        complete = with_ids(block, clean(json.loads(text)))
        if json.dumps(complete, ensure_ascii=False) != text:
            setattr(self, field.attname, block.to_python(complete))

    def clean_fields(self, exclude: Any = None) -> None:
        self.normalize_text()
        super().clean_fields(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.normalize_text()
        return super().save(*args, **kwargs)
