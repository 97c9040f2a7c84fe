"""What an event's page shows besides the event's own fields, each loaded in as few queries as there are kinds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from mysite import body_pictures
from mysite.renditions import CARD, WIDE

if TYPE_CHECKING:
    from newsroom.models import EventPage


def context(event: "EventPage") -> dict[str, Any]:
    body_pictures.load(pictures(event))
    return {}


def pictures(event: "EventPage") -> Iterator[body_pictures.Shown]:
    """Every picture of ``event``; the main one is on its page and in lists."""
    if event.main_image:
        yield event.main_image, (*WIDE, *CARD)
    yield from body_pictures.pictures_in(event.body)


def calendar(event: "EventPage", request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
