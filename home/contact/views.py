"""View that receives the contact form. It is separate from the page, which needs no cookie and can be cached."""

import datetime
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from home.models import ContactMessage, ContactPage
from mysite.http.body_limits import body_exceeds
from mysite.http.form_data import clean_form_data
from mysite.http.honeypot import HoneypotForm
from mysite.http.rate_limits import count_request
from mysite.pages.visitors import get_page_for_visitor

from . import mail_queue
from .forms import ContactForm

#: In bytes. More than a form takes with all fields filled with Vietnamese text.
MAX_BODY_SIZE = 512 * 1024
#: An identical message within this time is a duplicate, as from a double click.
DUPLICATE_WINDOW = datetime.timedelta(minutes=10)


# Exempt from CSRF protection: the form uses no session, cookie or account, so a forged request gains nothing over a
# direct one. The token would need a cookie, and the page could not be cached.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_message(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store a message and redirect to the page, or show the form again with its data and errors.

    The scheduler sends the mail (``home.contact.mail_queue``), so that a hanging mail server does not block visitors.
    """
    page = _get_page(request, page_id)
    url = page.get_url(request) or "/"
    if request.method != "POST":
        return redirect(url)
    if body_exceeds(request.META, MAX_BODY_SIZE):
        return TemplateResponse(request, "home/contact_too_large.html", {"page": page}, status=413)
    data, lost_characters = clean_form_data(request.POST)
    form = page.get_form(data, page=page)
    honeypot = HoneypotForm(page.form_name, data, lost_characters)
    if not (honeypot.is_valid() & form.is_valid()):  # validates both, to show all errors at once
        return _render_form(request, page, 400, form=form, honeypot=honeypot)
    rate_limited = count_request(request, "contact")
    if rate_limited:
        response = _render_form(request, page, 429, form=form, honeypot=honeypot, rate_limited=rate_limited)
        response["Retry-After"] = str(rate_limited.seconds_to_wait)
        return response
    _store_message(page, form)
    return redirect(f"{url}?sent=1#contact_state")


def _get_page(request: HttpRequest, page_id: int) -> ContactPage:
    page = get_page_for_visitor(request, ContactPage.objects.all(), page_id)
    if not page.form_fields.exists():
        raise Http404("Without a form")
    return page


def _render_form(request: HttpRequest, page: ContactPage, status: int, **context: Any) -> HttpResponse:
    context = page.get_context(request, **context)
    return TemplateResponse(request, page.get_template(request), context, status=status)


def _store_message(page: ContactPage, form: ContactForm) -> None:
    """Store the message, unless an identical one was stored recently."""
    message = ContactMessage(
        page_id=page.pk,
        form_data=json.loads(json.dumps(form.cleaned_data, cls=DjangoJSONEncoder)),
        mail_due_at=mail_queue.get_first_attempt_time(page),
    )
    with transaction.atomic():
        # The two requests of a double click run concurrently: the second one waits here for the first.
        Page.objects.select_for_update(no_key=True).only("pk").get(pk=page.pk)
        recent = page.get_submissions().filter(submit_time__gte=timezone.now() - DUPLICATE_WINDOW)
        if all(other.form_data != message.form_data for other in recent):
            message.save()
