"""Builds the index document of an object from its ``search_fields``."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model, prefetch_related_objects
from django.utils import timezone
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.utils import get_content_type_pk

from mysite.text.cleaning import strip_invisible
from mysite.text.vietnamese import TokenForms, strip_control_characters, tokenize_forms

#: Names of the fields that are indexed as title.
TITLE_FIELDS = {"title", "name"}
#: Maximum number of indexed characters of an object, about a book.
MAX_TEXT_LENGTH = 400_000


@dataclass
class IndexDocument:
    """The indexed texts of an object by weight, in NFC."""

    content_type_id: int
    object_id: int
    date: datetime.datetime | None
    title: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    #: Texts of related objects (authors, tags): searched like the body, but not shown in snippets.
    related: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tokens: dict[str, list[list[TokenForms]]] = {}

    def tokens(self, column: str) -> list[list[TokenForms]]:
        """Return the tokens of each text of ``column``, cached."""
        if column not in self._tokens:
            self._tokens[column] = [tokenize_forms(text) for text in getattr(self, column)]
        return self._tokens[column]

    @property
    def year(self) -> int | None:
        return timezone.localtime(self.date).year if self.date else None

    @property
    def text(self) -> str:
        return "\n".join([*self.lead, *self.body])

    @property
    def digest(self) -> str:
        content = repr(
            (self.date and self.date.timestamp(), self.title, self.lead, self.body, self.related, self.prefixes)
        )
        return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def build_index_documents(model: type[Model], instances: Sequence[Model]) -> list[IndexDocument]:
    """Build the documents of several objects of ``model``; related objects are prefetched for all of them."""
    prefetch_related_objects(instances, *_iter_related_lookups(model.get_search_fields()))
    return [build_index_document(instance) for instance in instances]


def _iter_related_lookups(fields: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for search_field in fields:
        if isinstance(search_field, RelatedFields):
            yield f"{prefix}{search_field.field_name}"
            yield from _iter_related_lookups(search_field.fields, f"{prefix}{search_field.field_name}__")


def build_index_document(instance: Model) -> IndexDocument:
    """Build a document from the ``search_fields`` of ``instance`` and its ``search_date``, if it has one."""
    document = IndexDocument(get_content_type_pk(type(instance)), instance.pk, getattr(instance, "search_date", None))
    remaining_length = MAX_TEXT_LENGTH
    for search_field, text, is_related in _iter_field_texts(instance, instance.get_search_fields()):
        if isinstance(search_field, AutocompleteField):
            document.prefixes.append(text)
        else:
            text = text[:remaining_length]
            remaining_length -= len(text)
            getattr(document, "related" if is_related else get_column(search_field)).append(text)
    return document


def get_column(search_field: SearchField) -> str:
    """Return the index column of a field: ``title``, ``lead`` or ``body``."""
    if search_field.field_name in TITLE_FIELDS:
        return "title"
    return "lead" if (search_field.boost or 1) > 1 else "body"


def _iter_field_texts(
    instance: Model, fields: list[Any], *, is_related: bool = False
) -> Iterator[tuple[SearchField | AutocompleteField, str, bool]]:
    """Yield each field with its text, and whether it belongs to a related object, whose title is not this one's."""
    for search_field in fields:
        if isinstance(search_field, SearchField | AutocompleteField):
            text = strip_invisible(strip_control_characters(_convert_to_text(search_field.get_value(instance)))).strip()
            if text:
                yield search_field, text, is_related
        elif isinstance(search_field, RelatedFields):
            value = search_field.get_value(instance)
            related = value.all() if isinstance(value, Manager) else [] if value is None else [value]
            for related_instance in related:
                if not getattr(related_instance, "live", True):
                    continue  # a draft author or unit
                yield from _iter_field_texts(related_instance, search_field.fields, is_related=True)


def _convert_to_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "\n".join(map(_convert_to_text, value))
    return str(value)
