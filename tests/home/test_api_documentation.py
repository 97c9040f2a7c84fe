"""The API's documentation for people, docs/api.md, and what it answers to malformed requests."""

import json
import re
import shlex
from pathlib import Path
from string import Template
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from home.api import PagesViewSet
from tests.home.test_api import PAGES, article, get
from tests.support import factories
from tests.support.wsgi_client import request

pytestmark = pytest.mark.django_db

DOCUMENTED = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^curl .*", DOCUMENTED, re.M)


@pytest.mark.parametrize("example", EXAMPLES)
def test_documentation_examples_match_responses(client: Client, example: str) -> None:
    shown = article(parent=factories.SectionFactory(title="Tin tức"))
    # As a shell splits the line: an unquoted “&” would be a word of its own.
    words = list(shlex.shlex(Template(example).substitute(PORTAL="", ID=shown.pk), posix=True, punctuation_chars=True))
    url = words.pop()
    assert words in (["curl"], ["curl", "--location"])
    response = client.get(url, follow="--location" in words)
    assert response.status_code == 200
    assert response.json()


def test_documentation_lists_every_type_filter_and_ordering() -> None:
    assert len(EXAMPLES) > 5
    names = {model._meta.label for model in PagesViewSet.page_types}
    for kind in PagesViewSet.page_types.values():
        names |= kind.filters | kind.orderings
    assert {name for name in names if f"`{name}`" not in DOCUMENTED} == set()


def test_malformed_requests_get_json(client: Client) -> None:
    assert get(client, f"{PAGES}?title=%00", 400)["message"]
    response = request(PAGES, CONTENT_TYPE="text/plain; charset=utf-7")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.body)["message"]


def test_head_writes_no_log_and_refused_request_no_traceback(client: Client, caplog: Any) -> None:
    shown = article()
    for url in (PAGES, f"{PAGES}{shown.pk}/", f"{PAGES}find/?id={shown.pk}", "/", shown.url):
        assert client.head(url).status_code in {200, 302}
    assert not caplog.records
    assert client.head(f"{PAGES}?limit=x").status_code == 400
    assert client.head(f"{PAGES}?title=%00").status_code == 400
    assert client.post(PAGES).status_code == 405
    assert [bool(record.exc_info) for record in caplog.records] == [False] * 3
