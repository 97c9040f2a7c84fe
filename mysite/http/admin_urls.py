"""Which requests are for Wagtail's admin."""

from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


@cache
def admin_path() -> str:
    """The path of the admin's home page, without the prefix that the web server may mount the portal at."""
    return f"/{reverse('wagtailadmin_home').removeprefix(get_script_prefix())}"


def is_admin_request(request: HttpRequest) -> bool:
    return request.path_info.startswith(admin_path())
