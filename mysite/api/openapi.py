"""The description of the pages API in the OpenAPI format, made from its table of page types."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, JsonResponse

from mysite.http.page_cache import declare_parameters
from mysite.http.site_url import absolute_url

from . import schemas
from .filters import MAX_ID
from .limits import MAX_OFFSET
from .schemas import Schema
from .views import COMMON_ORDERINGS, MAX_FIELDS, PageTypeConfig, VisiblePagesViewSet

TITLE = "Pages of the portal"
VERSION = "2"

_PAGE_ID = {"type": "integer", "minimum": 1, "maximum": MAX_ID}
_META = {
    "type": schemas.TEXT,
    "detail_url": schemas.URL,
    "html_url": schemas.URL,
    "slug": schemas.TEXT,
    "show_in_menus": schemas.BOOLEAN,
    "seo_title": schemas.TEXT,
    "search_description": schemas.TEXT,
    "first_published_at": schemas.nullable(schemas.DATE_TIME),
    "parent": schemas.nullable(schemas.LINK),
    "locale": schemas.TEXT,
}
_TREE_PARAMETERS = {
    "child_of": "Children of this page",
    "descendant_of": "Pages below this page",
    "ancestor_of": "Pages above this page",
    "translation_of": "Translations of this page",
}
_FILTER_SCHEMAS: dict[str, Schema] = {"is_headline": schemas.BOOLEAN, "coming": schemas.BOOLEAN}


def describe_api(viewset: type[VisiblePagesViewSet], base_url: str) -> dict[str, Any]:
    """Return the OpenAPI document of the API below ``base_url``."""
    components = {model.__name__: _describe_page(model, config) for model, config in viewset.page_types.items()}
    page = {"anyOf": [schemas.reference(name) for name in components]}
    pages = schemas.object_of(
        meta=schemas.object_of(total_count=schemas.INTEGER), items=schemas.list_of(schemas.reference("Page"))
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": "Public pages as JSON: read-only, without authentication and cookies.",
        },
        "servers": [{"url": base_url}],
        "paths": {
            "/pages/": _operation("listPages", "List pages", _list_parameters(viewset), pages),
            "/pages/{id}/": _operation(
                "getPage",
                "One page with all its fields",
                [_parameter("id", _PAGE_ID, "The id of the page", where="path"), _FIELDS],
                schemas.reference("Page"),
                missing=True,
            ),
            "/pages/find/": _operation(
                "findPage",
                "Redirect to the page with a path or an id",
                [
                    _parameter("html_path", schemas.TEXT, "The path of the page on the portal, such as /tin-tuc/"),
                    _parameter("id", _PAGE_ID, "The id of the page"),
                    _FIELDS,
                ],
                None,
                missing=True,
            ),
        },
        "components": {"schemas": {**schemas.COMPONENTS, **components, "Page": page}},
    }


def _describe_page(model: type[Model], config: PageTypeConfig) -> Schema:
    """Return the schema of a page type. No property is required, because ``fields=`` chooses them."""
    fields = {field.name: schemas.get_field_schema(model, field) for field in config.fields}
    properties = {"id": schemas.INTEGER, "meta": {"type": "object", "properties": _META}, "title": schemas.TEXT}
    return {"type": "object", "properties": properties | fields, "additionalProperties": False}


def _parameter(name: str, schema: Schema, description: str, where: str = "query") -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema, "description": description}


_FIELDS = _parameter(
    "fields",
    {"type": "string", "maxLength": MAX_FIELDS},
    "Fields to add or remove: “tags,-lead”; “*” for all; “_,title” for only these",
)


def _list_parameters(viewset: type[VisiblePagesViewSet]) -> list[dict[str, Any]]:
    filters: dict[str, list[str]] = {}
    orderings = set(COMMON_ORDERINGS)
    for model, config in viewset.page_types.items():
        orderings |= config.orderings
        for name in sorted(config.filters):
            filters.setdefault(name, []).append(model._meta.label)
    languages = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    labels = [model._meta.label for model in viewset.page_types]
    tree_value = {"anyOf": [_PAGE_ID, {"const": "root"}]}
    return [
        {
            **_parameter("type", schemas.list_of({"enum": labels}), "Page types"),
            "style": "form",
            "explode": False,
        },
        _parameter(
            "limit",
            {"type": "integer", "minimum": 0, "maximum": settings.WAGTAILAPI_LIMIT_MAX, "default": 20},
            "Number of items",
        ),
        _parameter("offset", {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET}, "Position of the first item"),
        _parameter(
            "order",
            schemas.TEXT,
            f"{', '.join(sorted(orderings))}, with “-” before it for descending order; newest first by default",
        ),
        _FIELDS,
        _parameter("locale", {"enum": languages}, "Language"),
        _parameter("slug", schemas.TEXT, "Exact slug"),
        _parameter("title", schemas.TEXT, "Exact title"),
        *(_parameter(name, tree_value, f"{meaning}, or of the root") for name, meaning in _TREE_PARAMETERS.items()),
        *(
            _parameter(name, _FILTER_SCHEMAS.get(name, schemas.TEXT), f"Only with type={' or '.join(models)}")
            for name, models in filters.items()
        ),
    ]


def _operation(
    operation_id: str, summary: str, parameters: list[dict[str, Any]], schema: Schema | None, *, missing: bool = False
) -> dict[str, Any]:
    """Return the description of a path. Without ``schema`` it redirects; ``missing``: the page may not exist."""
    errors = {"400": "A parameter is invalid", "429": "Too many requests: Retry-After says when to go on"}
    if missing:
        errors["404"] = "There is no such page"
    if schema is None:
        header = {"Location": {"required": True, "schema": schemas.TEXT}}
        responses: dict[str, Any] = {"302": {"description": "The page's URL in the API", "headers": header}}
    else:
        responses = {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}
    for status, description in errors.items():
        content = {"application/json": {"schema": schemas.reference("Error")}}
        responses[status] = {"description": description, "content": content}
    return {"get": {"operationId": operation_id, "summary": summary, "parameters": parameters, "responses": responses}}


def openapi(request: HttpRequest, viewset: type[VisiblePagesViewSet]) -> JsonResponse:
    """The view of ``openapi.json``."""
    description = describe_api(viewset, absolute_url(request.path.rpartition("/")[0]))
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    response = JsonResponse(description, headers=headers, json_dumps_params={"ensure_ascii": False})
    return declare_parameters(response, ())
