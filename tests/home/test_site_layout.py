"""The site layout: header, footer, menus, language switch and error pages."""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.views import defaults
from wagtail.models import Locale, PageViewRestriction

from home.site_layout import build_site_layout
from newsroom.models import NewsPage
from tests.support import factories, translations
from tests.support.html import get_page, get_text, get_texts
from tests.support.renditions import make_renditions

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_clock(monkeypatch):
    """Return a function that sets the clock to a time in UTC."""

    def set_to(*moment: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(*moment, tzinfo=datetime.UTC))

    return set_to


@pytest.fixture
def office():
    """The Vietnamese home page with contact details."""
    home = factories.get_home_page()
    home.site_name = "Sở Giáo dục và Đào tạo An Lạc"
    home.authority = "UBND tỉnh An Lạc"
    home.address = "22 Lê Lợi"
    home.phone = "0234 382 0000"
    home.email = "van-phong@so.example"
    home.responsible_person = "Ông Lê Văn Minh, Giám đốc"
    home.licence = "Giấy phép số 01/GP-TTĐT ngày 05/01/2026"
    home.copyright_note = "Bản quyền thuộc về Sở"
    home.footer = "<p>Ghi rõ nguồn khi đăng lại</p>"
    home.save()
    return home


# --- Date and motto


def test_date_is_in_site_time_zone(client: Client, set_clock) -> None:
    set_clock(2020, 1, 20, 17, 1)  # one minute past midnight in Vietnam, still the day before in UTC
    assert get_text(get_page(client, "/").find(class_="today")) == "Ngày 21 tháng 01 năm 2020"
    assert get_text(get_page(client, "/en/").find(class_="today")) == "21 January 2020"


def test_motto_changes_by_day_and_returns(client: Client, set_clock) -> None:
    texts = [factories.MottoFactory().text for _ in range(3)]
    shown = []
    for day in range(4):
        set_clock(2020, 1, 20 + day, 3, 0)
        shown.append(get_text(get_page(client, "/").find(class_="motto")))
    assert sorted(shown[:3]) == sorted(texts)
    assert shown[3] == shown[0]


def test_a_new_motto_does_not_replace_that_of_today(client: Client, set_clock) -> None:
    set_clock(2020, 1, 20, 3, 0)
    for _ in range(3):
        factories.MottoFactory()
    shown = get_text(get_page(client, "/").find(class_="motto"))
    for text in ("Uống nước nhớ nguồn", "Lá lành đùm lá rách"):
        factories.MottoFactory(text=text, first_published_at=timezone.now())
        assert get_text(get_page(client, "/").find(class_="motto")) == shown
    later = set()
    for day in range(21, 26):
        set_clock(2020, 1, day, 3, 0)
        later.add(get_text(get_page(client, "/").find(class_="motto")))
    assert len(later) == 5


def test_motto_has_author_and_lang_attribute(client: Client) -> None:
    factories.MottoFactory(text="Không thầy đố mày làm nên", source="Tục ngữ")
    assert get_text(get_page(client, "/").find(class_="motto")) == "Không thầy đố mày làm nên (Tục ngữ)"
    assert get_page(client, "/en/").find(class_="motto") is None


# --- Contact details


def test_header_and_footer_name_the_office(client: Client, office) -> None:
    page = get_page(client, "/")
    assert get_text(page.find(class_="site-name")) == "UBND tỉnh An Lạc Sở Giáo dục và Đào tạo An Lạc"
    footer = get_text(page.find("footer"))
    for name in "authority responsible_person licence address phone email copyright_note".split():
        assert getattr(office, name) in footer, name
    assert "Ghi rõ nguồn khi đăng lại" in footer


def test_landmarks_of_same_role_have_distinct_labels(client: Client) -> None:
    factories.SectionFactory(parent=factories.SectionFactory())
    factories.NoticeFactory()
    for url in ("/", "/tim-kiem/?q=h"):
        page = get_page(client, url)
        for kind in ("[role=search]", "aside", ".menu-wide, main nav, .breadcrumbs"):
            names = [element.get("aria-label") or element.get("aria-labelledby") for element in page.select(kind)]
            assert all(names), (url, kind)
            assert len(set(names)) == len(names), (url, kind)


def test_uploaded_logo_replaces_default_logo(client: Client, office) -> None:
    assert "logo" in get_page(client, "/").select_one(".site-name img")["src"]
    office.logo = factories.ImageFactory()
    office.save()
    make_renditions()
    logo = get_page(client, "/").select_one(".site-name img")
    assert "/media/images/" in logo["src"]
    assert logo["alt"] == ""  # decorative, because the name of the office is beside it


