"""A feed reader, the library ``reader``, receives texts whole and finds nothing new in an unchanged feed."""

import sys
from collections.abc import Iterator

import feedparser
import feedparser_sgmllib
import pytest
from reader import Reader, make_reader

from newsroom.models import NewsTag
from tests.support import factories

# Under this name reader 3.26 imports it, without requiring a package that has it.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Điểm <10 & >5 là “chưa đạt”, \"kém\" &amp; 'yếu' 😀"


@pytest.fixture
def feeds(live_server) -> list[str]:
    """The URLs of a feed of each kind with one item, and of an empty one."""
    author, section = factories.AuthorFactory(name=TEXT), factories.SectionFactory(title=TEXT)
    factories.ArticleFactory(title=TEXT, lead=TEXT, parent=section, authors=(author,), tags=(TEXT,))
    calendar = factories.EventSectionFactory(title=TEXT)
    factories.EventFactory(title=TEXT, lead=TEXT, place=TEXT, parent=calendar)
    subjects = [author, NewsTag.objects.get()]
    pages = ["/", section.url, calendar.url, *(subject.get_absolute_url() for subject in subjects)]
    return [f"{live_server.url}{page}rss/" for page in [*pages, factories.SectionFactory().url]]


@pytest.fixture
def reader(feeds: list[str]) -> Iterator[Reader]:
    with make_reader(":memory:") as reader:
        for url in feeds:
            reader.add_feed(url)
        yield reader


def test_texts_arrive_whole_and_second_update_changes_nothing(reader: Reader, feeds: list[str]) -> None:
    updates = {result.url: result.value for result in reader.update_feeds_iter()}
    assert {url: update.new for url, update in updates.items()} == dict.fromkeys(feeds[:-1], 1) | {feeds[-1]: 0}
    for entry in reader.get_entries():
        assert entry.title == TEXT
        assert entry.summary
    assert {entry.authors_str for entry in reader.get_entries() if "/lich" not in entry.feed_url} >= {TEXT}
    assert [reader.update_feed(url) for url in feeds] == [None] * len(feeds)  # the server has answered 304


def test_unchanged_feed_is_not_modified(feeds: list[str]) -> None:
    for url in feeds:
        first = feedparser.parse(url)
        assert first.status == 200
        assert feedparser.parse(url, etag=first.etag).status == 304
