"""Accounts of the editorial roles, and test clients and browsers logged in with them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client

from mysite.models import User
from mysite.rights.groups import CONTRIBUTORS, EDITORS, MANAGING_EDITORS
from tests.support.factories import UserFactory

__all__ = ["CONTRIBUTORS", "EDITORS", "MANAGING_EDITORS"]


def create_editor(role: str = CONTRIBUTORS, **fields: Any) -> User:
    """Create an account in one of the groups that the migrations create."""
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def login_client(user: User) -> Client:
    """Return a test client logged in as ``user``."""
    client = Client()
    client.force_login(user)
    return client


def open_logged_in_tab(user: User, new_context: Any, live_server: Any) -> Any:
    """Open a desktop-sized tab logged in as ``user`` without the login form."""
    context = new_context(viewport={"width": 1280, "height": 1000})
    name = settings.SESSION_COOKIE_NAME
    cookie = login_client(user).cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    return context.new_page()


def log_in(tab: Any, user: User) -> None:
    """Log in through the form."""
    from playwright.sync_api import expect

    tab.goto("/admin/")
    tab.fill("#id_username", user.username)
    tab.fill("#id_password", "mat-khau")
    tab.keyboard.press("Enter")
    expect(tab.locator(".sidebar")).to_be_visible()


def press_publish(tab: Any) -> None:
    """Press “publish”, which the form of a snippet has in its action menu."""
    publish = tab.locator("footer [name=action-publish]")
    if not publish.first.is_visible():
        tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    publish.locator("visible=true").click()
