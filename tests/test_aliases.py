"""An alias shows another page's text once more: in the list it was put into, and nowhere else."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from newsroom.models import EventPage, NewsPage
from tests import factories

pytestmark = pytest.mark.django_db

API = "/api/v2/pages/"
TITLE, EVENT = "Lịch thi tuyển sinh", "Hội thi cấp tỉnh"


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def translated(page: Page, slug: str) -> Page:
    copy = page.copy_for_translation(english())
    copy.title = copy.slug = slug
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode().replace("\r\n ", "")


def test_vietnamese_text_is_in_no_english_list(client: Client) -> None:
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    article = factories.ArticleFactory(title=TITLE, parent=section)
    event = factories.EventFactory(title=EVENT, parent=events)
    news, dates = translated(section, "news"), translated(events, "dates")
    aliases = [page.copy_for_translation(english(), alias=True) for page in (article, event)]
    Page.objects.filter(pk__in=[page.pk for page in aliases]).update(live=True)
    alias, alias_of_event = NewsPage.objects.get(pk=aliases[0].pk), EventPage.objects.get(pk=aliases[1].pk)
    assert TITLE in text(client, alias.url)  # at its own address it answers
    for address in (
        *("/en/", "/en/rss/", "/en/calendar.ics", "/en/search/?q=thi", "/sitemap.xml", news.url, f"{news.url}rss/"),
        *(f"{news.url}archive/", dates.url, f"{dates.url}calendar.ics", f"{dates.url}rss/", "/en/sitemap/"),
        f"{dates.url}?month={event.start_date:%Y-%m}",
        f"{API}?locale=en&limit=50",
    ):
        found = text(client, address)
        assert TITLE not in found, address
        assert EVENT not in found, address
    assert alias.url not in text(client, "/sitemap-news.xml")
    for page in (alias, alias_of_event):
        assert client.get(f"{API}{page.pk}/").status_code == 404
    assert alias.url not in text(client, article.url)


def test_in_one_language_it_stands_once_where_lists_are_of_everything(client: Client) -> None:
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    other_section, other_events = factories.SectionFactory(), factories.EventSectionFactory()
    article = factories.ArticleFactory(title=TITLE, parent=section, is_headline=True)
    event = factories.EventFactory(title=EVENT, parent=events)
    alias = article.create_alias(parent=other_section)
    alias_of_event = event.create_alias(parent=other_events)
    EventPage.objects.get(pk=alias_of_event.pk).save()  # writes its occurrences
    # The editor put it there:
    assert alias.url in text(client, other_section.url)
    assert alias_of_event.url in text(client, other_events.url)
    # And it is the same page:
    for address in ("/rss/", "/tim-kiem/?q=thi", "/sitemap-news.xml", f"{other_section.url}rss/", "/"):
        assert alias.url not in text(client, address), address
    for address in ("/lich.ics", f"{other_events.url}lich.ics", f"{other_events.url}rss/", f"{API}?limit=50"):
        assert alias_of_event.url not in text(client, address), address
    assert text(client, "/lich.ics").count("BEGIN:VEVENT") == 1
    uid = f"UID:{event.translation_key}-vi"
    assert uid in text(client, "/lich.ics")
    assert uid in text(client, f"{alias_of_event.url}lich.ics")
