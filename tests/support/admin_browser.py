"""A browser without scripts for a running server: keeps cookies, signs in and submits forms."""

import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from tests.support.servers import PATIENCE


class KeepRedirects(urllib.request.HTTPRedirectHandler):
    """Does not follow redirects: their status says what the server has done."""

    def redirect_request(self, *args: Any) -> None:
        return None


class AdminBrowser:
    """A desktop browser, which can log in."""

    def __init__(self, port: int, *, follows_redirects: bool = True) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        handlers = [] if follows_redirects else [KeepRedirects()]
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), *handlers)

    def request(self, path: str, data: dict | bytes | None = None, **headers: str) -> tuple[int, str, dict]:
        body = urlencode(data, doseq=True).encode() if isinstance(data, dict) else data
        request = urllib.request.Request(self.origin + path, body, {"Referer": self.origin, **headers})  # noqa: S310
        try:
            response = self.opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            response = error
        return response.status, response.read().decode(), dict(response.headers)

    def sign_in(self, username: str = "lan", password: str = "mat-khau") -> None:
        token = self.form("/admin/login/")["csrfmiddlewaretoken"]
        data = {"csrfmiddlewaretoken": token, "username": username, "password": password}
        assert self.request("/admin/login/", data)[0] in {200, 302}

    def form(self, path: str) -> dict[str, list[str]]:
        """Return the data that the form at ``path`` would submit."""
        page = BeautifulSoup(self.request(path)[1], "html.parser")
        form = page.select_one("#page-edit-form") or page.select_one("form")
        data: dict[str, list[str]] = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            if field.get("type") in {"checkbox", "radio", "submit"} and not field.has_attr("checked"):
                continue
            chosen = field.select_one("option[selected]") if field.name == "select" else None
            value = field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", "")
            data.setdefault(field["name"], []).append(chosen.get("value", "") if chosen else value)
        if page.select_one("#page-edit-form"):
            data["body-count"] = ["0"]  # written by the page's scripts
        return data
