"""Plain text that begins with ``<`` is not parsed as HTML: it is stored as typed, and the article can be saved."""

import pytest

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.article_form import publish_article, raw_blocks
from tests.support.editors import EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db

#: Text that an HTML parser would fail on or remove.
TEXTS = [
    "<b>x</i> mới",
    "<p>y</b></p>",
    '<a linktype="page" id="abc">z</a>',
    "<!-- ghi chú --> phần còn lại",
    "<xml>c</xml> và &nbsp; là mã",
    "<5 điểm & >8 điểm",
]


@pytest.mark.parametrize("text", TEXTS)
def test_lead_and_blocks_with_markup_characters_are_kept(text: str) -> None:
    article = factories.ArticleFactory(lead="Cũ", body=[{"type": "heading", "value": {"text": "Cũ", "level": "h2"}}])
    blocks = [
        ("heading", {"text": text, "level": "h2"}),
        ("quote", {"text": text, "attribution": text}),
    ]
    changed = publish_article(
        login_client(create_editor(EDITORS)), article, title=text, lead=text, body=raw_blocks(*blocks)
    )
    assert (changed.title, changed.lead) == (text, text)
    assert changed.content_updated_at > article.content_updated_at
    heading, quote = NewsPage.objects.get(pk=article.pk).body
    assert (heading.value["text"], quote.value["text"], quote.value["attribution"]) == (text, text, text)


@pytest.mark.parametrize("text", TEXTS)
def test_saving_twice_keeps_content_date(text: str) -> None:
    body = [{"type": "heading", "value": {"text": text, "level": "h2"}}]
    article = factories.ArticleFactory(lead=text, body=body)
    admin_client = login_client(create_editor(EDITORS))
    once = publish_article(admin_client, article)
    assert publish_article(admin_client, article).content_updated_at == once.content_updated_at
