"""Pages that may not be published as they are: exception, and the response of views that have no form to show it in."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page


class PublicationRefused(Exception):
    """Raised by ``publish`` of a page that lacks something. ``field`` is the field of the edit form to fill in."""

    def __init__(self, page: Page, field: str, reason: str | Promise) -> None:
        super().__init__(f"“{page.draft_title}”: {reason}")
        self.page, self.field, self.reason = page, field, reason


def respond_to_refusal(request: HttpRequest, refusal: PublicationRefused) -> HttpResponse:
    """Redirect to the field in the edit form of the page, with a message there."""
    text = _("Nothing was published. “%(title)s”: %(reason)s")
    text %= {"title": get_latest_str(refusal.page), "reason": refusal.reason}
    url = f"{reverse('wagtailadmin_pages:edit', args=[refusal.page.pk])}#{refusal.field}"
    messages.error(request, text, [messages.button(url, _("Fill in"))])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":  # a dialog about a workflow action
        return JsonResponse({"step": "success", "redirect": url})
    return redirect(url)


class RefusalMiddleware(MiddlewareMixin):
    """Responds to ``PublicationRefused``, whichever view of the admin has published."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return respond_to_refusal(request, exception) if isinstance(exception, PublicationRefused) else None
