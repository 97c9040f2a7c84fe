"""Whether a page or snippet is still what was given to translate. Kept in ``SourceChange``, so that a list can ask."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.fields import StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import TranslationSource

from home.models import SourceChange

#: What says nothing to readers.
IGNORED = {"minor_edit"}


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
        if isinstance(field, StreamField) and content.get(field.name):
            content[field.name] = json.loads(content[field.name])  # PostgreSQL has an order of keys of its own
    return content


def _stored(instance: Any) -> str:
    """``instance`` as wagtail-localize stores it."""
    if isinstance(instance, ClusterableModel):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)
