"""The page on which a reader writes a comment. It is not the article, which needs no cookie and can be cached."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mysite.http.body_limits import body_exceeds
from mysite.http.form_data import clean_form_data
from mysite.http.honeypot import HoneypotForm
from mysite.http.rate_limits import count_request
from mysite.pages.visitors import get_page_for_visitor
from newsroom.comments.forms import CommentForm
from newsroom.comments.posting import find_thread, store_comment
from newsroom.models import NewsPage

#: In bytes. More than a form takes with all fields filled with Vietnamese text.
MAX_BODY_SIZE = 64 * 1024


# Exempt from CSRF protection: see ``home.contact.views``.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write_comment(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form, and what happens next after it was sent; store a comment."""
    if body_exceeds(request.META, MAX_BODY_SIZE):
        return TemplateResponse(request, "newsroom/comment_too_long.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    page = get_page_for_visitor(request, NewsPage.objects.select_related("imported"), page_id)
    if not page.is_open_for_comments:
        raise Http404("Comments are closed")
    if request.method != "POST":
        return _render(request, page, HTTPStatus.OK, request.GET.get("reply", ""))
    data, lost_characters = clean_form_data(request.POST)
    form = CommentForm(data)
    honeypot = HoneypotForm(f"comment-{page.pk}", data, lost_characters)
    forms = {"form": form, "honeypot": honeypot}
    number = data.get("reply", "")
    if not (honeypot.is_valid() & form.is_valid()):  # validates both, to show all errors at once
        return _render(request, page, HTTPStatus.BAD_REQUEST, number, **forms)
    if limited := count_request(request, "comments"):
        response = _render(request, page, HTTPStatus.TOO_MANY_REQUESTS, number, **forms, rate_limited=limited)
        response["Retry-After"] = str(limited.seconds_to_wait)
        return response
    store_comment(page, request, find_thread(page, number), form.cleaned_data)
    return redirect(f"{reverse('write_comment', args=[page.pk])}?sent=1#comment_state")


def _render(request: HttpRequest, page: NewsPage, status: HTTPStatus, number: str, **context: Any) -> HttpResponse:
    context = {
        "article": page,
        "thread": find_thread(page, number),
        "sent": "sent" in request.GET,
        "form": CommentForm(),
        "honeypot": HoneypotForm(f"comment-{page.pk}"),
        **context,
    }
    return TemplateResponse(request, "newsroom/comment_form.html", context, status=status)
