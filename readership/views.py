"""The view that counts a view of a page."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .counting import buffer

#: How programs name themselves. Browsers that a program controls say “Headless”, or send no beacon (view-count.js).
_ROBOT = re.compile(
    r"^(?!Mozilla|Opera)|(?<!cu)bot\b|crawl|spider|slurp|headless|lighthouse|preview|monitor",  # Cubot makes phones
    re.I,
)


@csrf_exempt  # cached pages have no token, and anybody may read a page
@require_POST
def count_view(request: HttpRequest, page_id: str) -> HttpResponse:
    """Count a view and respond with 204, whether it counts or not. No query, session or cookie."""
    if is_reader(request):
        buffer.add_view(request, int(page_id))
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response


def is_reader(request: HttpRequest) -> bool:
    """Return whether a beacon is from a visitor's browser, as far as it says: no robot, prefetch or signed-in user."""
    headers = request.headers
    purpose = " ".join(headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"))
    return (
        settings.SESSION_COOKIE_NAME not in request.COOKIES
        and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and not re.search("prefetch|prerender|preview", purpose, re.I)
        and not _ROBOT.search(headers.get("User-Agent", ""))
    )
