"""The admin's searches find Vietnamese text in any spelling."""

import datetime
import unicodedata
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Locale

from home.models import Notice
from mysite.models import DocumentText
from newsroom.models import NewsPageAttachment, NewsTag
from search.models import SearchOutcome
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client

pytestmark = pytest.mark.django_db

TITLE, OTHER = "Hội nghị tổng kết", "Khai giảng năm mới"
TYPED = ["hoi nghi", "Hội nghị", "HỘI NGHỊ", unicodedata.normalize("NFD", "hội nghị"), "hoi ngh", "tổng k", "TONG KET"]


@pytest.fixture
def admin_client() -> Client:
    return login_client(create_editor(EDITORS, is_superuser=True))


def shows_titles(admin_client: Client, url: str, typed: str, *, ignore_case: bool = False) -> tuple[bool, bool]:
    """Return whether the response contains the matching object, and whether the other."""
    response = admin_client.get(
        f"{url}{'&' if '?' in url else '?'}q={quote(typed)}", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.status_code == 200
    text = response.content.decode()
    if ignore_case:
        return TITLE.lower() in text.lower(), OTHER.lower() in text.lower()
    return TITLE in text, OTHER in text


@pytest.mark.parametrize("typed", TYPED)
def test_pages_are_found(admin_client: Client, typed: str) -> None:
    section = factories.SectionFactory(title="Tin tức")
    for title in (TITLE, OTHER):
        factories.ArticleFactory(title=title, parent=section, live=title == TITLE, lead="…")
    for url in (
        "/admin/pages/search/results/",
        f"/admin/pages/{section.pk}/results/",
        "/admin/choose-page/search/",
        "/admin/choose-page/search/?page_type=newsroom.newspage",
    ):
        assert shows_titles(admin_client, url, typed) == (True, False), url


PAGE_SEARCHES = ("/admin/pages/search/results/", "/admin/choose-page/search/?page_type=newsroom.newspage")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("ba mươi hai trường", id="body"),
        pytest.param("ba muoi hai tru", id="body, half typed"),
        pytest.param("phong trao thi dua", id="lead"),
        pytest.param("phong traof thi ddua", id="Telex"),
        pytest.param("phong trao thii dua", id="typing error"),
        pytest.param("pham duc lo", id="author"),
        pytest.param("chuyen doi so", id="tag"),
        pytest.param("quyet dinh 12", id="attached document"),
        pytest.param("noi dung tep", id="text of an attached document"),
    ],
)
def test_whole_articles_are_found(admin_client: Client, typed: str) -> None:
    section = factories.SectionFactory(title="Tin tức")
    document = factories.DocumentFactory(title="Quyết định 12/QĐ-SGDĐT")
    DocumentText.objects.create(document=document, file_name=document.file.name, text="Nội dung tệp đính kèm")
    document.save()
    article = factories.ArticleFactory(
        title=TITLE,
        parent=section,
        live=False,
        lead="Phong trào thi đua",
        body=[("paragraph", "<p>Ba mươi hai trường tham dự.</p>")],
        authors=[factories.AuthorFactory(name="Phạm Đức Long")],
        tags=["Chuyển đổi số"],
    )
    article.attachments = [NewsPageAttachment(document=document, title="Tài liệu kèm theo")]
    article.save()
    factories.ArticleFactory(title=OTHER, parent=section, lead="…")
    for url in (*PAGE_SEARCHES, f"/admin/pages/{section.pk}/results/"):
        assert shows_titles(admin_client, url, typed) == (True, False), url


def test_drafts_are_found_in_admin_only(admin_client: Client, client: Client) -> None:
    draft = factories.ArticleFactory(title=TITLE, parent=factories.SectionFactory(title="Tin tức"))
    draft.unpublish()
    assert shows_titles(admin_client, "/admin/pages/search/results/", "hoi nghi") == (True, False)
    assert TITLE not in client.get("/tim-kiem/?q=hoi+nghi").content.decode()


