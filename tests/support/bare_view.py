"""A Django project of one view, with which the benchmarks compare the portal: it sends the file BARE_FILE from disk."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

FILE = Path(os.environ["BARE_FILE"])


def send_file(request: HttpRequest) -> HttpResponse:
    content = FILE.read_bytes()
    return HttpResponse(content, headers={"Content-Encoding": "br", "Content-Length": str(len(content))})


urlpatterns = [re_path("", send_file)]

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="only-for-tests", MIDDLEWARE=[])
application = get_wsgi_application()
