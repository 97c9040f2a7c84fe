"""Malformed data in the edit form of an article gets status 400 or a field error, never 500."""

import json
import time

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import NewsPage
from newsroom.models.news_children import NewsPageAttachment, NewsPageByline
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.editors import CONTRIBUTORS, create_editor, login_client
from tests.support.samples import sample

pytestmark = pytest.mark.django_db

LONG = "9" * 5000
DEEP = "[" * 100_000
STATE = {"blocks": [{"key": "a", "text": "abcdef", "type": "unstyled", "depth": 0}], "entityMap": {}}


def state(**block: object) -> str:
    return json.dumps(
        {**STATE, "blocks": [{**STATE["blocks"][0], "inlineStyleRanges": [], "entityRanges": [], **block}]}
    )


RICH = [
    *(
        "{",
        "[]",
        "1",
        '"a"',
        "{}",
        DEEP,
        '{"blocks": 1}',
        '{"blocks": [1]}',
        '{"blocks": [{}]}',
        f'{{"blocks": {LONG}}}',
    ),
    *(state(text=None), state(type="x"), state(type=None), state(depth=10**9), state(depth="x"), state(key=1)),
    *(state(inlineStyleRanges=[{}]), state(inlineStyleRanges=[{"style": "X", "offset": 0, "length": 1}])),
    *(state(inlineStyleRanges=[{"style": "BOLD", "offset": -1, "length": 10**9}]), state(entityRanges=[1])),
    state(entityRanges=[{"key": 0, "offset": 0, "length": 1}]),
    state(inlineStyleRanges=[{"style": "BOLD", "offset": 0, "length": 3}, {"style": "BOLD", "offset": 1, "length": 5}]),
    *(
        json.dumps({**json.loads(state(entityRanges=[{"key": 0, "offset": 0, "length": 2}])), "entityMap": entities})
        for entities in (
            {"0": {"type": "X", "data": {}}},
            {"0": {"type": "LINK", "data": {"id": LONG}}},
            {"0": 1},
            {"0": {"type": "LINK", "data": {"id": [[]]}}},
            {"0": {"type": "LINK", "data": {"url": "x" * 99}}},
            {"0": {"type": "DOCUMENT", "data": {}}},
            {"0": {"type": "HORIZONTAL_RULE", "data": {}}},
        )
    ),
]
TABLES = [
    "{",
    "[]",
    "1",
    "{}",
    DEEP,
    '{"data": 1}',
    '{"data": [1]}',
    '{"data": [[[]]]}',
    '{"data": [[{}]]}',
    f"[{LONG}]",
]
TABLES += ['{"data": [["a"]], "table_header_choice": []}', '{"data": [["a"]], "table_caption": [1]}', '{"data": []}']
TABLES += ['{"data": [["a"]], "table_header_choice": "row", "cell": 1, "mergeCells": "x"}', '{"data": [[], ["a"]]}']
JUNK: list[str | None] = [None, "", "abc", "-1", LONG, "9" * 19, "٣", "\x00"]


@pytest.fixture
def article() -> NewsPage:
    image, document = factories.SmallImageFactory(), factories.DocumentFactory()
    article = factories.ArticleFactory(
        body=[
            {"type": "paragraph", "value": "<p>Nội dung</p>"},
            {"type": "heading", "value": {"text": "Kết quả", "level": "h2"}},
            {"type": "quote", "value": {"text": "Học, học nữa", "attribution": "Lê-nin"}},
            factories.gallery_value([image]),
            {"type": "table", "value": {"data": [["a"]]}},
            {"type": "document", "value": {"document": document.pk, "title": ""}},
            {"type": "links", "value": {"title": "", "links": [{"url": "https://example.com/", "label": "A"}]}},
        ]
    )
    NewsPageByline.objects.create(article=article, author=factories.AuthorFactory(), locale=article.locale)
    NewsPageAttachment.objects.create(article=article, document=document, locale=article.locale)
    article.save_revision()
    return article


@pytest.fixture
def admin_client() -> Client:
    client = login_client(create_editor(CONTRIBUTORS))
    client.raise_request_exception = False
    return client


def malformed_forms(whole: dict[str, str]) -> list[dict[str, str | None]]:
    """Return changes to the form: each field in turn, values written by scripts, whole formsets."""
    forms: list[dict[str, str | None]] = [{name: value} for name in whole for value in JUNK]
    rich = [name for name, value in whole.items() if '"entityMap"' in str(value)]
    forms += [{name: value} for name in rich for value in RICH]
    forms += [{"body-4-value": value} for value in TABLES]
    for formset in ("bylines", "attachments", "related_pages", "comments"):
        for total, initial in (("9999999999", "0"), ("2000", "0"), ("5", "5"), ("1", "9"), ("120", "0"), ("1", "1")):
            forms.append({f"{formset}-TOTAL_FORMS": total, f"{formset}-INITIAL_FORMS": initial})
        forms += [
            {f"{formset}-0-id": value, f"{formset}-INITIAL_FORMS": "1", f"{formset}-TOTAL_FORMS": "1"} for value in JUNK
        ]
    return forms


def test_no_malformed_post_is_a_server_error(admin_client: Client, article: NewsPage) -> None:
    whole = article_data(article)
    cases = malformed_forms(whole)
    assert len(cases) >= 650
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    wrong = []
    for changes in sample(cases, 15):
        data = {name: value for name, value in (whole | changes).items() if value is not None}
        start = time.process_time()
        response = admin_client.post(url, data)
        spent = time.process_time() - start
        what = {name: str(value)[:90] for name, value in changes.items()}
        if response.status_code not in {200, 302, 400} or spent > 2:
            wrong.append((response.status_code, round(spent, 1), what))
        # The form can still be opened after what was saved.
        elif response.status_code == 302 and admin_client.get(url).status_code != 200:
            wrong.append(("does not open", 0, what))
    assert wrong == []
