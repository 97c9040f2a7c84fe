from django.db import models
from django.utils import timezone
from wagtail_localize.models import TranslationSource


class SourceChange(models.Model):
    """That a page or snippet has changed since it was last given to translate, and since when.

    Written by ``home.translations``. wagtail-localize keeps what was given, but does not compare.
    """

    source = models.OneToOneField(TranslationSource, on_delete=models.CASCADE, primary_key=True, related_name="change")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source.object_repr}: {self.changed_at}"
