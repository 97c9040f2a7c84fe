"""Sessions end when the password changes, the account is deactivated or deleted, and after a time."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mysite.models import User
from mysite.staff.hand_over import hand_over
from tests.support import factories
from tests.support.accounts import change_own_password
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.two_factor import PASSWORD, is_signed_in, sign_in_with_password

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Cam-tu-2026"


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


def test_changing_the_password_ends_the_other_sessions() -> None:
    user = create_editor()
    here, elsewhere = sign_in_with_password(user), sign_in_with_password(user)
    key = here.session.session_key
    change_own_password(here, NEW_PASSWORD)
    assert is_signed_in(here)
    assert here.session.session_key != key
    assert not is_signed_in(elsewhere)


def test_password_set_by_an_administrator_ends_all_sessions(administrator) -> None:
    user = create_editor()
    client = sign_in_with_password(user)
    data = {"username": user.username, "first_name": "Lan", "last_name": "Trần", "is_active": "on"}
    data |= {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "groups": [user.groups.get().pk]}
    assert administrator.post(reverse("wagtailusers_users:edit", args=[user.pk]), data).status_code == 302
    assert not is_signed_in(client)
    assert is_signed_in(sign_in_with_password(user, NEW_PASSWORD))


def deactivate_in_form(administrator: Client, user: User) -> None:
    data = {"username": user.username, "first_name": "Lan", "last_name": "Trần", "groups": [user.groups.get().pk]}
    administrator.post(reverse("wagtailusers_users:edit", args=[user.pk]), data)


def deactivate_among_many(administrator: Client, user: User) -> None:
    url = f"/admin/bulk/mysite/user/set_active_state/?id={user.pk}"
    administrator.post(url, {"mark_as_active": "False"})


def deactivate_leaver(administrator: Client, user: User) -> None:
    hand_over(leaver=user, successor=create_editor(), gives_groups=False, deactivates=True)


@pytest.mark.parametrize("deactivate", [deactivate_in_form, deactivate_among_many, deactivate_leaver])
def test_deactivation_ends_sessions_for_good(administrator, deactivate) -> None:
    """Also when the account is activated again: a stolen session must not come back to life."""
    user = create_editor()
    client = sign_in_with_password(user)
    deactivate(administrator, user)
    assert not User.objects.get(pk=user.pk).is_active
    assert not is_signed_in(client)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert not is_signed_in(client)
    assert is_signed_in(sign_in_with_password(user))


def test_roles_hold_from_the_next_request() -> None:
    """Permissions are read in each request, so a session need not end."""
    user = create_editor(EDITORS)
    client = sign_in_with_password(user)
    assert client.get(reverse("wagtailredirects:index")).status_code == 200
    user.groups.remove(Group.objects.get(name=EDITORS))
    assert not is_signed_in(client)
    administrator = factories.UserFactory(is_superuser=True)
    client = sign_in_with_password(administrator)
    assert client.get(reverse("wagtailusers_users:index")).status_code == 200
    User.objects.filter(pk=administrator.pk).update(is_superuser=False)
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302


def test_deleted_account_has_no_session() -> None:
    user = create_editor()
    client = sign_in_with_password(user)
    user.delete()
    assert not is_signed_in(client)


def test_signing_in_changes_the_session_key_and_out_deletes_it() -> None:
    client = Client()
    client.session.save()
    session = client.session
    session["from"] = "attacker"
    session.save()
    fixed = session.session_key
    user = create_editor()
    client.post(reverse("wagtailadmin_login"), {"username": user.username, "password": PASSWORD})
    assert client.session.session_key != fixed
    key = client.session.session_key
    client.post(reverse("wagtailadmin_logout"))
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = key
    assert not is_signed_in(client)


@pytest.mark.parametrize("remember", [True, False])
def test_session_ends_after_the_set_time(remember) -> None:
    user = create_editor()
    client = Client()
    data = {"username": user.username, "password": PASSWORD} | ({"remember": "on"} if remember else {})
    cookie = client.post(reverse("wagtailadmin_login"), data).cookies[django_settings.SESSION_COOKIE_NAME]
    age = django_settings.SESSION_COOKIE_AGE
    assert cookie["max-age"] == (age if remember else "")
    assert cookie["httponly"]
    stored = Session.objects.get(session_key=client.session.session_key)
    assert timedelta(0) < stored.expire_date - timezone.now() <= timedelta(seconds=age)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(client)


def test_sessions_from_before_the_upgrade_stay_valid() -> None:
    user = create_editor()
    assert ":" not in user.get_session_auth_hash()
    user.session_version = 1
    assert user.get_session_auth_hash().endswith(":1")
