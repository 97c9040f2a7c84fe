"""What visitors may not see shows nowhere, decided at the moment of the request: no scheduler runs in these tests."""

import datetime
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.models import NewsPage, NewsPageRelatedPage, NewsSection
from tests import factories

pytestmark = pytest.mark.django_db

OPEN_TITLE = "Bài viết ai cũng đọc được"
HIDDEN_WORD = "Bàikín"  # in the title, lead and body of everything that must not be seen
PUBLISHED = datetime.datetime(2024, 4, 24, 12, 0, tzinfo=timezone.get_default_timezone())


@dataclass
class Site:
    section: NewsSection
    article: NewsPage
    hidden: dict[str, NewsPage]


@pytest.fixture
def site() -> Site:
    """A section with an article of each kind, all with one author, unit and tag; every page on show links to them."""
    author = factories.AuthorFactory(name="Lê Thị Bình")
    section = factories.SectionFactory(title="Tin tức")
    locked = factories.SectionFactory(title=f"{HIDDEN_WORD} chuyên mục", parent=section)
    PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.PASSWORD, password="x")

    def article(title: str, parent: NewsSection = section, **kwargs: object) -> NewsPage:
        number = NewsPage.objects.count()
        return factories.ArticleFactory(
            title=title,
            lead=f"Sapô: {title}",
            parent=parent,
            authors=(author,),
            tags=("Tuyển sinh",),
            is_headline=True,
            show_in_menus=True,
            published_at=PUBLISHED + datetime.timedelta(minutes=number),
            **kwargs,
        )

    hidden = {
        "expired": article(f"{HIDDEN_WORD} hết hạn", expire_at=timezone.now() - datetime.timedelta(seconds=1)),
        "draft": article(f"{HIDDEN_WORD} nháp", live=False),
        "unpublished": article(f"{HIDDEN_WORD} đã gỡ"),
        "with a password": article(f"{HIDDEN_WORD} có mật khẩu"),
        "for a group": article(f"{HIDDEN_WORD} cho nhóm"),
        "below a locked section": article(f"{HIDDEN_WORD} trong chuyên mục kín", parent=locked),
        "scheduled": article(
            f"{HIDDEN_WORD} hẹn giờ", live=False, go_live_at=timezone.now() - datetime.timedelta(seconds=1)
        ),
    }
    hidden["unpublished"].unpublish()
    for name, kind in (("with a password", PageViewRestriction.PASSWORD), ("for a group", PageViewRestriction.GROUPS)):
        PageViewRestriction.objects.create(page=hidden[name], restriction_type=kind, password="x")
    links = [{"page": page.pk, "url": "", "label": "", "description": ""} for page in hidden.values()]
    shown = article(OPEN_TITLE, body=[{"type": "links", "value": {"title": "Xem thêm", "links": links}}])
    for page in hidden.values():
        NewsPageRelatedPage.objects.create(article=shown, page=page, locale=shown.locale)
    return Site(section, shown, hidden)


def places(site: Site) -> dict[str, str]:
    author, unit = (site.article.bylines.get().author, site.article.bylines.get().unit)
    return {
        "home page": "/",
        "section": site.section.url,
        "archive": f"{site.section.url}luu-tru/",
        "archive of the year": f"{site.section.url}luu-tru/2024/",
        "archive of the month": f"{site.section.url}luu-tru/2024/04/",
        "feed of the section": f"{site.section.url}rss/",
        "feed of the site": "/rss/",
        "tag": "/the/tuyen-sinh/",
        "author": f"/tac-gia/{author.slug}/",
        "unit": f"/don-vi/{unit.slug}/",
        "search": "/tim-kiem/?q=b",
        "search for the hidden": f"/tim-kiem/?q={HIDDEN_WORD[3:]}",
        "site map": "/so-do-cong/",
        "other news, related pages, link box, menu": site.article.url,
        "page not found": "/khong-co/",
    }


def test_nothing_hidden_shows_anywhere(client: Client, site: Site) -> None:
    lists_articles = {"site map", "search for the hidden", "archive", "page not found"}
    for place, address in places(site).items():
        response = client.get(address)
        text = response.content.decode()
        assert response.status_code == (404 if place == "page not found" else 200), place
        assert HIDDEN_WORD not in text, place
        if place not in lists_articles:
            assert OPEN_TITLE in text, place


def test_archive_counts_only_what_shows(client: Client, site: Site) -> None:
    response = client.get(f"{site.section.url}luu-tru/")
    assert [month.count for month in response.context_data["months"]] == [1]


@pytest.mark.parametrize("kind", ["expired", "draft", "unpublished", "scheduled"])
def test_its_own_address_answers_404(client: Client, site: Site, kind: str) -> None:
    assert client.get(site.hidden[kind].url).status_code == 404


@pytest.mark.parametrize("kind", ["with a password", "for a group", "below a locked section"])
def test_its_own_address_asks_who_is_there(client: Client, site: Site, kind: str) -> None:
    response = client.get(site.hidden[kind].url)
    assert response.status_code == (302 if kind == "for a group" else 200)
    assert HIDDEN_WORD not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_feed_of_a_locked_section_is_locked_too(client: Client, site: Site) -> None:
    locked = NewsSection.objects.get(title__startswith=HIDDEN_WORD)
    for address in ("rss/", "luu-tru/", "luu-tru/2024/04/"):
        response = client.get(locked.url + address)
        assert HIDDEN_WORD not in response.content.decode(), address
        assert "no-store" in response["Cache-Control"], address


def test_it_shows_again_once_it_may(client: Client, site: Site) -> None:
    """The other way round: what hides above would also pass a test that shows nothing."""
    PageViewRestriction.objects.all().delete()
    NewsPage.objects.filter(expire_at__isnull=False).update(expire_at=timezone.now() + datetime.timedelta(hours=1))
    text = client.get(site.section.url).content.decode()
    for kind in ("expired", "with a password", "for a group", "below a locked section"):
        assert site.hidden[kind].title in text, kind


def test_a_section_withdrawn_without_its_articles_is_named_nowhere(client: Client) -> None:
    section = factories.SectionFactory(title=f"{HIDDEN_WORD} đã gỡ")
    factories.ArticleFactory(title=OPEN_TITLE, parent=section)
    section.unpublish()
    text = client.get("/").content.decode()
    assert OPEN_TITLE in text
    assert HIDDEN_WORD not in text
