"""QuerySets of pages or snippets by the state of their translation, annotated with ``target``, its primary key.

A translation is stale if its source has changed since it was submitted, or was submitted again and the translation has
not been published since, or if part of it is not translated. A translation written by hand, outside wagtail-localize,
is stale if its source was published after it.
"""

import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
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


def find_incomplete(model: type[Model], now: datetime.datetime) -> QuerySet[Any]:
    """Return the sources whose translation is missing, a draft or out of date, annotated with ``state`` and ``since``.

    A translation is missing if the source is live: ``since`` is its first publication, and notices that have ended
    need none. A draft is one that visitors do not see: ``since`` is when it was started. One that they see is out of
    date too if part of it is still in the language of the source.
    """
    shown = build_shown_filter(model)
    sources = find_sources(model).annotate(shown_target=Subquery(_outer_translations(model, shown).values("pk")[:1]))
    sources = _annotate_changes(sources, shown)
    is_missing = Q(target__isnull=True, live=True)
    if model is Notice:
        is_missing &= Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    is_draft = Q(target__isnull=False, shown_target__isnull=True)
    is_untranslated = Exists(find_untranslated().filter(source=OuterRef("submitted_source")))
    is_stale = Q(shown_target__isnull=False) & (_build_stale_filter(model) | is_untranslated)
    started_at = Subquery(_outer_submissions().values("created_at")[:1])
    if model is Page:  # translations written by hand
        drafts = _outer_translations(model, ~shown).values("latest_revision_created_at")
        started_at = Coalesce(started_at, Subquery(drafts[:1]))
    return sources.filter(is_missing | is_draft | is_stale).annotate(
        state=Case(
            When(target__isnull=True, then=Value(TranslationState.MISSING.value)),
            When(shown_target__isnull=True, then=Value(TranslationState.DRAFT.value)),
            default=Value(TranslationState.STALE.value),
        ),
        since=Case(
            When(target__isnull=True, then=F("first_published_at")),
            When(shown_target__isnull=True, then=started_at),
            default=_build_stale_since(model),
        ),
    )


def find_stale(model: type[Model]) -> QuerySet[Any]:
    """Return the sources that have changed after their translation, live or a draft, annotated with ``since``."""
    sources = _annotate_changes(find_sources(model).filter(target__isnull=False), Q())
    return sources.filter(_build_stale_filter(model)).annotate(since=_build_stale_since(model))


def _annotate_changes(sources: QuerySet[Any], translation: Q) -> QuerySet[Any]:
    """Annotate sources with their submission, and with when the ``translation`` that the filter selects was published.

    ``changed_at`` is null unless the source has changed since it was submitted.
    """
    if sources.model is Page:
        published_at = Subquery(_outer_translations(Page, translation).values("last_published_at")[:1])
    else:
        logs = TranslationLog.objects.filter(source__object_id=OuterRef("translation_key")).order_by()
        published_at = Subquery(logs.values("source__object_id").annotate(last=Max("created_at")).values("last"))
    return sources.annotate(
        changed_at=Subquery(_outer_submissions().values("source__change__changed_at")[:1]),
        submitted_at=Subquery(_outer_submissions().values("source__last_updated_at")[:1]),
        submitted_source=Subquery(_outer_submissions().values("source")[:1]),
        translation_published_at=published_at,
    )


def _build_stale_filter(model: type[Model]) -> Q:
    is_stale = Q(changed_at__isnull=False) | Q(submitted_at__gt=F("translation_published_at"))
    if model is Page:  # translations written by hand
        is_stale |= Q(submitted_at__isnull=True, last_published_at__gt=F("translation_published_at"), live=True)
    return is_stale


def _build_stale_since(model: type[Model]) -> Coalesce:
    return Coalesce("changed_at", "submitted_at", *(["last_published_at"] if model is Page else []))


def find_untranslated() -> QuerySet[StringSegment]:
    """Return the text segments of sources that have no translation in the other language."""
    translations = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), has_error=False
    ).exclude(locale=OuterRef("source__locale"))
    return StringSegment.objects.order_by().filter(~Exists(translations))


def find_sources(model: type[Model]) -> QuerySet[Any]:
    """Return the sources of translations, annotated with ``target``.

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
    return objects.annotate(target=Subquery(_outer_translations(model, Q()).values("pk")[:1]))


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
