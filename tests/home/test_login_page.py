"""Logging in to read a page that is for people with an account."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests import factories
from tests.contact import fields, shown
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = factories.StandardPageFactory(title="Nội bộ", slug="noi-bo")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def login_form(client: Client, page):
    response = client.get(page.url, follow=True)
    assert response.status_code == 200
    return shown(response)


def test_the_login_page_looks_like_the_portal_and_names_nothing(client: Client, page) -> None:
    login = login_form(client, page)
    assert login.html["lang"] == "vi"
    assert login.select_one(".site-header")
    assert "Nội bộ" not in login.text
    assert login.select_one("meta[name=robots]")["content"] == "noindex"
    form = login.select_one("main form")
    for field in form.select("input:not([type=hidden])"):
        assert words(form.find("label", attrs={"for": field["id"]}))


def test_a_wrong_password_is_said_and_the_right_one_opens_the_page(page) -> None:
    client = Client(enforce_csrf_checks=True)
    user = factories.UserFactory()
    form = login_form(client, page).select_one("main form")
    wrong = client.post(form["action"], fields(form) | {"username": user.username, "password": "sai"})
    assert wrong.status_code == 200
    assert words(shown(wrong).select_one("main [role=alert]"))
    form = shown(wrong).select_one("main form")
    assert fields(form)["username"] == user.username
    right = client.post(form["action"], fields(form) | {"password": "mat-khau"})
    assert right["Location"] == page.url
    assert words(read(client, page.url).h1) == "Nội bộ"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(client: Client, page, elsewhere: str) -> None:
    user = factories.UserFactory()
    form = login_form(client, page).select_one("main form")
    typed = {"username": user.username, "password": "mat-khau", "next": elsewhere}
    assert client.post(form["action"], fields(form) | typed)["Location"] == "/"


def test_an_account_that_may_not_read_it_is_told(client: Client, page) -> None:
    page.get_view_restrictions().update(restriction_type=PageViewRestriction.GROUPS)
    client.force_login(factories.UserFactory())
    assert words(login_form(client, page).select_one("main p"))
