"""What stands around every page."""

import datetime

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.views import defaults
from wagtail.models import Locale, PageViewRestriction

from home.frame import build
from newsroom.models import NewsPage
from tests import factories, translating
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_clock(monkeypatch):
    """A function that sets the clock to a moment in UTC."""

    def set_to(*moment: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(*moment, tzinfo=datetime.UTC))

    return set_to


@pytest.fixture
def office():
    """The Vietnamese home page with the office's details."""
    home = factories.home_page()
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


# --- The day and its motto


def test_date_is_that_of_the_sites_time_zone(client: Client, set_clock) -> None:
    set_clock(2020, 1, 20, 17, 1)  # one minute past midnight in Vietnam, still the day before in UTC
    assert words(read(client, "/").find(class_="today")) == "Ngày 21 tháng 01 năm 2020"
    assert words(read(client, "/en/").find(class_="today")) == "21 January 2020"


def test_motto_changes_by_day_and_returns(client: Client, set_clock) -> None:
    texts = [factories.MottoFactory().text for _ in range(3)]
    shown = []
    for day in range(4):
        set_clock(2020, 1, 20 + day, 3, 0)
        shown.append(words(read(client, "/").find(class_="motto")))
    assert sorted(shown[:3]) == sorted(texts)
    assert shown[3] == shown[0]


def test_motto_has_its_author_and_its_language(client: Client) -> None:
    factories.MottoFactory(text="Không thầy đố mày làm nên", source="Tục ngữ")
    assert words(read(client, "/").find(class_="motto")) == "Không thầy đố mày làm nên (Tục ngữ)"
    assert read(client, "/en/").find(class_="motto") is None


# --- The office


def test_header_and_footer_name_the_office(client: Client, office) -> None:
    page = read(client, "/")
    assert words(page.find(class_="site-name")) == "UBND tỉnh An Lạc Sở Giáo dục và Đào tạo An Lạc"
    footer = words(page.find("footer"))
    for name in "authority responsible_person licence address phone email copyright_note".split():
        assert getattr(office, name) in footer, name
    assert "Ghi rõ nguồn khi đăng lại" in footer


def test_landmarks_of_one_kind_have_names_of_their_own(client: Client) -> None:
    factories.SectionFactory(parent=factories.SectionFactory())
    factories.NoticeFactory()
    for address in ("/", "/tim-kiem/?q=h"):
        page = read(client, address)
        for kind in ("[role=search]", "aside", ".menu-wide, main nav, .breadcrumbs"):
            names = [element.get("aria-label") or element.get("aria-labelledby") for element in page.select(kind)]
            assert all(names), (address, kind)
            assert len(set(names)) == len(names), (address, kind)


def test_own_logo_takes_the_place_of_the_drawn_one(client: Client, office) -> None:
    assert "logo" in read(client, "/").select_one(".site-name img")["src"]
    office.logo = factories.ImageFactory()
    office.save()
    logo = read(client, "/").select_one(".site-name img")
    assert "/media/images/" in logo["src"]
    assert logo["alt"] == ""  # the name of the office stands beside it


# --- Menu and breadcrumbs


def test_menu_has_the_visible_children_that_are_meant_for_it(client: Client) -> None:
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
    page = read(client, "/")
    for menu in page.select(".menu"):  # one for wide screens, one for phones, which opens without a script
        assert all_words(menu.select("a")) == ["Tin tức", "Hội nghị", "Giới thiệu"]
        assert all_words(menu.select("li li a")) == ["Hội nghị"]
    assert page.select_one("details.menu > summary")
    assert words(page.select_one(".menu-wide details summary")) == "Mục con của “Tin tức”"


