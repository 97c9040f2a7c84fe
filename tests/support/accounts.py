"""Forms of accounts in the admin."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.support.contact_form import parse_response
from tests.support.two_factor import PASSWORD


def read_form(client: Client, url: str) -> dict[str, Any]:
    """Return what a browser sends from the form at ``url``, if nothing is changed."""
    form = parse_response(client.get(url)).select_one("main form[method=post i]")
    data: dict[str, Any] = {}
    for field in form.select("input[name]"):
        is_box = field.get("type") in {"checkbox", "radio"}
        if not is_box or field.has_attr("checked"):
            data.setdefault(field["name"], []).append(field.get("value", "on" if is_box else ""))
    for field in form.select("select[name]"):
        chosen = field.select_one("option[selected]") or field.select_one("option")
        data[field["name"]] = chosen["value"] if chosen else ""
    return {name: value for name, value in data.items() if value != [""]}


def change_own_password(client: Client, password: str, old: str = PASSWORD) -> None:
    url = reverse("wagtailadmin_account")
    data = read_form(client, url) | {"name_email-last_name": "Trần", "name_email-first_name": "Lan"}
    data |= {"password-old_password": old}
    data |= {"password-new_password1": password, "password-new_password2": password}
    response = client.post(url, data)
    assert response.status_code == 302, parse_response(response).select(".error-message, .messages")
