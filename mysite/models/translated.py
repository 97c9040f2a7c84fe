"""Base class of translatable snippets with drafts and workflows."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin

from mysite.pages.forms import SnippetForm
from mysite.text.collation import CollatedQuerySet


class TranslatedSnippetQuerySet(CollatedQuerySet):
    def live(self) -> Self:
        """Return the snippets that are published and, if they are translations, translated."""
        return self.filter(live=True, awaits_translation=False)


class TranslatedSnippet(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, models.Model):
    """Abstract translatable snippet with drafts and workflows, published like pages by users with that permission.

    Submitting a snippet for translation, or a page that refers to it, creates a copy with the text of the source. Until
    it is translated the copy ``awaits_translation``: it has no page and is left out of lists, but pages of its language
    that refer to it show that text while the source is live. ``live`` follows the source until the translation is
    published (``home.translations.signal_handlers``).
    """

    base_form_class = SnippetForm

    awaits_translation = models.BooleanField(default=False, editable=False)
    # Not editable, so that wagtail-localize does not offer to synchronise them with the source.
    first_published_at = models.DateTimeField(null=True, db_index=True, editable=False)
    go_live_at = models.DateTimeField(null=True, editable=False)
    expire_at = models.DateTimeField(null=True, editable=False)

    objects = TranslatedSnippetQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        copy = super().copy_for_translation(*args, **kwargs)
        copy.awaits_translation = True
        # The publication state of the source does not apply to the copy.
        copy.has_unpublished_changes = copy.locked = False
        copy.live_revision = copy.latest_revision = copy.locked_by = copy.locked_at = None
        copy.first_published_at = copy.last_published_at = None
        return copy

    def with_content_json(self, content: Any) -> Any:
        """Return the snippet with the content of a revision; ``awaits_translation`` is not part of that content."""
        revision = super().with_content_json(content)
        revision.awaits_translation = self.awaits_translation
        return revision

    @property
    def status_string(self) -> Any:
        return _("not translated yet") if self.awaits_translation else super().status_string

    @property
    def text_language(self) -> str:
        """The language of its text: that of its locale, or the other one while it awaits translation."""
        own: str = self.locale.language_code
        return next(code for code, _ in settings.LANGUAGES if (code != own) == self.awaits_translation)


Snippet = TypeVar("Snippet", bound=TranslatedSnippet)


def live_or_none(snippet: Snippet | None) -> Snippet | None:
    """Return ``snippet``, or None if it is a draft, which pages do not show."""
    return snippet if snippet is not None and snippet.live else None
