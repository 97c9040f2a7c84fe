"""Malformed form data causes no server error; typing errors show a message."""

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import article_data, get_form_errors, save_form
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.malformed_fields import MALFORMED_FIELDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS))


@pytest.fixture
def article() -> NewsPage:
    article = factories.ArticleFactory(
        body=[
            {"type": "paragraph", "value": "<p>Nội dung</p>"},
            factories.gallery_value([factories.SmallImageFactory()]),
            {"type": "table", "value": {"data": [["a"]]}},
        ]
    )
    article.save_revision()
    return article


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
@pytest.mark.parametrize("typed", ["01/01/0001 00:00", "31/12/9999 23:59", "0001-01-01 00:00", "9999-12-31 23:59"])
def test_invalid_year_shows_message(admin_client: Client, article: NewsPage, name: str, typed: str) -> None:
    for action in ("", "action-publish"):
        response = save_form(admin_client, article, action, **{name: typed})
        assert response.status_code == 200
        assert name in get_form_errors(response)


@pytest.mark.parametrize(("name", "value"), MALFORMED_FIELDS)
def test_malformed_form_data_is_no_server_error(
    admin_client: Client, article: NewsPage, name: str, value: str | None
) -> None:
    data = article_data(article)
    assert name in data
    if value is None:
        del data[name]
    else:
        data[name] = value
    response = admin_client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert response.status_code in {200, 302, 400}
