"""The rows of the report on translations: pages and snippets in one list, in one query."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
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
from mysite.sorting import COLLATION
from mysite.summary import plain
from newsroom.models import Author, Unit

from .states import FINDERS, STATES, State, untranslated

#: The models in the report, each with the field that tells one object from another.
NAMES: dict[type[Model], str] = {Page: "title", Author: "name", Unit: "name", Notice: "text", Motto: "text"}
KINDS = {model._meta.model_name: model for model in NAMES}
#: What needs doing first.
RANKS = {State.STALE: 0, State.DRAFT: 1, State.MISSING: 2}
#: How many rows an export completes in one go.
AT_ONCE = 500
COLUMNS = ("rank", "since", "kind", "pk", "words", "language", "target", "translation_key")


@dataclass
class Row:
    kind: str
    title: str
    state: str
    since: datetime.datetime | None
    #: The name of the language to translate into.
    language: str
    edit_url: str
    is_begun: bool
    #: Where the translation is edited, or begun.
    target_url: str
    #: Where one whose original has changed since it was submitted is brought up to date.
    update_url: str
    #: How many texts have no translation; empty for one written by hand, of which nobody knows.
    left: int | str


def find(user: User, *, state: str = "", language: str = "", kind: str = "") -> QuerySet[Any]:
    """What ``user`` may change, of one state, language or kind or of all, as dictionaries of ``COLUMNS``."""
    models = [KINDS[kind]] if kind else list(NAMES)
    states = [State(state)] if state else list(RANKS)
    parts = [_part(user, model, one, language) for model in models if _may_change(user, model) for one in states]
    parts = parts or [Page.objects.none().values("pk")]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _may_change(user: User, model: type[Model]) -> bool:
    return model is Page or user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def _part(user: User, model: type[Model], state: State, language: str) -> QuerySet[Any]:
    found = FINDERS[state](model)
    if language:
        found = found.exclude(locale__language_code=language)
    if model is Page:
        editable = page_permission_policy.instances_user_has_permission_for(user, "change")
        found = found.filter(pk__in=editable.order_by().values("pk"))
    return found.annotate(
        rank=Value(RANKS[state], IntegerField()),
        kind=Cast(Value(model._meta.model_name), TextField()),
        words=Collate(Cast(F(NAMES[model]), TextField()), COLLATION),
        language=F("locale__language_code"),
    ).values(*COLUMNS)


def complete(found: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """The rows with addresses and what is left to do. Three queries for a page of them."""
    found = list(found)
    for start in range(0, len(found), AT_ONCE):
        yield from _complete(found[start : start + AT_ONCE])


def _complete(found: Sequence[dict[str, Any]]) -> Iterator[Row]:
    keys = [row["translation_key"] for row in found]
    sources = TranslationSource.objects.filter(object__in=keys, translations__enabled=True).distinct()
    given = {(source.object_id, source.locale.language_code): source for source in sources.select_related("locale")}
    left, changed = _left(given.values()), _changed(given.values())
    for row in found:
        source = given.get((row["translation_key"], row["language"]))
        yield _row(row, source.pk if source else None, left, changed)


def _row(found: dict[str, Any], source: int | None, left: dict[int, int], changed: set[int]) -> Row:
    model, state = KINDS[found["kind"]], next(state for state, rank in RANKS.items() if rank == found["rank"])
    return Row(
        kind=capfirst(str(model._meta.verbose_name)),
        title=Truncator(unescape(plain(found["words"]))).chars(100),
        state=str(STATES[state]),
        since=found["since"],
        language=next(name for code, name in settings.LANGUAGES if code != found["language"]),
        edit_url=edit_url(model, found["pk"]),
        is_begun=bool(found["target"]),
        target_url=edit_url(model, found["target"]) if found["target"] else _submit_url(model, found["pk"]),
        update_url=reverse("wagtail_localize:update_translations", args=[source]) if source in changed else "",
        left=left.get(source, 0) if source and found["target"] else "",
    )


def edit_url(model: type[Model], pk: Any) -> str:
    if model is Page:
        return reverse("wagtailadmin_pages:edit", args=[pk])
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:edit", args=[pk])


def _submit_url(model: type[Model], pk: Any) -> str:
    if model is Page:
        return reverse("wagtail_localize:submit_page_translation", args=[pk])
    return reverse(
        "wagtail_localize:submit_snippet_translation", args=[model._meta.app_label, model._meta.model_name, pk]
    )


def _changed(sources: Iterable[TranslationSource]) -> set[int]:
    """The sources that are no longer what was given to translate. One query."""
    return set(SourceChange.objects.filter(source__in=list(sources)).values_list("source", flat=True))


def _left(sources: Iterable[TranslationSource]) -> dict[int, int]:
    """How many texts of each source have no translation in the other language. One query."""
    segments = untranslated().filter(source__in=list(sources))
    return dict(segments.values_list("source").annotate(Count("pk")))
