"""The pages on which a reader writes a comment or reports an error.

They are not the article, which needs no cookie and can be cached.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
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
from newsroom.comments.forms import CommentForm, ErrorReportForm
from newsroom.comments.posting import find_thread, store_comment, store_error_report
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
        return _respond_too_long(request)
    page = _get_article(request, page_id)
    if not page.is_open_for_comments:
        raise Http404("Comments are closed")
    parameters = request.POST if request.method == "POST" else request.GET
    thread = find_thread(page, parameters.get("reply", ""))
    return _respond(
        request,
        page,
        name="comment",
        view_name="write_comment",
        build_form=CommentForm,
        store=partial(store_comment, page, request, thread),
        thread=thread,
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form, with the passage in the parameter ``quote``; store the report of an error."""
    if body_exceeds(request.META, MAX_BODY_SIZE):
        return _respond_too_long(request)
    page = _get_article(request, page_id)
    if not page.is_open_for_error_reports:
        raise Http404("Reports are closed")
    return _respond(
        request,
        page,
        name="error_report",
        view_name="report_error",
        build_form=partial(ErrorReportForm, quote=request.GET.get("quote", "")),
        store=partial(store_error_report, page, request),
    )


def _respond(
    request: HttpRequest,
    page: NewsPage,
    *,
    name: str,
    view_name: str,
    build_form: Callable[..., forms.Form],
    store: Callable[[dict[str, Any]], Any],
    **context: Any,
) -> HttpResponse:
    """Show the form; check what was sent, refuse what exceeds the limits, store the rest and thank the reader."""

    def render(status: HTTPStatus, **more: Any) -> HttpResponse:
        shown = {"article": page, "sent": "sent" in request.GET, **context, **more}
        return TemplateResponse(request, f"newsroom/{name}_form.html", shown, status=status)

    opened_form = f"{name}-{page.pk}"
    if request.method != "POST":
        return render(HTTPStatus.OK, form=build_form(), honeypot=HoneypotForm(opened_form))
    data, lost_characters = clean_form_data(request.POST)
    form, honeypot = build_form(data), HoneypotForm(opened_form, data, lost_characters)
    if not (honeypot.is_valid() & form.is_valid()):  # validates both, to show all errors at once
        return render(HTTPStatus.BAD_REQUEST, form=form, honeypot=honeypot)
    if limited := count_request(request, "comments"):
        response = render(HTTPStatus.TOO_MANY_REQUESTS, form=form, honeypot=honeypot, rate_limited=limited)
        response["Retry-After"] = str(limited.seconds_to_wait)
        return response
    store(form.cleaned_data)
    return redirect(f"{reverse(view_name, args=[page.pk])}?sent=1#comment_state")


def _get_article(request: HttpRequest, page_id: int) -> NewsPage:
    return get_page_for_visitor(request, NewsPage.objects.select_related("imported"), page_id)


def _respond_too_long(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "newsroom/comment_too_long.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
