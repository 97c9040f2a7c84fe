"""The login page for restricted pages."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.support import factories
from tests.support.contact_form import get_field_values, parse_response
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = factories.StandardPageFactory(title="Nội bộ", slug="noi-bo")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def login_form(client: Client, page):
    response = client.get(page.url, follow=True)
    assert response.status_code == 200
    return parse_response(response)


def test_login_page_has_site_layout_and_hides_page_title(client: Client, page) -> None:
    login = login_form(client, page)
    assert login.html["lang"] == "vi"
    assert login.select_one(".site-header")
    assert "Nội bộ" not in login.text
    assert login.select_one("meta[name=robots]")["content"] == "noindex"
    form = login.select_one("main form")
    for field in form.select("input:not([type=hidden])"):
        assert get_text(form.find("label", attrs={"for": field["id"]}))


def test_wrong_password_shows_error_and_right_one_opens_page(page) -> None:
    client = Client(enforce_csrf_checks=True)
    user = factories.UserFactory()
    form = login_form(client, page).select_one("main form")
    wrong = client.post(form["action"], get_field_values(form) | {"username": user.username, "password": "sai"})
    assert wrong.status_code == 200
    assert get_text(parse_response(wrong).select_one("main [role=alert]"))
    form = parse_response(wrong).select_one("main form")
    assert get_field_values(form)["username"] == user.username
    right = client.post(form["action"], get_field_values(form) | {"password": "mat-khau"})
    assert right["Location"] == page.url
    assert get_text(get_page(client, page.url).h1) == "Nội bộ"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_login_redirects_only_within_site(client: Client, page, elsewhere: str) -> None:
    user = factories.UserFactory()
    form = login_form(client, page).select_one("main form")
    typed = {"username": user.username, "password": "mat-khau", "next": elsewhere}
    assert client.post(form["action"], get_field_values(form) | typed)["Location"] == "/"


def test_account_without_access_gets_message(client: Client, page) -> None:
    page.get_view_restrictions().update(restriction_type=PageViewRestriction.GROUPS)
    client.force_login(factories.UserFactory())
    assert get_text(login_form(client, page).select_one("main p"))
