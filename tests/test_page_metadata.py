"""Metadata of all kinds of pages for search engines and other sites, by property names."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from home.models import HomePage
from mysite.images.page_images import make_renditions
from newsroom.models import Author, NewsPage, Unit
from tests.support import factories, page_metadata
from tests.support.html import get_page
from tests.support.url_components import URL_COMPONENTS

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script> \"quoted\" 'q' & <b> 😀 \u2028\u202e Tie\u0302\u0301ng Việt"


@pytest.fixture
def office() -> HomePage:
    for language in ("vi", "en"):
        home = factories.get_home_page(language)
        home.site_name = "Sở Giáo dục và Đào tạo tỉnh An Lạc" if language == "vi" else "An Lạc Education"
        home.introduction = "Cổng thông tin của ngành."
        home.authority, home.address = "UBND tỉnh An Lạc", "Số 1, đường Bình Yên, An Lạc"
        home.phone, home.email = "0200 000 000", "van-phong@portal.example"
        home.save()
    return factories.get_home_page()


@pytest.fixture
def pages(office: HomePage) -> dict[str, str]:
    """URLs of every kind of page, in both languages."""
    return {
        f"{language} {kind}": url
        for language in URL_COMPONENTS
        for kind, url in create_pages_of_each_kind(language).items()
    }


def create_pages_of_each_kind(language: str) -> dict[str, str]:
    """Create every kind of page in one language, and return their URLs by kind."""
    components = URL_COMPONENTS[language]
    locale = Locale.objects.get(language_code=language)
    unit = factories.UnitFactory(locale=locale, description="Tham mưu về giáo dục thường xuyên.")
    author = factories.AuthorFactory(locale=locale, unit=unit, job_title="Chuyên viên")
    return {
        "home": components["root"],
        **create_news(language, author),
        **create_events(language, unit),
        **create_standard_pages(language),
        "tag": f"{components['root']}{components['tag']}/tuyen-sinh/",
        "author": f"{components['root']}{components['author']}/{author.slug}/",
        "unit": f"{components['root']}{components['unit']}/{unit.slug}/",
        "site map": f"{components['root']}{components['site map']}/",
    }


def create_news(language: str, author: Author) -> dict[str, str]:
    """Create a section with two pages of articles, and return the URLs by kind."""
    image = factories.SmallImageFactory()
    parent = factories.get_home_page(language)
    section = factories.SectionFactory(parent=parent, locale=parent.locale, introduction="Tin tức của ngành.")
    articles = factories.ArticleFactory.create_batch(
        13, parent=section, locale=parent.locale, main_image=image, authors=(author,), tags=("Tuyển sinh",)
    )
    make_renditions(articles[0].image_uses())
    archive = f"{section.url}{URL_COMPONENTS[language]['archive']}/"
    return {
        "section": section.url,
        "second page": f"{section.url}?page=2",
        "archive": archive,
        "archive of a month": f"{archive}{timezone.localtime(articles[0].first_published_at):%Y/%m}/",
        "article": articles[0].url,
    }


def create_events(language: str, organiser: Unit) -> dict[str, str]:
    """Create a section with a recurring event, and return the URLs by kind."""
    parent = factories.get_home_page(language)
    section = factories.EventSectionFactory(parent=parent, locale=parent.locale, introduction="Sự kiện của ngành.")
    event = factories.EventFactory(
        parent=section,
        locale=parent.locale,
        end_time=datetime.time(11),
        organiser=organiser,
        contact_name="Bà Bình",
        contact_phone="0200 000 001",
        sign_up_url="https://dang-ky.example/",
        repeat="weekly",
        repeat_count=5,
        repeat_weekdays="",
        agenda=[{"type": "item", "value": {"time": "7:30", "text": "Khai mạc", "speaker": "Ông An"}}],
    )
    month = f"{section.url}?{URL_COMPONENTS[language]['month']}={event.start_date:%Y-%m}"
    return {"events": section.url, "month": month, "event": event.url}


def create_standard_pages(language: str) -> dict[str, str]:
    """Create a standard page, an organisation page and a contact page, and return their URLs by kind."""
    home = factories.get_home_page(language)
    fields = {"parent": home, "locale": home.locale}
    body = [{"type": "paragraph", "value": "<p>Sở có <b>mười</b> phòng.</p>"}]
    return {
        "standard page": factories.StandardPageFactory(**fields, body=body).url,
        "organisation": factories.OrganisationPageFactory(**fields, introduction="Lãnh đạo và các phòng.").url,
        "contact": factories.ContactPageFactory(**fields, introduction="<p>Mời góp ý.</p>").url,
    }


def test_every_page_has_required_metadata(client: Client, pages: dict[str, str]) -> None:
    missing = {kind: page_metadata.find_problems(client, url) for kind, url in pages.items()}
    assert {kind: problems for kind, problems in missing.items() if problems} == {}


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("article", "NewsArticle"),
        ("event", "Event"),
        ("section", "CollectionPage"),
        ("events", "CollectionPage"),
        ("standard page", "WebPage"),
        ("organisation", "AboutPage"),
        ("contact", "ContactPage"),
        ("author", "ProfilePage"),
        ("unit", "GovernmentOrganization"),
    ],
)
def test_every_page_has_its_schema_type(client: Client, pages: dict[str, str], kind: str, type_: str) -> None:
    for language in ("vi", "en"):
        assert type_ in page_metadata.read_json_ld(get_page(client, pages[f"{language} {kind}"]))


@pytest.mark.parametrize("url", ["/tim-kiem/?q=a", "/en/search/", "/khong-co/"])
def test_noindex_pages_have_no_other_metadata(client: Client, url: str) -> None:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert [meta["content"] for meta in page.select("meta[name=robots]")] == ["noindex"]
    assert page.select("link[rel=canonical], meta[property], script[type='application/ld+json']") == []


# --- Articles -------------------------------------------------------------------------------------


def test_article_metadata(client: Client, office: HomePage) -> None:
    unit = factories.UnitFactory(name="Phòng Tổ chức cán bộ", short_name="P.TCCB")
    author = factories.AuthorFactory(name="Lê Thị Bình", unit=unit)
    by_itself = factories.AuthorFactory(name="P.TCCB", unit=unit)
    section = factories.SectionFactory(title="Tin tức")
    published = datetime.datetime(2026, 4, 24, 5, 30, tzinfo=datetime.UTC)
    article = factories.ArticleFactory(
        parent=section,
        title="Hội nghị",
        main_image=factories.ImageFactory(description="Toàn cảnh hội nghị"),
        authors=(author, by_itself),
        tags=("Tuyển sinh", "Lớp 10"),
        published_at=published,
    )
    make_renditions(article.image_uses())
    page = get_page(client, article.url)
    node = page_metadata.read_json_ld(page)["NewsArticle"]
    assert node["headline"] == "Hội nghị"
    assert node["datePublished"] == node["dateModified"] == "2026-04-24T12:30:00+07:00"
    person, organisation = node["author"]
    assert (person["@type"], person["name"], person["url"]) == (
        "Person",
        "Lê Thị Bình",
        f"http://testserver{author.get_absolute_url()}",
    )
    assert person["affiliation"]["name"] == unit.name
    assert (organisation["@type"], organisation["name"]) == ("Organization", unit.name)
    assert node["publisher"]["name"] == office.site_name
    assert node["publisher"]["logo"]["url"].startswith("http://testserver/")
    assert node["articleSection"] == "Tin tức"
    assert sorted(node["keywords"]) == ["Lớp 10", "Tuyển sinh"]
    assert node["mainEntityOfPage"] == {"@type": "WebPage", "@id": f"http://testserver{article.url}"}
    graph = page_metadata.read_open_graph(page)
    assert graph["og:type"] == ["article"]
    assert graph["og:image"] == [node["image"][0]]
    assert (graph["og:image:width"], graph["og:image:height"]) == (["1200"], ["630"])
    assert graph["og:image:alt"] == ["Toàn cảnh hội nghị"]
    assert sorted(graph["article:tag"]) == ["Lớp 10", "Tuyển sinh"]
    assert client.get(node["image"][0])["Content-Type"] == "image/jpeg"


def test_unsigned_article_has_office_as_author(client: Client, office: HomePage) -> None:
    node = page_metadata.read_json_ld(get_page(client, factories.ArticleFactory().url))["NewsArticle"]
    assert [author["name"] for author in node["author"]] == [office.site_name]


def test_breadcrumbs_omit_hidden_sections(client: Client, office: HomePage) -> None:
    section = factories.SectionFactory(title="Đã gỡ")
    article = factories.ArticleFactory(parent=section)
    section.unpublish()
    response = client.get(article.url)
    assert "Đã gỡ" not in response.content.decode()


def test_title_cannot_close_script_element(client: Client, office: HomePage) -> None:
    factories.get_home_page().save()
    article = factories.ArticleFactory(title=HOSTILE, lead=HOSTILE, tags=(HOSTILE[:90],), search_description="")
    event = factories.EventFactory(title=HOSTILE, place=HOSTILE[:200], status_note=HOSTILE)
    for page, kind in ((article, "NewsArticle"), (event, "Event")):
        response = client.get(page.url)
        html = response.content.decode()
        start = html.index('<script type="application/ld+json">')
        script = html[start : html.index("</script>", start)]
        assert not set("<>&\u2028\u2029") & set(script.partition(">")[2])
        node = page_metadata.read_json_ld(get_page(client, page.url))[kind]
        assert node["headline" if kind == "NewsArticle" else "name"] == page.title
        assert "<script>alert" not in html
        assert page_metadata.find_problems(client, page.url) == []


def test_preview_is_noindex(client: Client, office: HomePage) -> None:
    client.force_login(factories.UserFactory(is_superuser=True))
    article = factories.ArticleFactory()
    article.save_revision()
    page = get_page(client, f"/admin/pages/{article.pk}/view_draft/")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("script[type='application/ld+json'], link[rel=canonical]") == []


def test_alias_is_noindex(client: Client, office: HomePage) -> None:
    """It shows text in the other language."""
    english = Locale.objects.get(language_code="en")
    alias = factories.ArticleFactory().copy_for_translation(english, copy_parents=True, alias=True)
    page = get_page(client, alias.url)
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("script[type='application/ld+json'], link[rel=canonical]") == []


def test_description_falls_back_to_available_text(client: Client, office: HomePage) -> None:
    def description(url: str) -> str:
        return get_page(client, url).select_one("meta[name=description]")["content"]

    long_lead = "Sáng nay, Sở tổ chức hội nghị tổng kết. " * 10
    assert description(factories.ArticleFactory(search_description="Viết riêng.").url) == "Viết riêng."
    cut = description(factories.ArticleFactory(lead=long_lead, search_description="").url)
    assert len(cut) <= 160
    assert cut.endswith("…")
    assert long_lead.startswith(cut[:-1])
    body = [
        {"type": "heading", "value": {"text": "Sở", "level": "h2"}},
        {"type": "paragraph", "value": "<p>Mười phòng</p>"},
    ]
    assert description(factories.StandardPageFactory(body=body).url) == "Mười phòng"


# --- Events ---------------------------------------------------------------------------------------


def event_node(client: Client, **kwargs: object) -> dict:
    return page_metadata.read_json_ld(get_page(client, factories.EventFactory(**kwargs).url))["Event"]


def test_event_metadata(client: Client, office: HomePage) -> None:
    unit = factories.UnitFactory()
    node = event_node(
        client,
        start_date=datetime.date(2027, 4, 24),
        start_time=datetime.time(7, 30),
        end_time=datetime.time(11, 0),
        organiser=unit,
        contact_email="hoi-thi@portal.example",
        sign_up_url="https://dang-ky.example/",
        place="Hội trường tầng 3",
        agenda=[
            {"type": "item", "value": {"time": "7:30", "text": "Khai mạc", "speaker": speaker}}
            for speaker in ("Ông An", "Các phòng chuyên môn", "Ông An", "")
        ],
    )
    assert (node["startDate"], node["endDate"]) == ("2027-04-24T07:30:00+07:00", "2027-04-24T11:00:00+07:00")
    assert node["eventStatus"] == "https://schema.org/EventScheduled"
    assert node["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert node["location"]["name"] == "Hội trường tầng 3"
    assert node["location"]["address"]["streetAddress"] == office.address
    assert node["organizer"]["name"] == unit.name
    assert node["organizer"]["url"] == f"http://testserver{unit.get_absolute_url()}"
    assert node["organizer"]["contactPoint"]["email"] == "hoi-thi@portal.example"
    assert node["performer"] == [
        {"@type": "Person", "name": "Ông An"},
        {"@type": "Organization", "name": "Các phòng chuyên môn"},
    ]
    assert node["offers"]["url"] == "https://dang-ky.example/"
    assert "eventSchedule" not in node


def test_event_without_an_end_has_no_end_date(client: Client, office: HomePage) -> None:
    times = {"start_date": datetime.date(2027, 4, 24), "start_time": datetime.time(7, 30)}
    assert "endDate" not in event_node(client, **times)
    assert event_node(client, **times, end_date=datetime.date(2027, 4, 25))["endDate"] == "2027-04-25"


def test_all_day_event_has_dates(client: Client, office: HomePage) -> None:
    node = event_node(
        client,
        all_day=True,
        start_date=datetime.date(2027, 4, 24),
        end_date=datetime.date(2027, 4, 26),
        address="Xã Vui",
    )
    assert (node["startDate"], node["endDate"]) == ("2027-04-24", "2027-04-26")
    assert node["location"]["address"]["streetAddress"] == "Xã Vui"
    assert node["organizer"]["name"] == office.site_name


@pytest.mark.parametrize(("status", "word"), [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")])
def test_cancelled_event_has_status(client: Client, office: HomePage, status: str, word: str) -> None:
    node = event_node(client, status=status, sign_up_url="https://dang-ky.example/")
    assert node["eventStatus"] == f"https://schema.org/{word}"
    assert "offers" not in node


@pytest.mark.parametrize(
    ("repeat", "first", "expected"),
    [
        ("daily", (2027, 4, 24), {"repeatFrequency": "P2D"}),
        ("weekly", (2027, 4, 26), {"repeatFrequency": "P2W", "byDay": ["https://schema.org/Monday"]}),
        ("monthly_date", (2027, 4, 24), {"repeatFrequency": "P2M", "byMonthDay": 24}),
        ("monthly_last_day", (2027, 4, 30), {"repeatFrequency": "P2M"}),
        ("monthly_weekday", (2027, 4, 13), {"byDay": "https://schema.org/Tuesday", "byMonthWeek": 2}),
        ("monthly_last_weekday", (2027, 4, 30), {"byDay": "-1FR"}),
    ],
)
def test_recurring_event_has_schedule(
    client: Client, office: HomePage, repeat: str, first: tuple[int, int, int], expected: dict
) -> None:
    node = event_node(client, start_date=datetime.date(*first), repeat=repeat, repeat_every=2, repeat_count=4)
    schedule = node["eventSchedule"]
    assert expected.items() <= schedule.items()
    assert schedule["startDate"] == datetime.date(*first).isoformat()
    assert (schedule["repeatCount"], schedule["startTime"]) == (4, "07:30:00")
    assert schedule["scheduleTimezone"] == "Asia/Ho_Chi_Minh"


def test_recurring_event_starts_at_next_occurrence(client: Client, office: HomePage) -> None:
    today = timezone.localdate()
    left_out = today + datetime.timedelta(days=2)
    node = event_node(
        client,
        start_date=today - datetime.timedelta(days=5),
        repeat="daily",
        repeat_until=today + datetime.timedelta(days=9),
        exceptions=(today, today + datetime.timedelta(days=1), left_out),
    )
    assert node["startDate"].startswith((today + datetime.timedelta(days=3)).isoformat())
    assert left_out.isoformat() in node["eventSchedule"]["exceptDate"]
    assert node["eventSchedule"]["endDate"] == (today + datetime.timedelta(days=9)).isoformat()


# --- The organisation -----------------------------------------------------------------------------


def test_home_page_describes_office_and_search(client: Client, office: HomePage) -> None:
    nodes = page_metadata.read_json_ld(get_page(client, "/"))
    whole = nodes["GovernmentOrganization"]
    assert all(whole.get(name) for name in page_metadata.ORGANISATION_REQUIRED.split())
    assert whole["parentOrganization"]["name"] == "UBND tỉnh An Lạc"
    assert whole["address"]["streetAddress"] == office.address
    action = nodes["WebSite"]["potentialAction"]
    assert action["query-input"] == "required name=search_term_string"
    target = action["target"]["urlTemplate"]
    assert client.get(target.replace("{search_term_string}", "hoi")).status_code == 200
    assert nodes["WebSite"]["publisher"]["@id"] == whole["@id"]


def test_uploaded_logo_is_publisher_logo(client: Client, office: HomePage) -> None:
    office.logo = factories.SmallImageFactory()
    office.save()
    make_renditions(office.image_uses())
    logo = page_metadata.read_json_ld(get_page(client, "/"))["GovernmentOrganization"]["logo"]["url"]
    assert client.get(logo).status_code == 200
    assert "/media/" in logo


def test_canonical_url_does_not_depend_on_host(client: Client, office: HomePage) -> None:
    article = factories.ArticleFactory()
    response = client.get(article.url, headers={"host": "ten-khac.example"})
    html = response.content.decode()
    assert "ten-khac.example" not in html
    assert json.dumps(f"http://testserver{article.url}") in html


def test_open_graph_locales_have_country(client: Client, office: HomePage) -> None:
    article = factories.ArticleFactory()
    english_locale = Locale.objects.get(language_code="en")
    article.get_parent().specific.copy_for_translation(english_locale).save_revision().publish()
    article.copy_for_translation(english_locale).save_revision().publish()
    english = NewsPage.objects.get(locale=english_locale)
    for page, own, other in ((article, "vi_VN", "en_GB"), (english, "en_GB", "vi_VN")):
        graph = page_metadata.read_open_graph(get_page(client, page.url))
        assert (graph["og:locale"], graph["og:locale:alternate"]) == ([own], [other])
