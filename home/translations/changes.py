"""Whether a page or snippet is still what was given to translate. Kept in ``SourceChange``, so that a list can ask."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
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
    names = {field.field_name for field in get_translatable_fields(type(instance))} - IGNORED
    given, now = json.loads(source.content_json), json.loads(_stored(instance))
    if all(given.get(name) == now.get(name) for name in names):
        SourceChange.objects.filter(source=source).delete()
    else:
        SourceChange.objects.get_or_create(source=source)


def _stored(instance: Any) -> str:
    """``instance`` as wagtail-localize stores it."""
    if isinstance(instance, ClusterableModel):
        return str(instance.to_json())
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)
