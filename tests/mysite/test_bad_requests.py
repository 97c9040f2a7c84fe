"""Junk in URLs and forms of the admin gets status 400 with the reason and one log line; our own errors stay 500."""

import logging
import logging.config
import time

import pytest
from django.test import Client
from django.urls import reverse

from mysite.pages.forms import BasePageForm
from mysite.settings import production
from newsroom.models import Author, NewsPage
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_text
from tests.support.junk_urls import FAILED_URLS, LONG, list_junk_urls
from tests.support.samples import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client() -> Client:
    client = login_client(create_editor(CONTRIBUTORS))
    client.raise_request_exception = False
    return client


@pytest.fixture
def article() -> NewsPage:
    article = factories.ArticleFactory()
    article.save_revision()
    return article


# --- URLs


def test_admin_url_with_junk_is_no_server_error(admin_client: Client, article: NewsPage) -> None:
    cases = list_junk_urls(article.pk)
    assert len(cases) > 64
    wrong = []
    for url in [*FAILED_URLS, *sample(cases, 54)]:
        start = time.process_time()
        status = admin_client.get(url).status_code
        if status >= 500 or time.process_time() - start > 2:
            wrong.append((status, url[:150]))
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link", "wagtailadmin_login"]
)
def test_a_post_without_anything_is_no_server_error(admin_client: Client, name: str) -> None:
    assert admin_client.post(reverse(name)).status_code in {200, 302, 400}


def test_failwhale_view_is_not_found(admin_client: Client) -> None:
    assert admin_client.get("/admin/failwhale/").status_code == 404


# --- Forms


def post(client: Client, article: NewsPage, **changes: str) -> object:
    data = article_data(article) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), data)


def test_response_names_problem_with_form(admin_client: Client, article: NewsPage) -> None:
    response = post(admin_client, article, main_image="abc")
    assert response.status_code == 400
    text = response.content.decode()
    assert "Dữ liệu biểu mẫu không hợp lệ" in text
    assert "main_image" in text
    assert "ở đây phải là một số" in text
    assert "Yêu cầu không hợp lệ" not in text


def test_rejected_request_is_logged_in_one_line(admin_client: Client, article: NewsPage, caplog) -> None:
    handler = logging.Handler()
    for name in production.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(
            logging.config.DictConfigurator(production.LOGGING).configure_filter(
                production.LOGGING["filters"][name].copy()
            )
        )
    post(admin_client, article, main_image="abc")
    admin_client.get("/admin/choose-page/chosen-multiple/?id=x")
    refused = [record for record in caplog.records if record.name == "django.request" and handler.filter(record)]
    assert len(refused) == 2
    assert [logging.Formatter().format(record).count("\n") for record in refused] == [0, 0]
    assert "main_image" in refused[0].getMessage()


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, AttributeError])
def test_exception_in_own_code_is_server_error_and_logged(
    admin_client: Client, article: NewsPage, monkeypatch, caplog, error: type[Exception]
) -> None:
    def clean_title(form: BasePageForm) -> str:
        raise error("ours")

    monkeypatch.setattr(BasePageForm, "clean_title", clean_title, raising=False)
    assert post(admin_client, article).status_code == 500
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "ours" in logging.Formatter().format(record)


@pytest.mark.parametrize("formset", ["bylines", "attachments", "related_pages", "comments"])
def test_huge_formset_is_rejected_quickly(admin_client: Client, article: NewsPage, formset: str) -> None:
    start = time.process_time()
    response = post(admin_client, article, **{f"{formset}__TOTAL_FORMS": "9999999999"})
    assert time.process_time() - start <= 2
    assert response.status_code == 400
    assert f"{formset}-TOTAL_FORMS" in response.content.decode()


def test_one_form_too_many_shows_formset_error(admin_client: Client, article: NewsPage) -> None:
    author = Author.objects.create(name="An", locale=article.locale)
    rows = {
        f"bylines__{n}__{name}": value
        for n in range(51)
        for name, value in {"author": author.pk, "ORDER": n + 1, "id": ""}.items()
    }
    response = post(admin_client, article, bylines__TOTAL_FORMS="51", **rows)
    assert response.status_code == 200
    assert "50" in str(response.context["form"].formsets["bylines"].non_form_errors())


CHOOSERS = [("bylines", "author"), ("bylines", "unit"), ("attachments", "document"), ("related_pages", "page")]


@pytest.mark.parametrize(("formset", "name"), CHOOSERS)
@pytest.mark.parametrize("value", ["abc", LONG])
def test_text_in_inline_panel_chooser_is_rejected(
    admin_client: Client, article: NewsPage, formset: str, name: str, value: str
) -> None:
    row = {f"{formset}__TOTAL_FORMS": "1", f"{formset}__0__{name}": value, f"{formset}__0__id": ""}
    assert post(admin_client, article, **row).status_code == 400


SNIPPETS = [("newsroom/author", "unit"), ("newsroom/unit", "successor"), ("home/notice", "text")]


@pytest.mark.parametrize(("snippet", "name"), SNIPPETS)
@pytest.mark.parametrize("value", ["abc", LONG, "[" * 100_000, '{"blocks": [1]}'])
def test_malformed_snippet_form_is_rejected(snippet: str, name: str, value: str) -> None:
    client = login_client(create_editor(EDITORS))
    response = client.post(f"/admin/snippets/{snippet}/add/", {name: value})
    assert response.status_code == 400
    assert get_text(read_heading(response)) == "Dữ liệu biểu mẫu không hợp lệ"


def read_heading(response: object) -> object:
    from bs4 import BeautifulSoup

    return BeautifulSoup(response.content, "html.parser").h1
