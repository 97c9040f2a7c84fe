"""What no browser sends gets an answer that is no fault; what a person mistypes gets a message."""

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import NewsPage
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.forms import article_data, problems, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return client_of(editor(MODERATORS))


@pytest.fixture
def article() -> NewsPage:
    article = factories.ArticleFactory(
        body=[
            {"type": "paragraph", "value": "<p>Nội dung</p>"},
            factories.gallery([factories.SmallImageFactory()]),
            {"type": "table", "value": {"data": [["a"]]}},
        ]
    )
    article.save_revision()
    return article


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
@pytest.mark.parametrize("typed", ["01/01/0001 00:00", "31/12/9999 23:59", "0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_year_that_cannot_be_is_said(desk: Client, article: NewsPage, name: str, typed: str) -> None:
    for action in ("", "action-publish"):
        response = save(desk, article, action, **{name: typed})
        assert response.status_code == 200
        assert name in problems(response)


BROKEN = {
    "body-count": ["abc", "-1", "", "9" * 30, None],
    "body-0-order": ["abc", None],
    "body-0-type": ["nothing", None],
    "body-0-value": ["{", "[]", "null", '{"blocks": 1}', "\ufffd", None],
    "body-1-value-photos-count": ["abc", None],
    "body-1-value-photos-0-order": ["abc", None],
    "body-1-value-photos-0-value-image": ["abc", "9" * 30, "-1"],
    "body-2-value": ["{", "[]", "null", "1"],
    "bylines-TOTAL_FORMS": ["abc", "9" * 10, None],
    "main_image": ["abc", "9" * 30],
    "go_live_at": ["abc", "32/13/2026"],
    "tags": ["a" * 5000],
    "title": ["a" * 5000, "", None],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BROKEN.items() for value in values])
def test_a_broken_form_is_no_fault(desk: Client, article: NewsPage, name: str, value: str | None) -> None:
    data = article_data(article)
    assert name in data
    if value is None:
        del data[name]
    else:
        data[name] = value
    response = desk.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)
    assert response.status_code in {200, 302, 400}
