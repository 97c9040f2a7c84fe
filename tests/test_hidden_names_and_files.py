"""Hidden names and files, each on a site without other hidden content: see also ``test_what_is_not_public.py``."""

import pytest
from django.test import Client

from newsroom.models import EventPage, NewsPage
from tests.support import factories
from tests.support.hidden_content import HIDDEN_WORD, OPEN_EVENT, OPEN_TITLE, HiddenContentBuilder, find_hidden_words
from tests.support.hidden_pages import HIDING_METHODS, hide_page

pytestmark = pytest.mark.django_db


def test_unpublished_section_of_live_articles_is_named_nowhere(client: Client) -> None:
    section = factories.SectionFactory(title=f"{HIDDEN_WORD} đã gỡ", slug="trung-tinh")
    events = factories.EventSectionFactory(title=f"{HIDDEN_WORD} sự kiện", slug="trung-lap")
    article = factories.ArticleFactory(title=OPEN_TITLE, parent=section)
    event = factories.EventFactory(title=OPEN_EVENT, parent=events)
    section.unpublish()
    events.unpublish()
    for url, word in (
        ("/", OPEN_TITLE),
        (article.url, OPEN_TITLE),
        (event.url, OPEN_EVENT),
        ("/lich.ics", OPEN_EVENT),
        (f"/api/v2/pages/{article.pk}/", OPEN_TITLE),
        (f"/api/v2/pages/{event.pk}/", OPEN_EVENT),
    ):
        text = client.get(url).content.decode()
        assert word in text, url
        assert not find_hidden_words(text), url


@pytest.mark.parametrize("kind", HIDING_METHODS)
def test_images_and_documents_of_hidden_page_are_hidden(client: Client, kind: str) -> None:
    """The image and document are on the home page only, so that nothing else restricts them."""
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    builder = HiddenContentBuilder()
    pages: list[NewsPage | EventPage] = [builder.article(HIDDEN_WORD, section), builder.event(HIDDEN_WORD, events)]
    home = factories.get_home_page()
    home.body = [
        *({"type": "photo_strip", "value": {"page": page.pk, "title": "", "count": 5}} for page in pages),
        {"type": "recent_documents", "value": {"title": "", "count": 5}},
    ]
    home.save()
    assert find_hidden_words(client.get("/").content.decode())
    for page in pages:
        hide_page(page, kind)
    text = client.get("/").content.decode()
    assert not find_hidden_words(text)
    for page in pages:
        assert page.url not in text
