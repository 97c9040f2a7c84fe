"""JSON Schemas of the values in API responses, for the description of the API (``openapi.py``)."""

from typing import Any

from django.db import models
from wagtail.api import APIField

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
HTML: Schema = {"type": "string", "contentMediaType": "text/html"}
URL: Schema = {"type": "string", "format": "uri"}
DATE: Schema = {"type": "string", "format": "date"}
DATE_TIME: Schema = {"type": "string", "format": "date-time"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def object_of(**properties: Schema) -> Schema:
    """Return the schema of an object that always has these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


COMPONENTS = {
    "Error": object_of(message=TEXT),
    "Link": object_of(id=INTEGER, title=TEXT, html_url=URL),
    "Profile": object_of(name=TEXT, html_url=URL),
    "Byline": object_of(author=reference("Profile"), unit=nullable(reference("Profile"))),
    "Image": object_of(
        alt=TEXT, caption=TEXT, credit=TEXT, renditions=list_of(object_of(url=URL, width=INTEGER, height=INTEGER))
    ),
    "Attachment": object_of(title=TEXT, url=URL, type=TEXT, size=nullable(INTEGER)),
    "Recurrence": object_of(rule=TEXT) | {"description": "RFC 5545; “except” lists the days that are left out"},
    "Occurrence": object_of(first_day=DATE, last_day=DATE, starts_at=nullable(DATE_TIME), ends_at=nullable(DATE_TIME)),
    "AgendaItem": object_of(date=nullable(DATE), time=nullable(TEXT), text=TEXT, speaker=TEXT),
}
"""Objects that several page types have, by name."""

LINK, PROFILE, IMAGE, BYLINE = reference("Link"), reference("Profile"), reference("Image"), reference("Byline")
ATTACHMENT, RECURRENCE = reference("Attachment"), reference("Recurrence")
OCCURRENCE, AGENDA_ITEM = reference("Occurrence"), reference("AgendaItem")

_MODEL_FIELDS: dict[type[models.Field], Schema] = {
    models.BooleanField: BOOLEAN,
    models.DateTimeField: DATE_TIME,
    models.DateField: DATE,
    models.IntegerField: INTEGER,
}


def get_field_schema(model: type[models.Model], field: APIField) -> Schema:
    """Return the schema of a field: the one declared with its function, or that of the model's field."""
    if field.serializer:
        return field.serializer.schema
    model_field = model._meta.get_field(field.name)
    schema = next((schema for kind, schema in _MODEL_FIELDS.items() if isinstance(model_field, kind)), TEXT)
    return nullable(schema) if model_field.null else schema
