"""What a section of events answers: what comes and what is past, a month, a calendar, a feed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from newsroom.models import EventSection


def index(section: "EventSection", request: HttpRequest) -> HttpResponse:
    return section.render(request)


def calendar(section: "EventSection", request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def feed(section: "EventSection", request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