# --- Menu and breadcrumbs


def test_menu_lists_visible_children_shown_in_menus(client: Client) -> None:
    news = factories.SectionFactory(title="Tin tức")
    hidden = factories.SectionFactory(title="Lưu nội bộ", show_in_menus=False)
    factories.SectionFactory(title="Bản nháp", live=False)
    locked = factories.SectionFactory(title="Kín")
    PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.PASSWORD, password="x")
    below = factories.SectionFactory(title="Hội nghị", parent=news)
    factories.SectionFactory(title="Hai tầng dưới", parent=below)
    factories.SectionFactory(title="Bản nháp bên dưới", parent=news, live=False)
    factories.SectionFactory(title="Dưới trang ngoài trình đơn", parent=hidden)
    factories.SectionFactory(title="Dưới trang kín", parent=locked)
    factories.StandardPageFactory(title="Giới thiệu", show_in_menus=True)
    page = get_page(client, "/")
    for menu in page.select(".menu"):  # one for wide screens and one for phones, which opens without scripts
        assert get_texts(menu.select("ul:not(.languages) a")) == ["Tin tức", "Hội nghị", "Giới thiệu"]
        assert get_texts(menu.select("li li a")) == ["Hội nghị"]
    assert page.select_one("details.menu > summary")
    assert get_text(page.select_one(".menu-wide details summary")) == "Mục con của “Tin tức”"


