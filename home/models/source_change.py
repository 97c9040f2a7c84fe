from django.db import models
from django.utils import timezone
from wagtail_localize.models import TranslationSource


class SourceChange(models.Model):
    """Records that a page or snippet has changed since it was last submitted for translation, and when.

    Written by ``home.translations``: wagtail-localize stores what was submitted but does not compare it.
    """

    source = models.OneToOneField(TranslationSource, on_delete=models.CASCADE, primary_key=True, related_name="change")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source.object_repr}: {self.changed_at}"
