"""Middleware that notes each request that reaches Django, which requests answered by the page cache do not."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def log_renders(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Append the path of each request to the file ``settings.RENDER_LOG``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with Path(settings.RENDER_LOG).open("a", encoding="utf-8") as file:
            file.write(f"{request.path}\n")
        return get_response(request)

    return middleware
