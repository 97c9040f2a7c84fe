"""Codes of the second factor: accepted once, not to be guessed, and hostile ones refused."""

import re
import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from mysite.models import RecoveryCode
from mysite.two_factor.actions import normalize_code, verify
from tests.support import factories
from tests.support.contact_form import parse_response
from tests.support.editors import create_editor, login_client
from tests.support.two_factor import (
    CODE_URL,
    SET_UP_URL,
    allow_next_code,
    create_member,
    give_phone,
    give_recovery_codes,
    is_signed_in,
    make_code,
    send_code,
    sign_in_with_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return create_member()


def test_code_signs_in_once(member) -> None:
    device = give_phone(member)
    code = make_code(device.bin_key)
    first, second = sign_in_with_password(member), sign_in_with_password(member)
    assert not is_signed_in(first)
    key = first.session.session_key
    response = send_code(first, f"{code[:3]} {code[3:]}", next="/admin/pages/")
    assert response.url == "/admin/pages/"
    assert first.session.session_key != key
    assert is_signed_in(first)
    assert send_code(second, code).status_code == 200  # replayed
    assert not is_signed_in(second)
    allow_next_code(member)
    assert send_code(second, make_code(device.bin_key, later=1)).status_code == 302
    assert is_signed_in(second)


def test_recovery_code_signs_in_once_and_is_stored_as_hash(member) -> None:
    give_phone(member)
    codes = give_recovery_codes(member)
    plain = {code.replace(" ", "") for code in codes}
    assert not plain & set(RecoveryCode.objects.values_list("digest", flat=True))
    first, second = sign_in_with_password(member), sign_in_with_password(member)
    assert send_code(first, codes[0]).status_code == 302
    assert is_signed_in(first)
    assert send_code(second, codes[0]).status_code == 200
    assert not is_signed_in(second)
    assert RecoveryCode.objects.count() == 9
    assert send_code(second, codes[1].replace(" ", "-")).status_code == 302


def test_code_of_another_account_is_refused(member) -> None:
    other = create_editor()
    give_phone(member)
    device, codes = give_phone(other), give_recovery_codes(other)
    client = sign_in_with_password(member)
    assert send_code(client, codes[0]).status_code == 200
    assert send_code(client, make_code(device.bin_key)).status_code == 200
    assert RecoveryCode.objects.count() == 10


def test_wrong_codes_must_wait_ever_longer(member) -> None:
    device = give_phone(member)
    client = sign_in_with_password(member)
    send_code(client, "000000")
    for _ in range(7):
        allow_next_code(member)
        send_code(client, "000000")
    assert TOTPDevice.objects.get().throttling_failure_count == 8
    refused = send_code(client, make_code(device.bin_key))
    assert re.search(r"12[5-8] giây", refused.content.decode())
    assert not is_signed_in(client)
    # A recovery code still signs in, and ends the wait.
    assert send_code(client, give_recovery_codes(member)[0]).status_code == 302
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_wrong_codes_lock_out_whatever_passwords_follow(member) -> None:
    give_phone(member)
    client = sign_in_with_password(member)
    statuses = []
    for number in range(12):
        if number == 5:
            client = sign_in_with_password(member)  # the right password does not set the count back
        statuses.append(send_code(client, "1234 " * 5).status_code)
    assert statuses == [200] * 9 + [429] * 3
    assert "Quản trị viên" in send_code(client, give_recovery_codes(member)[0]).content.decode()
    office = login_client(factories.UserFactory(is_superuser=True))
    assert member.username in office.get(reverse("failed_sign_ins:index")).content.decode()
    stored = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "1234" not in stored
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert send_code(client, give_recovery_codes(member)[0]).status_code == 302


@pytest.mark.parametrize(
    "code", ["", " ", "１２３４５６", "12345", "1234567", "+12345", "1_2345", "\0" * 6, "đ" * 20, "9" * 5000]
)
def test_malformed_codes_are_refused(member, code) -> None:
    give_phone(member)
    client = sign_in_with_password(member)
    for url in (CODE_URL, SET_UP_URL):
        assert client.post(url, {"code": code}).status_code in {200, 302, 400}
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_codes_lead_to_this_portal_only(member, next_url) -> None:
    device = give_phone(member)
    client = sign_in_with_password(member)
    form = parse_response(client.get(CODE_URL, {"next": next_url}))
    assert form.select_one("[name=next]")["value"] == "/admin/"
    assert send_code(client, make_code(device.bin_key), next=next_url).url == "/admin/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_code_sent_many_times_at_once_is_accepted_once(member, kind) -> None:
    device = give_phone(member)
    code = make_code(device.bin_key) if kind == "app" else normalize_code(give_recovery_codes(member)[0])
    accepted = []

    def send() -> None:
        try:
            accepted.append(verify(user=member, code=code) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(accepted) == [False] * 7 + [True]
