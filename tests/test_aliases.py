"""Aliases are listed where an editor created them, and nowhere else."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from newsroom.models import EventPage, NewsPage
from tests.support import factories

pytestmark = pytest.mark.django_db

API = "/api/v2/pages/"
TITLE, EVENT = "Lịch thi tuyển sinh", "Hội thi cấp tỉnh"


def get_english_locale() -> Locale:
    return Locale.objects.get(language_code="en")


def create_translated(page: Page, slug: str) -> Page:
    copy = page.copy_for_translation(get_english_locale())
    copy.title = copy.slug = slug
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


def get_page_text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode().replace("\r\n ", "")


def test_vietnamese_aliases_are_in_no_english_list(client: Client) -> None:
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    article = factories.ArticleFactory(title=TITLE, parent=section)
    event = factories.EventFactory(title=EVENT, parent=events)
    news, dates = create_translated(section, "news"), create_translated(events, "dates")
    aliases = [page.copy_for_translation(get_english_locale(), alias=True) for page in (article, event)]
    Page.objects.filter(pk__in=[page.pk for page in aliases]).update(live=True)
    alias, alias_of_event = NewsPage.objects.get(pk=aliases[0].pk), EventPage.objects.get(pk=aliases[1].pk)
    assert TITLE in get_page_text(client, alias.url)  # its own URL works
    for url in (
        *("/en/", "/en/rss/", "/en/calendar.ics", "/en/search/?q=thi", "/sitemap.xml", news.url, f"{news.url}rss/"),
        *(f"{news.url}archive/", dates.url, f"{dates.url}calendar.ics", f"{dates.url}rss/", "/en/sitemap/"),
        f"{dates.url}?month={event.start_date:%Y-%m}",
        f"{API}?locale=en&limit=50",
    ):
        text = get_page_text(client, url)
        assert TITLE not in text, url
        assert EVENT not in text, url
    assert alias.url not in get_page_text(client, "/sitemap-news.xml")
    for page in (alias, alias_of_event):
        assert client.get(f"{API}{page.pk}/").status_code == 404
    assert alias.url not in get_page_text(client, article.url)


def test_alias_in_same_language_is_listed_once(client: Client) -> None:
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    other_section, other_events = factories.SectionFactory(), factories.EventSectionFactory()
    article = factories.ArticleFactory(title=TITLE, parent=section, is_headline=True)
    event = factories.EventFactory(title=EVENT, parent=events)
    alias = article.create_alias(parent=other_section)
    alias_of_event = event.create_alias(parent=other_events)
    EventPage.objects.get(pk=alias_of_event.pk).save()  # creates its occurrences
    # Where the editor created it:
    assert alias.url in get_page_text(client, other_section.url)
    assert alias_of_event.url in get_page_text(client, other_events.url)
    # The canonical URL is that of the source:
    for url in ("/rss/", "/tim-kiem/?q=thi", "/sitemap-news.xml", f"{other_section.url}rss/", "/"):
        assert alias.url not in get_page_text(client, url), url
    for url in ("/lich.ics", f"{other_events.url}lich.ics", f"{other_events.url}rss/", f"{API}?limit=50"):
        assert alias_of_event.url not in get_page_text(client, url), url
    assert get_page_text(client, "/lich.ics").count("BEGIN:VEVENT") == 1
    uid = f"UID:{event.translation_key}-vi"
    assert uid in get_page_text(client, "/lich.ics")
    assert uid in get_page_text(client, f"{alias_of_event.url}lich.ics")
