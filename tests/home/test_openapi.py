"""The description of the API at ``/api/v2/openapi.json``: schemathesis finds every response as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from home.api import PagesViewSet
from mysite.wsgi import application
from tests.support import factories
from tests.support.renditions import make_renditions
from tests.support.samples import rounds
from tests.support.wsgi_client import kept_connection

pytestmark = pytest.mark.django_db

URL = "/api/v2/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = ("/pages/", "/pages/{id}/", "/pages/find/")


@pytest.fixture
def pages(settings: Any) -> list[Any]:
    """A page of each type with all its fields filled."""
    settings.API_RATE = "100000/m"
    section, calendar = factories.SectionFactory(), factories.EventSectionFactory()
    author, unit = factories.AuthorFactory(), factories.UnitFactory()
    image = factories.ImageFactory(credit="Lê An")
    article = factories.ArticleFactory(parent=section, authors=(author,), tags=("Tuyển sinh",), main_image=image)
    article.bylines.add(article.bylines.model(author=author, unit=unit, locale=article.locale))
    article.attachments.add(
        article.attachments.model(document=factories.DocumentFactory(), title="", locale=article.locale)
    )
    article.save()
    event = factories.EventFactory(
        parent=calendar,
        main_image=image,
        organiser=unit,
        agenda=[{"type": "item", "value": {"date": None, "time": "08:00", "text": "Khai mạc", "speaker": "Lê An"}}],
    )
    make_renditions()
    return [
        article,
        event,
        section,
        calendar,
        factories.StandardPageFactory(body=[{"type": "paragraph", "value": "<p>Sơ đồ</p>"}]),
        factories.OrganisationPageFactory(),
        factories.ContactPageFactory(),
    ]


@pytest.fixture
def operations(pages: list[Any]) -> Iterator[dict[str, Any]]:
    with kept_connection():
        schema = schemathesis.openapi.from_wsgi(URL, application)
        schema.validate()
        yield {operation.ok().path: operation.ok() for operation in schema.get_all_operations()}


def call(case: schemathesis.Case) -> Any:
    """Send the request and check the response. WSGI responses are not decompressed."""
    return case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_response_is_as_described(operations: dict[str, Any], path: str) -> None:
    assert set(operations) == set(OPERATIONS)

    @settings(
        max_examples=rounds(500, 40),
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operations[path].as_strategy())
    def send(case: schemathesis.Case) -> None:
        call(case)

    send()


def test_fields_of_every_page_type_are_as_described(operations: dict[str, Any], pages: list[Any]) -> None:
    for page in pages:
        case = operations["/pages/{id}/"].Case(path_parameters={"id": page.pk})
        response = call(case)
        assert set(response.json()) > {"id", "meta", "title"}
        case = operations["/pages/"].Case(query={"type": [page._meta.label], "fields": "*"})
        assert call(case).json()["meta"]["total_count"] > 0


def test_description_has_every_type_and_field(client: Client) -> None:
    response = client.get(URL)
    assert response["Access-Control-Allow-Origin"] == "*"
    described = response.json()["components"]["schemas"]
    for model, config in PagesViewSet.page_types.items():
        names = {"id", "meta", "title", *(field.name for field in config.fields)}
        assert set(described[model.__name__]["properties"]) == names
