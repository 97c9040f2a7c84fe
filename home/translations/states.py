"""QuerySets of pages or snippets by the state of their translation, annotated with ``since`` and ``target``.

A translation is stale if its source has changed since it was submitted, or was submitted again and the translation has
not been published since, or if part of it is not translated. A translation written by hand, outside wagtail-localize,
is stale if its source was published after it.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

from home.models import Notice


class TranslationState(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    STALE = "stale"


STATE_LABELS = {
    TranslationState.MISSING: pgettext_lazy("translation", "missing"),
    TranslationState.DRAFT: pgettext_lazy("translation", "draft"),
    TranslationState.STALE: pgettext_lazy("translation", "out of date"),
}


def build_shown_filter(model: type[Model]) -> Q:
    """Return the condition under which visitors see an object as a translation."""
    return Q(live=True) if model is Page else Q(live=True, awaits_translation=False)


def find_missing(model: type[Model]) -> QuerySet[Any]:
    """Return live sources without a translation; ``since`` is their first publication."""
    sources = find_sources(model).filter(target__isnull=True, live=True)
    if model is Notice:
        sources = sources.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))
    return sources.annotate(since=F("first_published_at"))


def find_drafts(model: type[Model]) -> QuerySet[Any]:
    """Return sources whose translation is not shown yet; ``since`` is when it was started."""
    not_shown = ~build_shown_filter(model)
    since = Subquery(_outer_submissions().values("created_at")[:1])
    if model is Page:  # translations written by hand
        since = Coalesce(
            since, Subquery(_outer_translations(model, not_shown).values("latest_revision_created_at")[:1])
        )
    return find_sources(model, not_shown).filter(target__isnull=False).annotate(since=since)


def find_stale(model: type[Model], *, include_drafts: bool = False) -> QuerySet[Any]:
    """Return sources whose translation is shown and out of date, or with ``include_drafts`` an outdated draft.

    A translation is out of date too if part of it is still in the language of the source.
    """
    condition = Q() if include_drafts else build_shown_filter(model)
    sources = find_sources(model, condition).filter(target__isnull=False)
    sources = sources.annotate(
        changed_at=Subquery(_outer_submissions().values("source__change__changed_at")[:1]),
        submitted_at=Subquery(_outer_submissions().values("source__last_updated_at")[:1]),
        submitted_source=Subquery(_outer_submissions().values("source")[:1]),
    )
    if model is Page:
        translation_published_at = Subquery(_outer_translations(Page, condition).values("last_published_at")[:1])
        by_hand = Q(submitted_at__isnull=True, last_published_at__gt=F("translation_published_at"), live=True)
        since = Coalesce("changed_at", "submitted_at", "last_published_at")
    else:
        logs = TranslationLog.objects.filter(source__object_id=OuterRef("translation_key")).order_by()
        translation_published_at = Subquery(
            logs.values("source__object_id").annotate(last=Max("created_at")).values("last")
        )
        by_hand, since = Q(pk__in=[]), Coalesce("changed_at", "submitted_at")
    sources = sources.annotate(translation_published_at=translation_published_at)
    is_stale = Q(changed_at__isnull=False) | Q(submitted_at__gt=F("translation_published_at")) | by_hand
    if not include_drafts:
        is_stale |= Exists(find_untranslated().filter(source=OuterRef("submitted_source")))
    return sources.filter(is_stale).annotate(since=since)


FINDERS: dict[TranslationState, Callable[[type[Model]], QuerySet[Any]]] = {
    TranslationState.MISSING: find_missing,
    TranslationState.DRAFT: find_drafts,
    TranslationState.STALE: find_stale,
}


def find_untranslated() -> QuerySet[StringSegment]:
    """Return the text segments of sources that have no translation in the other language."""
    translations = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), has_error=False
    ).exclude(locale=OuterRef("source__locale"))
    return StringSegment.objects.order_by().filter(~Exists(translations))


def find_sources(model: type[Model], target: Q | None = None) -> QuerySet[Any]:
    """Return the sources of translations, annotated with the key of their translation, filtered by ``target``.

    A source is what was submitted for translation. Of objects translated by hand, it is the one in the default
    language, or one without a translation in that language.
    """
    is_source = Exists(_outer_submissions())
    is_target = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    )
    in_first_language = _outer_translations(model, Q(locale__language_code=settings.LANGUAGE_CODE))
    by_hand = ~Exists(is_target) & ~Exists(in_first_language)
    objects = model._default_manager.order_by().filter(Q(is_source) | Q(by_hand))
    if model is Page:
        objects = objects.filter(alias_of__isnull=True, depth__gt=1)
    return objects.annotate(target=Subquery(_outer_translations(model, target or Q()).values("pk")[:1]))


def _outer_translations(model: type[Model], condition: Q) -> QuerySet[Any]:
    """Subquery of the translations of the outer query's object, without aliases."""
    translations = model._default_manager.order_by().filter(condition, translation_key=OuterRef("translation_key"))
    translations = translations.exclude(locale=OuterRef("locale"))
    return translations.filter(alias_of__isnull=True) if model is Page else translations


def _outer_submissions() -> QuerySet[Translation]:
    """Subquery of the submissions of the outer query's object for translation."""
    return Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), source__locale=OuterRef("locale"), enabled=True
    )
