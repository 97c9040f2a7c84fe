"""Detect whether a page or snippet has changed since it was submitted for translation.

The result is stored in ``SourceChange``, so that lists can query it.
"""

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

#: Translatable fields that readers do not see.
IGNORED_FIELDS = {"minor_edit"}
#: Keys and attributes that the editor's widgets add to stored blocks; they are not content.
_WIDGET_KEYS, _BLOCK_KEY = {"table_header_choice"}, re.compile(r' data-block-key="[^"]*"')


def update_source_change(instance: Any) -> bool:
    """Compare the published ``instance`` with what was submitted for translation; return whether it was."""
    sources = TranslationSource.objects.filter(object_id=instance.translation_key, locale_id=instance.locale_id)
    source = sources.select_related("specific_content_type").first()
    if source is not None:
        compare_source(source)
    return source is not None


def compare_source(source: TranslationSource) -> None:
    try:
        instance = source.get_source_instance()
    except ObjectDoesNotExist:  # deleted; wagtail-localize clears up
        return
    if _get_comparable_content(type(instance), source.content_json) == _get_comparable_content(
        type(instance), _serialize_instance(instance)
    ):
        SourceChange.objects.filter(source=source).delete()
    else:
        SourceChange.objects.get_or_create(source=source)


def _get_comparable_content(model: type[Model], stored: str) -> dict[str, Any]:
    """Return the translatable and synchronised fields of a serialized object, normalised for comparison."""
    names = {field.field_name for field in get_translatable_fields(model)} - IGNORED_FIELDS
    content = {name: value for name, value in json.loads(stored).items() if name in names}
    for field in model._meta.get_fields():
        value = content.get(field.name)
        if isinstance(field, StreamField) and value:
            content[field.name] = _normalize_value(json.loads(value))  # parsed, because PostgreSQL reorders the keys
        elif isinstance(value, str):
            content[field.name] = _normalize_value(value)
        elif isinstance(value, list) and field.one_to_many:
            content[field.name] = _normalize_rows(field, value)
    # Without empty values: what was submitted before a field was added to the model has no value for it.
    return {name: value for name, value in content.items() if value not in (None, "", [], {})}


def _normalize_value(value: Any) -> Any:
    """Return stored content without what the edit form adds. Block ids are kept: translations depend on them."""
    if isinstance(value, dict):
        return {name: _normalize_value(part) for name, part in value.items() if part and name not in _WIDGET_KEYS}
    if isinstance(value, list):
        return [_normalize_value(part) for part in value]
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value


def _normalize_rows(field: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Return a page's child objects without primary and foreign keys; unordered ones, such as tags, are sorted."""
    ignored = {"pk", field.remote_field.name}
    normalized = [{name: value for name, value in row.items() if name not in ignored} for row in rows]
    return normalized if issubclass(field.related_model, Orderable) else sorted(normalized, key=json.dumps)


def _serialize_instance(instance: Any) -> str:
    """Serialize ``instance`` as wagtail-localize does."""
    if isinstance(instance, ClusterableModel):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)
