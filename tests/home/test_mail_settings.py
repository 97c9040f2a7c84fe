"""The e-mail settings of the admin: a test e-mail, and a warning while mail is not configured."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.support import factories
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client
from tests.support.smtp_server import run_mail_server

pytestmark = pytest.mark.django_db
URL = "/admin/mail/"
WARNING = "Chưa cấu hình thư điện tử"


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True, email="quantri@portal.example"))


def send(client: Client) -> str:
    response = client.post(URL, {"recipient": "quantri@portal.example"}, follow=True)
    return parse_response(response).select_one(".messages").text


def test_test_email_reaches_a_real_server(administrator, settings) -> None:
    with run_mail_server(settings) as server:
        assert "Máy chủ thư đã nhận thư gửi đến quantri@portal.example." in send(administrator)
    assert [delivery.receivers for delivery in server.deliveries] == [["TO:<quantri@portal.example>"]]
    assert b"Subject: =?utf-8?" in server.deliveries[0].content


def test_refusal_by_the_server_is_shown(administrator, settings) -> None:
    with run_mail_server(settings, refuse=True) as server:
        assert "no such user" in send(administrator)
    assert server.deliveries == []


def test_server_that_cannot_be_reached_is_reported(administrator, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert "Chưa gửi được thư" in send(administrator)


def test_form_proposes_own_address_and_names_the_server(administrator, settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.portal.example", 587
    page = parse_response(administrator.get(URL))
    assert page.select_one("[name=recipient]")["value"] == "quantri@portal.example"
    assert "mail.portal.example:587" in page.text


def test_wrong_address_is_refused(administrator) -> None:
    response = administrator.post(URL, {"recipient": "a@b\nBcc: c@d.example"})
    assert response.status_code == 200
    assert mail.outbox == []


def test_dashboard_warns_while_mail_is_not_configured(administrator, settings) -> None:
    home = reverse("wagtailadmin_home")
    assert WARNING not in administrator.get(home).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = parse_response(administrator.get(home))
    assert page.select_one(f"main a[href='{URL}']")
    assert WARNING in page.text
    assert "chưa có máy chủ thư" in send(administrator)
    assert WARNING in login_client(create_editor(EDITORS)).get(home).content.decode()
    assert WARNING not in login_client(create_editor(CONTRIBUTORS)).get(home).content.decode()


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, MANAGING_EDITORS])
def test_only_administrators_send_test_emails(role) -> None:
    client = login_client(create_editor(role))
    assert client.get(URL).status_code == 302
    client.post(URL, {"recipient": "ai-do@portal.example"})
    assert mail.outbox == []
    assert URL not in client.get(reverse("wagtailadmin_home")).content.decode()
