"""Whether a page or snippet is still what was given to translate. Kept in ``SourceChange``, so that a list can ask."""

import json
import re
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslationSource

from home.models import SourceChange

#: What says nothing to readers.
IGNORED = {"minor_edit"}
#: What the editor's widgets add to stored blocks without anybody having written it.
_OF_WIDGETS, _BLOCK_KEY = {"table_header_choice"}, re.compile(r' data-block-key="[^"]*"')


def note_change(instance: Any) -> None:
    """Compare ``instance``, as visitors see it now, with what was given to translate, if it was."""
    given = TranslationSource.objects.filter(object_id=instance.translation_key, locale_id=instance.locale_id)
    source = given.select_related("specific_content_type").first()
    if source is not None:
        compare(source)


def compare(source: TranslationSource) -> None:
    try:
        instance = source.get_source_instance()
    except ObjectDoesNotExist:  # deleted; wagtail-localize clears up
        return
    if _content(type(instance), source.content_json) == _content(type(instance), _stored(instance)):
        SourceChange.objects.filter(source=source).delete()
    else:
        SourceChange.objects.get_or_create(source=source)


def _content(model: type[Model], stored: str) -> dict[str, Any]:
    """What is given to translate, or follows the source, of an object as it is stored."""
    names = {field.field_name for field in get_translatable_fields(model)} - IGNORED
    content = {name: value for name, value in json.loads(stored).items() if name in names}
    for field in model._meta.get_fields():
        value = content.get(field.name)
        if isinstance(field, StreamField) and value:
            content[field.name] = _as_written(json.loads(value))  # PostgreSQL has an order of keys of its own
        elif isinstance(value, str):
            content[field.name] = _as_written(value)
        elif isinstance(value, list) and field.one_to_many:
            content[field.name] = _rows(field, value)
    return content


def _as_written(value: Any) -> Any:
    """Stored content without what only the way through the form puts there. Translations hang on the blocks' ids."""
    if isinstance(value, dict):
        return {name: _as_written(part) for name, part in value.items() if part and name not in _OF_WIDGETS}
    if isinstance(value, list):
        return [_as_written(part) for part in value]
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def _rows(field: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """What hangs on a page, without the numbers that its rows have; tags, which have no order, in one."""
    own = {"pk", field.remote_field.name}
    kept = [{name: value for name, value in row.items() if name not in own} for row in rows]
    return kept if issubclass(field.related_model, Orderable) else sorted(kept, key=json.dumps)


def _stored(instance: Any) -> str:
    """``instance`` as wagtail-localize stores it."""
    if isinstance(instance, ClusterableModel):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)
