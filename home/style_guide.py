"""The style guide: a page with the components of the public pages in their states. In development only."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.blocks import StreamBlock

from home.blocks import HomeBlock
from home.models import ContactPage
from mysite.blocks import BodyBlock
from mysite.http.pagination import paginate
from newsroom.models import EventPage, NewsPage
from newsroom.models.querysets import load_cards

TOKENS = Path(settings.BASE_DIR, "mysite/static/mysite/css/tokens.css")
#: What the list of articles shows: a lead story and rows, or text rows.
ARTICLES, EVENTS = 5, 3


def style_guide(request: HttpRequest) -> HttpResponse:
    articles = NewsPage.objects.visible().newest_first().for_cards().select_related("locale", "main_image")
    context = {
        "colours": list_colours(TOKENS),
        "articles": load_cards(articles[:ARTICLES]),
        "events": list_events(),
        "forms": list_forms(),
        "pages": paginate(request, range(90), 10),
        "blocks": [*render_previews(HomeBlock(), request), *render_previews(BodyBlock(), request)],
    }
    return render(request, "home/style_guide.html", context)


def list_colours(sheet: Path) -> list[str]:
    """Return the names of the tokens that are colours."""
    light = sheet.read_text(encoding="utf-8").partition("@media")[0]
    return re.findall(r"--([\w-]+): (?:#|rgb)", light)


def list_events() -> list[EventPage]:
    """Return coming events, the first ones in each status, which is not saved."""
    events = list(EventPage.objects.visible().upcoming(timezone.now()).for_cards()[:EVENTS])
    for event, status in zip(events, EventPage.Status.values, strict=False):
        event.status = status
    return events


def list_forms() -> list[Any]:
    """Return the form of the contact page, empty and with errors."""
    page = ContactPage.objects.live().first()
    return [page.get_form(page=page), page.get_form({}, page=page)] if page else []


def render_previews(stream: StreamBlock, request: HttpRequest) -> list[tuple[str, str]]:
    """Return the label and the HTML of the example of each block, as in the block picker."""
    rendered = []
    for block in stream.child_blocks.values():
        value = block.get_preview_value()
        context = block.get_preview_context(value, {"request": request})
        rendered.append((str(block.label), block.render(value, context)))
    return rendered