def test_menu_marks_current_page(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    factories.SectionFactory(title="Thông báo")
    article = factories.ArticleFactory(parent=section)
    marked = {
        url: {
            get_text(link): link["aria-current"] for link in get_page(client, url).select(".menu-wide [aria-current]")
        }
        for url in ("/", section.url, article.url, "/tim-kiem/")
    }
    assert marked == {"/": {}, section.url: {"Tin tức": "page"}, article.url: {"Tin tức": "true"}, "/tim-kiem/": {}}


def test_breadcrumbs_link_visible_ancestors(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    below = factories.SectionFactory(title="Hội nghị", parent=section)
    article = factories.ArticleFactory(parent=below)
    crumbs = get_page(client, article.url).select(".breadcrumbs a")
    assert [(get_text(link), link["href"]) for link in crumbs] == [
        ("Trang chủ", "/"),
        ("Tin tức", section.url),
        ("Hội nghị", below.url),
    ]
    section.unpublish()
    assert get_texts(get_page(client, article.url).select(".breadcrumbs a")) == ["Trang chủ", "Hội nghị"]
    assert get_page(client, "/").find(class_="breadcrumbs") is None
    assert get_texts(get_page(client, "/tim-kiem/").select(".breadcrumbs li")) == ["Trang chủ", "Tìm kiếm"]


# --- Languages


@pytest.fixture
def translated():
    """An article with a live English translation."""
    english_locale = Locale.objects.get(language_code="en")
    article = factories.ArticleFactory(title="Hội nghị")
    article.get_parent().specific.copy_for_translation(english_locale).save_revision().publish()
    english = article.copy_for_translation(english_locale)
    english.title, english.slug = "Conference", "conference"
    english.save_revision().publish()
    return article, NewsPage.objects.get(pk=english.pk)


def test_language_switch_links_to_translation(client: Client, translated) -> None:
    article, english = translated
    there = get_page(client, article.url).select_one(".languages a")
    assert (get_text(there), there["href"], there["lang"]) == ("English", english.url, "en")
    page = get_page(client, english.url)
    assert page.html["lang"] == "en"
    assert page.select_one(".languages a")["href"] == article.url


def test_language_switch_falls_back_to_nearest_translated_ancestor_with_notice(client: Client, translated) -> None:
    article, english = translated
    section = english.get_parent()
    section.title = "News of the schools"
    section.save()
    english.unpublish()
    there = get_page(client, article.url).select_one(".languages a")
    assert (get_text(there), there["href"], there["lang"]) == ("English (News of the schools)", section.get_url(), "en")
    assert there["title"] == "This page has not been translated. The link leads to “News of the schools”."
    section.unpublish()
    there = get_page(client, article.url).select_one(".languages a")
    assert (get_text(there), there["href"]) == ("English (Home)", "/en/")


def test_language_switch_of_view_links_to_same_view(client: Client) -> None:
    for url, there in {"/tim-kiem/?q=thi": "/en/search/", "/so-do-cong/": "/en/sitemap/"}.items():
        link = get_page(client, url).select_one(".languages a")
        assert (get_text(link), link["href"]) == ("English", there)
        assert get_page(client, there).select_one(".languages a")["href"] == url.partition("?")[0]


def test_language_switch_of_profile_links_to_translation_or_falls_back(client: Client) -> None:
    author = factories.AuthorFactory(name="Nguyễn Văn An", unit=factories.UnitFactory())
    tag = factories.ArticleFactory(authors=(author,), tags=("Tuyển sinh",)).tags.get()
    for about in (author, author.unit, tag):
        link = get_page(client, about.get_absolute_url()).select_one(".languages a")
        assert (get_text(link), link["href"]) == ("English (Home)", "/en/")
        assert "has not been translated" in link["title"]
    for about in (author.unit, author):
        there = translations.create_published_translation(about)
        with translation.override("vi"):
            here = about.get_absolute_url()
        link = get_page(client, here).select_one(".languages a")
        with translation.override("en"):
            assert (get_text(link), link["href"]) == ("English", there.get_absolute_url())
        assert get_page(client, link["href"]).select_one(".languages a")["href"] == here


def test_language_switch_notice_is_in_target_language(client: Client, translated) -> None:
    english_locale = Locale.objects.get(language_code="en")
    alone = factories.ArticleFactory(parent=translated[1].get_parent(), locale=english_locale, title="Only in English")
    there = get_page(client, alone.url).select_one(".languages a")
    section = translated[0].get_parent()
    assert (get_text(there), there["href"]) == (f"Tiếng Việt ({section.title})", section.get_url())
    assert there["title"] == f"Trang này chưa có bản dịch. Liên kết dẫn đến “{section.title}”."


def test_language_switch_of_translated_page_has_no_notice(client: Client, translated) -> None:
    for page in (translated[0], translated[0].get_parent(), factories.get_home_page()):
        there = get_page(client, page.get_url()).select_one(".languages a")
        assert get_text(there) == "English"
        assert not there.has_attr("title")


def test_alias_text_has_lang_attribute(client: Client, translated) -> None:
    english_locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(title="Chỉ có tiếng Việt")
    article = factories.ArticleFactory(title="Trang bí danh", parent=section)
    alias = article.copy_for_translation(english_locale, copy_parents=True, alias=True)
    page = get_page(client, alias.url)
    assert page.html["lang"] == "en"
    assert (page.main["lang"], page.title["lang"]) == ("vi", "vi")
    crumbs = {get_text(link): link.get("lang") for link in page.select(".breadcrumbs a")}
    assert crumbs == {"Home": None, "Chỉ có tiếng Việt": "vi"}
    assert not get_page(client, article.url).main.has_attr("lang")


def test_an_alias_is_no_translation(client: Client) -> None:
    article = factories.ArticleFactory()
    alias = article.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    assert alias.live
    page = get_page(client, article.url)
    assert page.select_one(".languages a")["href"] == "/en/"
    assert page.select("link[hreflang]") == []


def test_hreflang_links_name_both_languages(client: Client, translated) -> None:
    article, english = translated
    vietnamese = f"http://testserver{article.url}"
    expected = {"vi": vietnamese, "en": f"http://testserver{english.url}", "x-default": vietnamese}
    for page in translated:
        links = get_page(client, page.url).select("link[hreflang]")
        assert {link["hreflang"]: link["href"] for link in links} == expected


def test_subpath_of_page_has_no_hreflang_links(client: Client, translated) -> None:
    section = translated[0].get_parent()
    assert len(get_page(client, section.url).select("link[hreflang]")) == 3
    archive = get_page(client, f"{section.url}luu-tru/")
    assert archive.select("link[hreflang]") == []
    assert archive.select_one("link[rel=canonical]")["href"] == f"http://testserver{section.url}luu-tru/"


def test_canonical_url_keeps_only_page_parameter(client: Client) -> None:
    section = factories.SectionFactory()
    factories.ArticleFactory.create_batch(13, parent=section)
    canonical = get_page(client, f"{section.url}?fbclid=x&page=2").select_one("link[rel=canonical]")
    assert canonical["href"] == f"http://testserver{section.url}?page=2"
    assert get_page(client, f"{section.url}?page=1&a=b").select_one("link[rel=canonical]")["href"].endswith(section.url)


def test_unpublished_home_page_details_are_not_shown(client: Client) -> None:
    home = factories.get_home_page("en")
    home.site_name, home.address = "Unannounced Office", "22 Draft Street"
    home.save()
    assert "Unannounced Office" in get_page(client, "/en/search/").get_text()
    home.unpublish()
    for url in ("/en/search/", "/en/no/", "/en/"):
        page = get_page(client, url, 404)
        assert "Unannounced" not in str(page), url
        assert "Draft Street" not in str(page), url
        assert get_text(page.select_one(".site-name")), url


# --- Site map


def test_site_map_lists_pages_except_articles_and_events(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức", show_in_menus=False)
    events = factories.EventSectionFactory(title="Sự kiện")
    factories.SectionFactory(title="Hội nghị", parent=section)
    factories.StandardPageFactory(title="Giới thiệu")
    factories.StandardPageFactory(title="Bản nháp", live=False)
    factories.ArticleFactory(parent=section)
    factories.EventFactory(parent=events)
    branches = get_page(client, "/so-do-cong/").select(".site-map > ul > li")
    assert get_texts(branches) == ["Tin tức Hội nghị", "Sự kiện", "Giới thiệu"]


def test_site_map_without_home_page_is_not_found(client: Client) -> None:
    factories.SectionFactory(title="Tin tức")
    factories.get_home_page("en").unpublish()
    assert "Tin tức" not in str(get_page(client, "/en/sitemap/", status=404))
    assert client.get("/so-do-cong/").status_code == 200


# --- Errors


@pytest.mark.parametrize(
    ("url", "language", "words_of"), [("/khong/", "vi", "Không tìm"), ("/en/no/", "en", "Page not")]
)
def test_not_found_page_has_site_layout(client: Client, url: str, language: str, words_of: str) -> None:
    factories.SectionFactory(title="Tin tức")
    page = get_page(client, url, status=404)
    assert page.html["lang"] == language
    assert get_text(page.h1).startswith(words_of)
    assert page.find(class_="site-footer")


def test_bad_request_has_message(client: Client) -> None:
    page = get_page(client, "/tim-kiem/?q=%00", status=400)
    assert get_text(page.h1) == "Yêu cầu không hợp lệ"
    assert get_text(get_page(client, "/en/search/?q=%00", status=400).h1) == "Bad request"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_server_error_needs_no_database(django_assert_num_queries, language: str) -> None:
    with django_assert_num_queries(0), translation.override(language):
        response = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


def test_password_form_has_site_layout_and_hides_title(client: Client) -> None:
    article = factories.ArticleFactory(title="Đề thi thử", lead="Chỉ dành cho giáo viên")
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.PASSWORD, password="mở")
    page = get_page(client, article.url)
    assert page.select_one(".site-header")
    assert page.select_one("form input[type=password]")
    assert "Đề thi thử" not in str(page)
    assert "Chỉ dành cho giáo viên" not in str(page)
    form = page.select_one("form.password-form")
    fields = {field["name"]: field.get("value", "") for field in form.select("input")}
    wrong = client.post(form["action"], {**fields, "password": "sai"})
    assert wrong.status_code == 200
    assert "errorlist" in wrong.content.decode()
    client.post(form["action"], {**fields, "password": "mở"})
    assert get_text(get_page(client, article.url).h1) == "Đề thi thử"


def test_form_without_csrf_token_gets_message() -> None:
    client = Client(enforce_csrf_checks=True)
    article = factories.ArticleFactory()
    lock = PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.PASSWORD, password="mở"
    )
    response = client.post(f"/_util/authenticate_with_password/{lock.pk}/{article.pk}/", {"password": "mở"})
    assert response.status_code == 403
    assert "cho phép cookie" in response.content.decode()


# --- Queries


def test_layout_needs_at_most_seven_queries(django_assert_max_num_queries, office) -> None:
    office.logo = factories.ImageFactory()
    office.save()
    section = factories.SectionFactory()
    factories.SectionFactory.create_batch(8)
    article = factories.ArticleFactory(parent=factories.SectionFactory(parent=section))
    factories.MottoFactory.create_batch(5)
    request = RequestFactory().get(article.url)
    with django_assert_max_num_queries(7), translation.override("vi"):
        frame = build_site_layout(request, article)
    assert len(frame.menu) == 9
    with django_assert_max_num_queries(6):
        build_site_layout(RequestFactory().get("/tim-kiem/"), None)


@pytest.mark.parametrize(("name", "signature"), [("favicon.ico", b"\0\0\1\0"), ("apple-touch-icon.png", b"\x89PNG")])
def test_icons_that_are_requested_by_name_are_images(client: Client, name: str, signature: bytes) -> None:
    url = client.get(f"/{name}")["Location"]
    file = finders.find(url.removeprefix(settings.STATIC_URL))
    assert Path(file).read_bytes().startswith(signature)
