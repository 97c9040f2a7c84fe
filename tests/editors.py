"""People of the office for the tests: accounts of the roles, and browsers that they have signed in with."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client

from mysite.models import User
from tests.factories import UserFactory

EDITORS, MODERATORS = "Biên tập viên", "Người duyệt bài"


def editor(role: str = EDITORS, **fields: Any) -> User:
    """An account with one of the roles that the migrations made."""
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user: User) -> Client:
    """A test client signed in as ``user``."""
    client = Client()
    client.force_login(user)
    return client


def desk_of(user: User, new_context: Any, live_server: Any) -> Any:
    """A tab of a browser at a desk, signed in as ``user`` without the form."""
    context = new_context(viewport={"width": 1280, "height": 1000})
    name = settings.SESSION_COOKIE_NAME
    cookie = client_of(user).cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    return context.new_page()


def sign_in(tab: Any, user: User) -> None:
    """Sign in through the form."""
    from playwright.sync_api import expect

    tab.goto("/admin/")
    tab.fill("#id_username", user.username)
    tab.fill("#id_password", "mat-khau")
    tab.keyboard.press("Enter")
    expect(tab.locator(".sidebar")).to_be_visible()


def press_publish(tab: Any) -> None:
    """Open the list of buttons below a page's form and press “publish”."""
    tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    tab.locator("[name=action-publish]:visible").click()