@pytest.mark.parametrize("typed", TYPED)
def test_images_and_documents_are_found(admin_client: Client, typed: str) -> None:
    for title in (TITLE, OTHER):
        factories.SmallImageFactory(title=title)
        factories.DocumentFactory(title=title)
    for url in (
        "/admin/images/results/",
        "/admin/images/chooser/results/",
        "/admin/documents/results/",
        "/admin/documents/chooser/results/",
    ):
        assert shows_titles(admin_client, url, typed) == (True, False), url


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("factory", "model"), [(factories.AuthorFactory, "author"), (factories.UnitFactory, "unit")])
def test_authors_and_units_are_found(admin_client: Client, typed: str, factory, model: str) -> None:
    for name in (TITLE, OTHER):
        factory(name=name)
    for url in (f"/admin/snippets/newsroom/{model}/results/", f"/admin/snippets/choose/newsroom/{model}/results/"):
        assert shows_titles(admin_client, url, typed) == (True, False), url


def test_page_types_are_counted(admin_client: Client) -> None:
    section = factories.SectionFactory(title="Hội nghị các nơi")
    factories.ArticleFactory.create_batch(3, title=TITLE, parent=section)
    response = admin_client.get("/admin/pages/search/?q=hoi+nghi")
    kinds = {kind.model: count for kind, count in response.context["content_types"]}
    assert kinds == {"newspage": 3, "newssection": 1}


@pytest.mark.parametrize("typed", ['"', "(", "a" * 5000, "'; --", "😀", "*", " ", "\u202e"])
def test_hostile_queries_cause_no_server_error(admin_client: Client, typed: str) -> None:
    for url in ("/admin/pages/search/", "/admin/images/", "/admin/documents/", "/admin/choose-page/search/"):
        assert admin_client.get(url, {"q": typed}).status_code == 200


# --- Lists of what is not in the index


@pytest.mark.parametrize("typed", [*TYPED, "nghi hoi", "kết"])
def test_snippets_are_found_without_marks(admin_client: Client, typed: str) -> None:
    for text in (TITLE, OTHER):
        NewsTag.objects.create(name=text)
        factories.MottoFactory(text=text)
        Notice.objects.create(text=f"<p>{text}</p>", locale=Locale.get_default())
        factories.CommentFactory(body=text)
        query = Query.objects.create(query_string=text)
        QueryDailyHits.objects.create(query=query, date=timezone.localdate(), hits=1)
        SearchOutcome.objects.create(query=query, results=0, asked_on=timezone.localdate())
        SearchPromotion.objects.create(query=query, external_link_url="https://vi.example/")
    for url in (
        "/admin/snippets/newsroom/newstag/results/",
        "/admin/snippets/home/motto/results/",
        "/admin/snippets/home/notice/results/",
        "/admin/snippets/newsroom/comment/results/",
        "/admin/reports/search-terms/results/",
        "/admin/searchpicks/results/",
    ):
        found = shows_titles(admin_client, url, typed, ignore_case=True)
        assert found == (True, False), url


def test_letters_within_a_word_are_not_found(admin_client: Client) -> None:
    NewsTag.objects.create(name=TITLE)
    assert shows_titles(admin_client, "/admin/snippets/newsroom/newstag/results/", "nghi ket") == (True, False)
    for typed in ("oi", "ghi", "nghij", "h.i", "[a-z]"):
        assert shows_titles(admin_client, "/admin/snippets/newsroom/newstag/results/", typed) == (False, False), typed


def test_tags_are_suggested_without_marks(admin_client: Client, client: Client) -> None:
    for name in ("Kế hoạch tuyển sinh", "Tuyển sinh", "Khai giảng"):
        NewsTag.objects.create(name=name)
    url = reverse("wagtailadmin_tag_model_autocomplete", args=["newsroom", "newstag"])
    for term in ("tuyen", "tuyển s", "TUYEN SINH"):
        assert admin_client.get(url, {"term": term}).json() == ["Tuyển sinh", "Kế hoạch tuyển sinh"], term
    for term in ("", "?", "uyen"):
        assert admin_client.get(url, {"term": term}).json() == []
    assert admin_client.get(url.replace("newstag", "author"), {"term": "a"}).status_code == 404
    assert admin_client.get(url.replace("newstag", "nothing"), {"term": "a"}).status_code == 404
    assert client.get(url, {"term": "tuyen"}).status_code == 302


def test_search_terms_show_the_day(admin_client: Client) -> None:
    """The report does not say how many hours ago that day began."""
    query = Query.objects.create(query_string="hội nghị")
    QueryDailyHits.objects.create(query=query, date=timezone.localdate(), hits=1)
    SearchOutcome.objects.create(query=query, results=0, asked_on=datetime.date(2026, 11, 5))
    assert "05/11/2026" in admin_client.get("/admin/reports/search-terms/").content.decode()
