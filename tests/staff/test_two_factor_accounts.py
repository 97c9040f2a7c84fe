"""Two-factor sign-in in the admin: one's own account, groups that require it, and resetting it for others."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ReferenceIndex

from mysite.models import RecoveryCode, TwoFactorGroup
from mysite.staff.group_copies import copy_group
from mysite.two_factor.groups import require_two_factor
from tests.support import factories
from tests.support.accounts import read_form
from tests.support.contact_form import parse_response
from tests.support.editors import CONTRIBUTORS, EDITORS, MANAGING_EDITORS, create_editor, login_client
from tests.support.two_factor import (
    CODE_URL,
    PASSWORD,
    SET_UP_URL,
    give_phone,
    give_recovery_codes,
    is_signed_in,
    make_code,
    read_secret,
    sign_in_with_password,
)

pytestmark = pytest.mark.django_db

ACCOUNT, REMOVE = "/admin/account/two-factor/", "/admin/account/two-factor/remove/"
NEW_CODES = "/admin/account/two-factor/recovery-codes/"


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


@pytest.fixture
def user():
    return create_editor()


def set_up(user) -> Client:
    """Set up two-factor sign-in on the user's own account page."""
    client = login_client(user)
    code = make_code(read_secret(client))
    assert client.post(SET_UP_URL, {"code": code, "password": PASSWORD}).status_code == 200
    return client


def test_anybody_may_set_it_up(user) -> None:
    client = login_client(user)
    assert reverse("two_factor_account") in client.get(reverse("wagtailadmin_account")).content.decode()
    assert SET_UP_URL in client.get(ACCOUNT).content.decode()
    code = make_code(read_secret(client))
    assert client.post(SET_UP_URL, {"code": code, "password": "sai"}).status_code == 200
    assert not TOTPDevice.objects.exists()
    codes = client.post(SET_UP_URL, {"code": code, "password": PASSWORD})
    assert len(parse_response(codes).select(".two-factor__codes li")) == 10
    assert is_signed_in(client)
    assert "Còn 10 mã khôi phục" in client.get(ACCOUNT).content.decode()
    assert client.get(SET_UP_URL).url == ACCOUNT
    assert not is_signed_in(sign_in_with_password(user))


@pytest.mark.parametrize("url", [REMOVE, NEW_CODES])
def test_changes_require_the_password(user, url) -> None:
    client = set_up(user)
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    for password in ("", "sai"):
        assert client.post(url, {"password": password}).status_code == 200
    assert TOTPDevice.objects.count() == 1
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == before
    # Wrong passwords are counted as those of signing in are.
    assert [client.post(url, {"password": "sai"}).status_code for _ in range(10)][-1] == 429
    assert client.post(url, {"password": PASSWORD}).status_code == 429


def test_new_recovery_codes_replace_the_old_ones(user) -> None:
    client = set_up(user)
    old = give_recovery_codes(user)[0]
    page = parse_response(client.post(NEW_CODES, {"password": PASSWORD}))
    new = page.select_one(".two-factor__codes code").text
    other = sign_in_with_password(user)
    assert other.post(CODE_URL, {"code": old}).status_code == 200
    assert other.post(CODE_URL, {"code": new}).status_code == 302


def test_removing_it_lets_the_password_alone_sign_in(user) -> None:
    client = set_up(user)
    assert client.post(REMOVE, {"password": PASSWORD}).url == ACCOUNT
    assert not TOTPDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert is_signed_in(client)
    assert is_signed_in(sign_in_with_password(user))
    assert client.get(REMOVE).url == client.get(NEW_CODES).url == ACCOUNT  # nothing to remove


def test_members_who_remove_it_set_up_another_phone_at_once(user) -> None:
    client = set_up(user)
    require_two_factor(group=user.groups.get(), is_required=True)
    assert "ngay sau đó" in client.get(REMOVE).content.decode()
    client.post(REMOVE, {"password": PASSWORD})
    assert client.get(ACCOUNT, follow=True).redirect_chain[-1][0].startswith(SET_UP_URL)


def test_group_form_requires_it(administrator, user) -> None:
    group = user.groups.get()
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    fields = read_form(administrator, url)
    assert "two_factor-is_required" not in fields
    for is_required in (True, False):
        data = fields | ({"two_factor-is_required": "on"} if is_required else {})
        assert administrator.post(url, data).status_code == 302
        assert ("two_factor-is_required" in read_form(administrator, url)) == is_required
        assert TwoFactorGroup.objects.filter(group=group).exists() == is_required
        assert is_signed_in(sign_in_with_password(user)) != is_required
    add = reverse("wagtailusers_groups:add")
    new = read_form(administrator, add) | {"name": "Nhóm mới", "two_factor-is_required": "on"}
    assert administrator.post(add, new).status_code == 302
    assert TwoFactorGroup.objects.get().group.name == "Nhóm mới"


def test_copies_of_groups_require_it_too(user) -> None:
    group = user.groups.get()
    assert not hasattr(copy_group(group=group, name="Không"), "two_factor")
    require_two_factor(group=group, is_required=True)
    copy = copy_group(group=group, name="Có")
    assert Group.objects.filter(two_factor__isnull=False, pk=copy.pk).exists()


def test_administrator_resets_it_for_a_lost_phone(administrator, user) -> None:
    client = set_up(user)
    url = reverse("two_factor_reset", args=[user.pk])
    assert url in administrator.get(reverse("wagtailusers_users:index")).content.decode()
    assert "Còn 10 mã khôi phục" in administrator.get(url).content.decode()
    assert administrator.post(url).status_code == 302
    assert not is_signed_in(client)
    assert is_signed_in(sign_in_with_password(user))
    assert not RecoveryCode.objects.exists()
    assert "chưa thiết lập" in administrator.get(url).content.decode()
    history = administrator.get(reverse("wagtailusers_users:history", args=[user.pk])).content.decode()
    assert "Quản trị viên đã đặt lại đăng nhập hai bước" in history


@pytest.mark.parametrize("role", [CONTRIBUTORS, EDITORS, MANAGING_EDITORS])
def test_other_roles_cannot_reset_it(role, user) -> None:
    give_phone(user)
    editor = login_client(create_editor(role))
    url = reverse("two_factor_reset", args=[user.pk])
    assert editor.get(url).status_code == editor.post(url).status_code == 302
    assert TOTPDevice.objects.exists()


def test_command_resets_it_for_the_only_administrator(user) -> None:
    client = set_up(user)
    call_command("reset_two_factor", user.username)
    assert not is_signed_in(client)
    assert is_signed_in(sign_in_with_password(user))
    with pytest.raises(CommandError):
        call_command("reset_two_factor", "khong-co")


def test_device_is_no_use_of_the_account(administrator, user) -> None:
    set_up(user)
    usage = administrator.get(reverse("wagtailusers_users:usage", args=[user.pk]))
    assert "TOTP" not in usage.content.decode()
    assert not ReferenceIndex.objects.filter(base_content_type__app_label="otp_totp").exists()
