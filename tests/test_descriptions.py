"""HTML special characters in editors' texts are exported to other sites as typed."""

import json
from html import unescape

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.html import escape

from home.models import HomePage
from tests.support import factories
from tests.support.editors import create_editor, login_client
from tests.support.html import get_page, get_text
from tests.support.page_metadata import read_json_ld

pytestmark = pytest.mark.django_db

#: Plain text; parsed as HTML, the fourth and the seventh would lose words.
TEXTS = [
    "Sở GD&ĐT họp bàn tuyển sinh",
    "Điểm x<y và y>z thì đỗ",
    "Nhóm a <b>không phải chữ đậm</b> nhé",
    "<5 điểm thì thi lại, >8 thì khen",
    "Ông nói \"đồng ý\" và 'cảm ơn'",
    "Gõ &amp; để được dấu và, &lt; để được dấu nhỏ",
    "Cô giáo 👩‍🏫 chào <3 & chúc mừng 🎉",
    "Bỏ <!-- chú thích --> ra khỏi trang",
]


def get_descriptions(client: Client, url: str) -> list[str]:
    """Return the descriptions of the page at ``url``: for search engines, Open Graph and structured data."""
    page = get_page(client, url)
    descriptions = [
        page.select_one(f"meta[{name}]")["content"] for name in ("name=description", "property='og:description'")
    ]
    nodes = read_json_ld(page)
    described = [node["description"] for node in nodes.values() if "description" in node]
    return [*descriptions, *described[:1]]


def get_feed(client: Client, url: str) -> feedparser.FeedParserDict:
    response = client.get(url)
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo
    return feed


def render_feed_description(markup: str) -> str:
    """Return what a feed reader shows of an item's description."""
    return BeautifulSoup(markup, "html.parser").get_text()


@pytest.mark.parametrize("text", TEXTS)
def test_plain_fields_are_treated_as_plain_text(client: Client, text: str) -> None:
    written = factories.ArticleFactory(search_description=text)
    taken = factories.ArticleFactory(lead=text, search_description="")
    event = factories.EventFactory(lead=text, search_description="")
    section = factories.SectionFactory(introduction=text)
    for page in (written, taken, event, section):
        assert get_descriptions(client, page.url) == [text] * 3, type(page)


@pytest.mark.parametrize("text", TEXTS)
def test_rich_text_is_converted_to_text(client: Client, text: str) -> None:
    markup = f"<p>{escape(text)}</p>"
    pages = [
        factories.ContactPageFactory(introduction=markup),
        factories.StandardPageFactory(body=[{"type": "paragraph", "value": markup}]),
    ]
    for page in pages:
        assert get_descriptions(client, page.url) == [text] * 3, type(page)


def test_inline_tags_do_not_split_words_but_paragraphs_do(client: Client) -> None:
    markup = "<p><b>H</b>ội nghị GD<i>&amp;</i>ĐT</p><p>Dòng hai<br/>dòng ba</p><ul><li>Một</li><li>Hai</li></ul>"
    page = factories.ContactPageFactory(introduction=markup)
    assert get_descriptions(client, page.url)[0] == "Hội nghị GD&ĐT Dòng hai dòng ba Một Hai"


@pytest.mark.parametrize("text", TEXTS)
def test_truncated_profile_descriptions_keep_special_characters(client: Client, text: str) -> None:
    author = factories.AuthorFactory(biography=text)
    unit = factories.UnitFactory(description="&" * 300)
    factories.ArticleFactory(authors=(author,))
    assert get_descriptions(client, author.get_absolute_url())[0] == text
    assert get_descriptions(client, unit.get_absolute_url())[0] == "&" * 199 + "…"


@pytest.mark.parametrize("text", TEXTS)
def test_api_returns_text_as_typed(client: Client, text: str) -> None:
    article = factories.ArticleFactory(title=text, lead=text, search_description=text)
    data = json.loads(client.get(f"/api/v2/pages/{article.pk}/").content)
    assert (data["title"], data["lead"], data["meta"]["search_description"]) == (text, text, text)


@pytest.mark.parametrize("text", TEXTS)
def test_feed_titles_are_text_and_descriptions_html(client: Client, text: str) -> None:
    article = factories.ArticleFactory(title=text, lead=text)
    event = factories.EventFactory(title=text, lead=text)
    for page, url in [(article, "/rss/"), (event, f"{event.get_parent().url}rss/")]:
        content = client.get(url).content
        item = BeautifulSoup(content, "xml").find("item")
        assert item.title.string == text
        assert text in render_feed_description(item.description.string)
        entry = get_feed(client, url).entries[0]
        assert unescape(entry.title) == unescape(text), type(page)
        assert text in render_feed_description(entry.summary), type(page)


def test_site_name_keeps_special_characters(client: Client) -> None:
    HomePage.objects.update(site_name="Sở GD&ĐT <Huế>", introduction="Tin của Sở GD&ĐT <Huế>")
    page = get_page(client, "/")
    assert page.title.string.startswith("Sở GD&ĐT <Huế>")
    assert page.select_one("meta[property='og:site_name']")["content"] == "Sở GD&ĐT <Huế>"
    assert get_descriptions(client, "/")[:2] == ["Tin của Sở GD&ĐT <Huế>"] * 2
    assert BeautifulSoup(client.get("/rss/").content, "xml").channel.description.string == "Tin của Sở GD&ĐT <Huế>"


def test_translations_report_shows_titles_as_written(client: Client) -> None:
    """The report shows page titles, which are plain text, and notices, which are rich text, in one column."""
    text = "Gõ &amp; khi x<y và y>z"
    factories.ArticleFactory(title=text)
    notice = factories.NoticeFactory(text=f"<p>{escape(text)}</p>")
    titles = get_page(login_client(create_editor()), "/admin/reports/translations/").select(".title-wrapper")
    assert [get_text(title) for title in titles].count(text) == 2
    assert str(notice) == text
