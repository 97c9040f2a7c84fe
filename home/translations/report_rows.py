"""Rows of the translations report: pages and snippets whose translation is missing, a draft or out of date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, F, Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import TranslationSource

from home.models import Motto, Notice, SourceChange
from mysite.compiled_queries import compiled_query
from mysite.models import User
from mysite.text.collation import sort_key
from mysite.text.summary import plain_text
from newsroom.models import Author, Unit

from .states import STATE_LABELS, TranslationState, find_incomplete, find_sources, find_untranslated

#: The models in the report, each with the field that is shown as its title.
NAME_FIELDS: dict[type[Model], str] = {Page: "title", Author: "name", Unit: "name", Notice: "text", Motto: "text"}
REPORTED_MODELS = {model._meta.model_name: model for model in NAME_FIELDS}
#: Order of the states: the most urgent first.
STATE_RANKS: dict[str, int] = {TranslationState.STALE: 0, TranslationState.DRAFT: 1, TranslationState.MISSING: 2}
#: How many rows an export completes at once.
BATCH_SIZE = 500


class Source(NamedTuple):
    """A page or snippet to translate."""

    model: type[Model]
    pk: int
    name: str
    state: str
    since: datetime.datetime | None

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def urgency(self) -> tuple[Any, ...]:
        return STATE_RANKS[self.state], *self.age

    @property
    def age(self) -> tuple[Any, ...]:
        return self.since is not None, self.since, self.kind, self.pk


#: How the report can be sorted.
SORT_KEYS = {
    "urgency": lambda source: source.urgency,
    "name": lambda source: (sort_key(source.name), source.kind, source.pk),
    "kind": lambda source: (source.kind, source.pk),
    "since": lambda source: source.age,
}


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


def find_rows(user: User, *, state: str = "", language: str = "", kind: str = "") -> list[Source]:
    """Return what ``user`` may change, filtered by state, language to translate into, and kind. A query per model."""
    models = [REPORTED_MODELS[kind]] if kind else list(NAME_FIELDS)
    sources = [
        Source(model, *row)
        for model in models
        if _can_change(user, model)
        for row in _query_model(user, model, language)
    ]
    return [source for source in sources if source.state == state] if state else sources


def _can_change(user: User, model: type[Model]) -> bool:
    return model is Page or user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def _query_model(user: User, model: type[Model], language: str) -> Iterable[tuple[Any, ...]]:
    if model is not Page:
        return find_snippet_rows(timezone.now(), model=model, language=language)
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    pages = _find_rows(Page, timezone.now(), language)
    return pages.filter(pk__in=editable.order_by().values("pk"))


@compiled_query
def find_snippet_rows(now: datetime.datetime, *, model: type[Model], language: str) -> QuerySet[Any]:
    """Return the rows of a snippet model, which unlike pages do not depend on the user."""
    return _find_rows(model, now, language)


def _find_rows(model: type[Model], now: datetime.datetime, language: str) -> QuerySet[Any]:
    sources = find_incomplete(model, now)
    if language:
        sources = sources.exclude(locale__language_code=language)
    return sources.values_list("pk", NAME_FIELDS[model], "state", "since")


def complete_rows(sources: Iterable[Source]) -> Iterator[ReportRow]:
    """Yield the rows with URLs and the number of untranslated texts, with three queries per batch and one per model."""
    sources = list(sources)
    for start in range(0, len(sources), BATCH_SIZE):
        yield from _complete_batch(sources[start : start + BATCH_SIZE])


def _complete_batch(sources: Sequence[Source]) -> Iterator[ReportRow]:
    details = {model: _load_details(model, pks) for model, pks in _group_by_model(sources).items()}
    keys = [row["translation_key"] for rows in details.values() for row in rows.values()]
    submitted = TranslationSource.objects.filter(object__in=keys, translations__enabled=True).distinct()
    submissions = {(one.object_id, one.locale.language_code): one for one in submitted.select_related("locale")}
    untranslated = _count_untranslated(submissions.values())
    changed = _get_changed_sources(submissions.values())
    for source in sources:
        if (row := details[source.model].get(source.pk)) is None:
            continue  # deleted meanwhile
        submission = submissions.get((row["translation_key"], row["language"]))
        yield _build_row(source, row, submission.pk if submission else None, untranslated, changed)


def _group_by_model(sources: Iterable[Source]) -> dict[type[Model], list[int]]:
    grouped: dict[type[Model], list[int]] = defaultdict(list)
    for source in sources:
        grouped[source.model].append(source.pk)
    return grouped


def _load_details(model: type[Model], pks: list[int]) -> dict[int, dict[str, Any]]:
    """Return language, translation key and the primary key of the translation (``target``) of sources. One query."""
    sources = find_sources(model).filter(pk__in=pks).annotate(language=F("locale__language_code"))
    return {row["pk"]: row for row in sources.values("pk", "translation_key", "language", "target")}


def _build_row(
    source: Source, details: dict[str, Any], submission: int | None, untranslated: dict[int, int], changed: set[int]
) -> ReportRow:
    model, target = source.model, details["target"]
    return ReportRow(
        kind=capfirst(str(model._meta.verbose_name)),
        title=Truncator(plain_text(model, NAME_FIELDS[model], source.name)).chars(100),
        state=str(STATE_LABELS[TranslationState(source.state)]),
        since=source.since,
        language=next(name for code, name in settings.LANGUAGES if code != details["language"]),
        edit_url=get_edit_url(model, source.pk),
        is_begun=bool(target),
        target_url=get_edit_url(model, target) if target else _get_submit_url(model, source.pk),
        update_url=reverse("wagtail_localize:update_translations", args=[submission]) if submission in changed else "",
        left=untranslated.get(submission, 0) if submission and target else "",
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