def test_menu_marks_where_one_is(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    factories.SectionFactory(title="Thông báo")
    article = factories.ArticleFactory(parent=section)
    marked = {
        address: {
            words(link): link["aria-current"] for link in read(client, address).select(".menu-wide [aria-current]")
        }
        for address in ("/", section.url, article.url, "/tim-kiem/")
    }
    assert marked == {"/": {}, section.url: {"Tin tức": "page"}, article.url: {"Tin tức": "true"}, "/tim-kiem/": {}}


def test_breadcrumbs_lead_back_through_visible_pages(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    below = factories.SectionFactory(title="Hội nghị", parent=section)
    article = factories.ArticleFactory(parent=below)
    crumbs = read(client, article.url).select(".breadcrumbs a")
    assert [(words(link), link["href"]) for link in crumbs] == [
        ("Trang chủ", "/"),
        ("Tin tức", section.url),
        ("Hội nghị", below.url),
    ]
    section.unpublish()
    assert all_words(read(client, article.url).select(".breadcrumbs a")) == ["Trang chủ", "Hội nghị"]
    assert read(client, "/").find(class_="breadcrumbs") is None
    assert all_words(read(client, "/tim-kiem/").select(".breadcrumbs li")) == ["Trang chủ", "Tìm kiếm"]


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


def test_switch_leads_to_the_translation(client: Client, translated) -> None:
    article, english = translated
    there = read(client, article.url).select_one(".languages a")
    assert (words(there), there["href"], there["lang"]) == ("English", english.url, "en")
    page = read(client, english.url)
    assert page.html["lang"] == "en"
    assert page.select_one(".languages a")["href"] == article.url


def test_switch_leads_to_the_nearest_page_above_that_is_translated_and_says_so(client: Client, translated) -> None:
    article, english = translated
    section = english.get_parent()
    section.title = "News of the schools"
    section.save()
    english.unpublish()
    there = read(client, article.url).select_one(".languages a")
    assert (words(there), there["href"], there["lang"]) == ("English (News of the schools)", section.get_url(), "en")
    assert there["title"] == "This page has not been translated. The link leads to “News of the schools”."
    section.unpublish()
    there = read(client, article.url).select_one(".languages a")
    assert (words(there), there["href"]) == ("English (Home)", "/en/")


def test_switch_of_a_view_leads_to_the_same_view(client: Client) -> None:
    for address, there in {"/tim-kiem/?q=thi": "/en/search/", "/so-do-cong/": "/en/sitemap/"}.items():
        link = read(client, address).select_one(".languages a")
        assert (words(link), link["href"]) == ("English", there)
        assert read(client, there).select_one(".languages a")["href"] == address.partition("?")[0]


def test_switch_of_a_person_leads_to_the_translation_or_says_that_there_is_none(client: Client) -> None:
    author = factories.AuthorFactory(name="Nguyễn Văn An", unit=factories.UnitFactory())
    tag = factories.ArticleFactory(authors=(author,), tags=("Tuyển sinh",)).tags.get()
    for about in (author, author.unit, tag):
        link = read(client, about.get_absolute_url()).select_one(".languages a")
        assert (words(link), link["href"]) == ("English (Home)", "/en/")
        assert "has not been translated" in link["title"]
    for about in (author.unit, author):
        there = translating.published(about)
        with translation.override("vi"):
            here = about.get_absolute_url()
        link = read(client, here).select_one(".languages a")
        with translation.override("en"):
            assert (words(link), link["href"]) == ("English", there.get_absolute_url())
        assert read(client, link["href"]).select_one(".languages a")["href"] == here


def test_switch_says_so_in_the_language_it_leads_to(client: Client, translated) -> None:
    english_locale = Locale.objects.get(language_code="en")
    alone = factories.ArticleFactory(parent=translated[1].get_parent(), locale=english_locale, title="Only in English")
    there = read(client, alone.url).select_one(".languages a")
    section = translated[0].get_parent()
    assert (words(there), there["href"]) == (f"Tiếng Việt ({section.title})", section.get_url())
    assert there["title"] == f"Trang này chưa có bản dịch. Liên kết dẫn đến “{section.title}”."


def test_switch_of_a_translated_page_says_nothing_more(client: Client, translated) -> None:
    for page in (translated[0], translated[0].get_parent(), factories.home_page()):
        there = read(client, page.get_url()).select_one(".languages a")
        assert words(there) == "English"
        assert not there.has_attr("title")


def test_the_text_of_an_alias_says_which_language_it_is_in(client: Client, translated) -> None:
    english_locale = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(title="Chỉ có tiếng Việt")
    article = factories.ArticleFactory(title="Trang bí danh", parent=section)
    alias = article.copy_for_translation(english_locale, copy_parents=True, alias=True)
    page = read(client, alias.url)
    assert page.html["lang"] == "en"
    assert (page.main["lang"], page.title["lang"]) == ("vi", "vi")
    crumbs = {words(link): link.get("lang") for link in page.select(".breadcrumbs a")}
    assert crumbs == {"Home": None, "Chỉ có tiếng Việt": "vi"}
    assert not read(client, article.url).main.has_attr("lang")


def test_an_alias_is_no_translation(client: Client) -> None:
    article = factories.ArticleFactory()
    alias = article.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    assert alias.live
    page = read(client, article.url)
    assert page.select_one(".languages a")["href"] == "/en/"
    assert page.select("link[hreflang]") == []


def test_search_engines_learn_of_both_languages(client: Client, translated) -> None:
    article, english = translated
    vietnamese = f"http://testserver{article.url}"
    expected = {"vi": vietnamese, "en": f"http://testserver{english.url}", "x-default": vietnamese}
    for page in translated:
        links = read(client, page.url).select("link[hreflang]")
        assert {link["hreflang"]: link["href"] for link in links} == expected


def test_what_is_below_a_pages_address_is_not_its_translation(client: Client, translated) -> None:
    section = translated[0].get_parent()
    assert len(read(client, section.url).select("link[hreflang]")) == 3
    archive = read(client, f"{section.url}luu-tru/")
    assert archive.select("link[hreflang]") == []
    assert archive.select_one("link[rel=canonical]")["href"] == f"http://testserver{section.url}luu-tru/"


def test_canonical_address_is_without_the_query_but_its_page(client: Client) -> None:
    section = factories.SectionFactory()
    factories.ArticleFactory.create_batch(13, parent=section)
    canonical = read(client, f"{section.url}?fbclid=x&page=2").select_one("link[rel=canonical]")
    assert canonical["href"] == f"http://testserver{section.url}?page=2"
    assert read(client, f"{section.url}?page=1&a=b").select_one("link[rel=canonical]")["href"].endswith(section.url)


def test_a_home_page_that_is_not_published_lends_nothing_to_any_page(client: Client) -> None:
    home = factories.home_page("en")
    home.site_name, home.address = "Unannounced Office", "22 Draft Street"
    home.save()
    assert "Unannounced Office" in read(client, "/en/search/").get_text()
    home.unpublish()
    for address in ("/en/search/", "/en/no/", "/en/"):
        page = read(client, address, 404)
        assert "Unannounced" not in str(page), address
        assert "Draft Street" not in str(page), address
        assert words(page.select_one(".site-name")), address


# --- The site map


def test_site_map_has_all_that_is_no_news_of_a_day(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức", show_in_menus=False)
    events = factories.EventSectionFactory(title="Sự kiện")
    factories.SectionFactory(title="Hội nghị", parent=section)
    factories.StandardPageFactory(title="Giới thiệu")
    factories.StandardPageFactory(title="Bản nháp", live=False)
    factories.ArticleFactory(parent=section)
    factories.EventFactory(parent=events)
    branches = read(client, "/so-do-cong/").select(".site-map > ul > li")
    assert all_words(branches) == ["Tin tức Hội nghị", "Sự kiện", "Giới thiệu"]


def test_site_map_of_a_language_without_home_page(client: Client) -> None:
    factories.SectionFactory(title="Tin tức")
    factories.home_page("en").unpublish()
    assert "Tin tức" not in str(read(client, "/en/sitemap/", status=404))
    assert client.get("/so-do-cong/").status_code == 200


# --- Errors


@pytest.mark.parametrize(
    ("address", "language", "words_of"), [("/khong/", "vi", "Không tìm"), ("/en/no/", "en", "Page not")]
)
def test_page_not_found_has_the_frame(client: Client, address: str, language: str, words_of: str) -> None:
    factories.SectionFactory(title="Tin tức")
    page = read(client, address, status=404)
    assert page.html["lang"] == language
    assert words(page.h1).startswith(words_of)
    assert page.find(class_="site-footer")


def test_bad_request_is_answered_in_words(client: Client) -> None:
    page = read(client, "/tim-kiem/?q=%00", status=400)
    assert words(page.h1) == "Không đọc được địa chỉ"
    assert words(read(client, "/en/search/?q=%00", status=400).h1) == "The address cannot be read"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_server_error_needs_no_database(django_assert_num_queries, language: str) -> None:
    with django_assert_num_queries(0), translation.override(language):
        response = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


def test_page_with_a_password_looks_like_the_site_and_keeps_its_title(client: Client) -> None:
    article = factories.ArticleFactory(title="Đề thi thử", lead="Chỉ dành cho giáo viên")
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.PASSWORD, password="mở")
    page = read(client, article.url)
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
    assert words(read(client, article.url).h1) == "Đề thi thử"


def test_form_without_its_token_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    article = factories.ArticleFactory()
    lock = PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.PASSWORD, password="mở"
    )
    response = client.post(f"/_util/authenticate_with_password/{lock.pk}/{article.pk}/", {"password": "mở"})
    assert response.status_code == 403
    assert "cho phép cookie" in response.content.decode()


# --- Price


def test_five_queries_at_most(django_assert_max_num_queries, office) -> None:
    office.logo = factories.ImageFactory()
    office.save()
    section = factories.SectionFactory()
    factories.SectionFactory.create_batch(8)
    article = factories.ArticleFactory(parent=factories.SectionFactory(parent=section))
    factories.MottoFactory.create_batch(5)
    request = RequestFactory().get(article.url)
    with django_assert_max_num_queries(5), translation.override("vi"):
        frame = build(request, article)
    assert len(frame.menu) == 9
    with django_assert_max_num_queries(5):
        build(RequestFactory().get("/tim-kiem/"), None)
