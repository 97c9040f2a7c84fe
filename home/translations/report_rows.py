"""Rows of the translations report: pages and snippets combined in one query."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, IntegerField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Collate
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import TranslationSource

from home.models import Motto, Notice, SourceChange
from mysite.models import User
from mysite.text.collation import COLLATION
from mysite.text.summary import plain_text
from newsroom.models import Author, Unit

from .states import FINDERS, STATE_LABELS, TranslationState, find_untranslated

#: The models in the report, each with the field that is shown as its title.
NAME_FIELDS: dict[type[Model], str] = {Page: "title", Author: "name", Unit: "name", Notice: "text", Motto: "text"}
REPORTED_MODELS = {model._meta.model_name: model for model in NAME_FIELDS}
#: Order of the states: the most urgent first.
STATE_RANKS = {TranslationState.STALE: 0, TranslationState.DRAFT: 1, TranslationState.MISSING: 2}
#: How many rows an export completes at once.
BATCH_SIZE = 500
COLUMNS = ("rank", "since", "kind", "pk", "words", "language", "target", "translation_key")


@dataclass
class ReportRow:
    kind: str
    title: str
    state: str
    since: datetime.datetime | None
    #: The name of the language to translate into.
    language: str
    edit_url: str
    is_begun: bool
    #: The URL to edit the translation, or to submit the source for translation.
    target_url: str
    #: The URL to update a translation whose source has changed since it was submitted.
    update_url: str
    #: How many texts have no translation; empty for a translation written by hand, where it is unknown.
    left: int | str


def find_rows(user: User, *, state: str = "", language: str = "", kind: str = "") -> QuerySet[Any]:
    """Return what ``user`` may change, filtered by state, language and kind, as dictionaries of ``COLUMNS``."""
    models = [REPORTED_MODELS[kind]] if kind else list(NAME_FIELDS)
    states = [TranslationState(state)] if state else list(STATE_RANKS)
    querysets = [
        _query_model(user, model, one, language) for model in models if _can_change(user, model) for one in states
    ]
    querysets = querysets or [Page.objects.none().values("pk")]
    return querysets[0].union(*querysets[1:], all=True) if len(querysets) > 1 else querysets[0]


def _can_change(user: User, model: type[Model]) -> bool:
    return model is Page or user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def _query_model(user: User, model: type[Model], state: TranslationState, language: str) -> QuerySet[Any]:
    sources = FINDERS[state](model)
    if language:
        sources = sources.exclude(locale__language_code=language)
    if model is Page:
        editable = page_permission_policy.instances_user_has_permission_for(user, "change")
        sources = sources.filter(pk__in=editable.order_by().values("pk"))
    return sources.annotate(
        rank=Value(STATE_RANKS[state], IntegerField()),
        kind=Cast(Value(model._meta.model_name), TextField()),
        words=Collate(Cast(F(NAME_FIELDS[model]), TextField()), COLLATION),
        language=F("locale__language_code"),
    ).values(*COLUMNS)


def complete_rows(rows: Iterable[dict[str, Any]]) -> Iterator[ReportRow]:
    """Yield the rows with URLs and the number of untranslated texts, with three queries per batch."""
    rows = list(rows)
    for start in range(0, len(rows), BATCH_SIZE):
        yield from _complete_batch(rows[start : start + BATCH_SIZE])


def _complete_batch(rows: Sequence[dict[str, Any]]) -> Iterator[ReportRow]:
    keys = [row["translation_key"] for row in rows]
    sources = TranslationSource.objects.filter(object__in=keys, translations__enabled=True).distinct()
    sources_by_object = {
        (source.object_id, source.locale.language_code): source for source in sources.select_related("locale")
    }
    untranslated = _count_untranslated(sources_by_object.values())
    changed = _get_changed_sources(sources_by_object.values())
    for row in rows:
        source = sources_by_object.get((row["translation_key"], row["language"]))
        yield _build_row(row, source.pk if source else None, untranslated, changed)


def _build_row(row: dict[str, Any], source: int | None, untranslated: dict[int, int], changed: set[int]) -> ReportRow:
    model = REPORTED_MODELS[row["kind"]]
    state = next(state for state, rank in STATE_RANKS.items() if rank == row["rank"])
    return ReportRow(
        kind=capfirst(str(model._meta.verbose_name)),
        title=Truncator(plain_text(model, NAME_FIELDS[model], row["words"])).chars(100),
        state=str(STATE_LABELS[state]),
        since=row["since"],
        language=next(name for code, name in settings.LANGUAGES if code != row["language"]),
        edit_url=get_edit_url(model, row["pk"]),
        is_begun=bool(row["target"]),
        target_url=get_edit_url(model, row["target"]) if row["target"] else _get_submit_url(model, row["pk"]),
        update_url=reverse("wagtail_localize:update_translations", args=[source]) if source in changed else "",
        left=untranslated.get(source, 0) if source and row["target"] else "",
    )


def get_edit_url(model: type[Model], pk: Any) -> str:
    if model is Page:
        return reverse("wagtailadmin_pages:edit", args=[pk])
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:edit", args=[pk])


def _get_submit_url(model: type[Model], pk: Any) -> str:
    if model is Page:
        return reverse("wagtail_localize:submit_page_translation", args=[pk])
    return reverse(
        "wagtail_localize:submit_snippet_translation", args=[model._meta.app_label, model._meta.model_name, pk]
    )


def _get_changed_sources(sources: Iterable[TranslationSource]) -> set[int]:
    """Return the sources that have changed since they were submitted for translation. One query."""
    return set(SourceChange.objects.filter(source__in=list(sources)).values_list("source", flat=True))


def _count_untranslated(sources: Iterable[TranslationSource]) -> dict[int, int]:
    """Return the number of texts without a translation by source. One query."""
    segments = find_untranslated().filter(source__in=list(sources))
    return dict(segments.values_list("source").annotate(Count("pk")))
