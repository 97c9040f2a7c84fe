"""What of an object is indexed."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model, prefetch_related_objects
from django.utils import timezone
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.utils import get_content_type_pk

from mysite.cleaning import without_invisible
from mysite.vietnamese import Form, forms, printable

#: Names of the fields that say what an object is called.
TITLES = {"title", "name"}
#: Characters of an object that are searched, a book or so.
LONGEST_TEXT = 400_000


@dataclass
class Row:
    """The texts of an object, by how much they count. All NFC."""

    content_type_id: int
    object_id: int
    date: datetime.datetime | None
    title: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    #: Names of authors, tags and the like: searched as the body is, but not shown as a passage of it.
    mentioned: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._words: dict[str, list[list[Form]]] = {}

    def words(self, column: str) -> list[list[Form]]:
        """The words of each text of ``column``, taken apart once for whoever needs them."""
        if column not in self._words:
            self._words[column] = [forms(text) for text in getattr(self, column)]
        return self._words[column]

    @property
    def year(self) -> int | None:
        return timezone.localtime(self.date).year if self.date else None

    @property
    def text(self) -> str:
        return "\n".join([*self.lead, *self.body])


def rows_of(model: type[Model], instances: Sequence[Model]) -> list[Row]:
    """The rows of many objects of ``model``; what they mention is loaded for all of them together."""
    prefetch_related_objects(instances, *_related(model.get_search_fields()))
    return [row_of(instance) for instance in instances]


def _related(fields: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for named in fields:
        if isinstance(named, RelatedFields):
            yield f"{prefix}{named.field_name}"
            yield from _related(named.fields, f"{prefix}{named.field_name}__")


def row_of(instance: Model) -> Row:
    """The texts that the ``search_fields`` of ``instance`` name; its date is its ``search_date``, if it has one."""
    row = Row(get_content_type_pk(type(instance)), instance.pk, getattr(instance, "search_date", None))
    room = LONGEST_TEXT
    for named, text, is_mentioned in _texts(instance, instance.get_search_fields()):
        if isinstance(named, AutocompleteField):
            row.beginnings.append(text)
        else:
            text = text[:room]
            room -= len(text)
            getattr(row, "mentioned" if is_mentioned else column_of(named)).append(text)
    return row


def column_of(named: SearchField) -> str:
    """The part of the index that a field goes into: ``title``, ``lead`` or ``body``."""
    if named.field_name in TITLES:
        return "title"
    return "lead" if (named.boost or 1) > 1 else "body"


def _texts(
    instance: Model, fields: list[Any], *, is_mentioned: bool = False
) -> Iterator[tuple[SearchField | AutocompleteField, str, bool]]:
    """Each field with its text, and whether it is of another object, whose title is none of this one."""
    for named in fields:
        if isinstance(named, SearchField | AutocompleteField):
            text = without_invisible(printable(_as_text(named.get_value(instance)))).strip()
            if text:
                yield named, text, is_mentioned
        elif isinstance(named, RelatedFields):
            found = named.get_value(instance)
            related = found.all() if isinstance(found, Manager) else [] if found is None else [found]
            for other in related:
                yield from _texts(other, named.fields, is_mentioned=True)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "\n".join(map(_as_text, value))
    return str(value)
