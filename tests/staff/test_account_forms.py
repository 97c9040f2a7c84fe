"""The forms of accounts: family name first, and no e-mail address needed."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from mysite.models import User
from tests.support import factories
from tests.support.editors import create_editor, login_client
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


def get_errors(response: HttpResponse) -> list[str]:
    return get_texts(BeautifulSoup(response.content.decode(), "html.parser").select(".error-message"))


def account_data(**fields: str) -> dict[str, str]:
    return {"username": "lan", "last_name": "Trần", "first_name": "Lan", "email": "", **fields}


def test_account_without_email_is_created_and_gets_new_password(administrator: Client) -> None:
    passwords = {"password1": "Thuyền-giấy-xanh-7", "password2": "Thuyền-giấy-xanh-7"}
    assert administrator.post(reverse("wagtailusers_users:add"), account_data(**passwords)).status_code == 302
    user = User.objects.get(username="lan")
    changed = {"password1": "Cánh-diều-đỏ-9", "password2": "Cánh-diều-đỏ-9", "is_active": "on"}
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    assert administrator.post(url, account_data(**changed)).status_code == 302
    user.refresh_from_db()
    assert user.check_password("Cánh-diều-đỏ-9")


def test_people_without_email_change_their_own_password() -> None:
    user = create_editor(password="Thuyền-giấy-xanh-7", email="")
    client = login_client(user)
    page = get_page(client, reverse("wagtailadmin_account"))
    data = {
        field["name"]: field.get("value", "") for field in page.select("main form input[name]:not([type=checkbox])")
    }
    data |= {f"name_email-{name}": value for name, value in account_data().items() if name != "username"}
    new = "Cánh-diều-đỏ-9"
    data |= {
        "password-old_password": "Thuyền-giấy-xanh-7",
        "password-new_password1": new,
        "password-new_password2": new,
    }
    data |= {"locale-preferred_language": "", "locale-current_time_zone": "", "theme-theme": "system"}
    data |= {"theme-density": "default", "theme-contrast": "system"}
    response = client.post(reverse("wagtailadmin_account"), data)
    assert response.status_code == 302, get_errors(response)
    user.refresh_from_db()
    assert user.check_password(new)


@pytest.mark.parametrize("name", ["wagtailusers_users:add", "wagtailadmin_account"])
def test_family_name_comes_before_given_name(administrator: Client, name: str) -> None:
    labels = get_texts(get_page(administrator, reverse(name)).select("main form label"))
    names = [label.rstrip("* ") for label in labels]
    assert names.index("Họ") < names.index("Tên")
