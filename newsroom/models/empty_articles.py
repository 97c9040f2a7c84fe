"""Abstract model that refuses to publish an article without content."""

import json
from typing import Any

from django.db import models
from wagtail.models import Revision

from mysite.blocks.filled import has_content
from mysite.pages.refusals import PublicationRefused
from newsroom.forms import EMPTY_ARTICLE


class ContentRequiredMixin(models.Model):
    """Abstract article that is published only with a text, an image or an attachment, however it is published.

    One that was published without, before there was this rule or by an import, may be published so again.
    """

    class Meta:
        abstract = True

    def publish(self: Any, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish ``revision``. Raises ``PublicationRefused``."""
        draft = revision.content
        has_parts = draft.get("main_image") or draft.get("attachments")
        if not has_parts and not has_content(json.loads(draft["body"])) and not self.was_published_empty():
            raise PublicationRefused(self, "body", EMPTY_ARTICLE)
        return super().publish(revision, *args, **kwargs)

    def was_published_empty(self: Any) -> bool:
        """Return whether the stored version, not a draft, was published without content."""
        if self.pk is None:
            return False
        stored = type(self).objects.get(pk=self.pk)
        if stored.last_published_at is None or stored.main_image_id or has_content(stored.body.get_prep_value()):
            return False
        return not stored.attachments.exists()
