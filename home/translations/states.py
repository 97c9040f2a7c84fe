"""In which state translations are. Each function gives sources, pages or snippets, with ``since`` and ``target``.

A translation that was submitted is stale when its source has changed since it was given to translate, or was given
anew and has not been published since, or if part of it has no translation. One written by hand is stale when its source
was published after it.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog

from home.models import Notice


class State(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    STALE = "stale"


STATES = {
    State.MISSING: pgettext_lazy("translation", "missing"),
    State.DRAFT: pgettext_lazy("translation", "draft"),
    State.STALE: pgettext_lazy("translation", "out of date"),
}


def missing(model: type[Model]) -> QuerySet[Any]:
    """What visitors may see and nobody has begun to translate; ``since`` is when it was first published."""
    found = sources(model).filter(target__isnull=True)
    if model is Page:
        return found.filter(live=True).annotate(since=F("first_published_at"))
    if model is Notice:
        found = found.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))
    return found.annotate(since=Cast(Value(None), DateTimeField()))


def drafts(model: type[Model]) -> QuerySet[Any]:
    """What was begun and is not shown; ``since`` is when it was begun."""
    waiting = Q(live=False) if model is Page else Q(awaits_translation=True)
    since = Subquery(_translations().values("created_at")[:1])
    if model is Page:  # by hand
        since = Coalesce(since, Subquery(_others(model, waiting).values("latest_revision_created_at")[:1]))
    return sources(model, waiting).filter(target__isnull=False).annotate(since=since)


def stale(model: type[Model], *, drafts_too: bool = False) -> QuerySet[Any]:
    """What is shown and no longer what the source says; ``drafts_too``: also drafts made of what it said before.

    Something is out of date too if part of it is shown in the language of the source, for want of a translation.
    """
    shown = Q() if drafts_too else Q(live=True) if model is Page else Q(awaits_translation=False)
    found = sources(model, shown).filter(target__isnull=False)
    found = found.annotate(
        changed_at=Subquery(_translations().values("source__change__changed_at")[:1]),
        given_at=Subquery(_translations().values("source__last_updated_at")[:1]),
        given=Subquery(_translations().values("source")[:1]),
    )
    if model is Page:
        published = Subquery(_others(Page, shown).values("last_published_at")[:1])
        by_hand = Q(given_at__isnull=True, last_published_at__gt=F("published_there"), live=True)
        since = Coalesce("changed_at", "given_at", "last_published_at")
    else:
        logs = TranslationLog.objects.filter(source__object_id=OuterRef("translation_key")).order_by()
        published = Subquery(logs.values("source__object_id").annotate(last=Max("created_at")).values("last"))
        by_hand, since = Q(pk__in=[]), Coalesce("changed_at", "given_at")
    found = found.annotate(published_there=published)
    is_stale = Q(changed_at__isnull=False) | Q(given_at__gt=F("published_there")) | by_hand
    if not drafts_too:
        is_stale |= Exists(untranslated().filter(source=OuterRef("given")))
    return found.filter(is_stale).annotate(since=since)


FINDERS: dict[State, Callable[[type[Model]], QuerySet[Any]]] = {
    State.MISSING: missing,
    State.DRAFT: drafts,
    State.STALE: stale,
}


def untranslated() -> QuerySet[StringSegment]:
    """The texts of sources that have no translation in the other language."""
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), has_error=False
    ).exclude(locale=OuterRef("source__locale"))
    return StringSegment.objects.order_by().filter(~Exists(done))


def sources(model: type[Model], target: Q | None = None) -> QuerySet[Any]:
    """What translations are made of, each with the key of its translation as ``target``; only such as ``target`` says.

    That is what was submitted for translation; of what was written by hand the one in the first language, if any.
    """
    is_source = Exists(_translations())
    is_target = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    )
    in_first_language = _others(model, Q(locale__language_code=settings.LANGUAGE_CODE))
    by_hand = ~Exists(is_target) & ~Exists(in_first_language)
    objects = model._default_manager.order_by().filter(Q(is_source) | Q(by_hand))
    if model is Page:
        objects = objects.filter(alias_of__isnull=True, depth__gt=1)
    return objects.annotate(target=Subquery(_others(model, target or Q()).values("pk")[:1]))


def _others(model: type[Model], which: Q) -> QuerySet[Any]:
    """The translations of the outer query's row. An alias is none."""
    others = model._default_manager.order_by().filter(which, translation_key=OuterRef("translation_key"))
    others = others.exclude(locale=OuterRef("locale"))
    return others.filter(alias_of__isnull=True) if model is Page else others


def _translations() -> QuerySet[Translation]:
    """The outer query's row as it was submitted for translation."""
    return Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), source__locale=OuterRef("locale"), enabled=True
    )
