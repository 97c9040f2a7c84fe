"""Where a contact page's form is sent to. The page itself is only read, needs no cookie and can be cached."""

import datetime
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from home.contact import mailing
from home.contact.forms import ContactForm, readable
from home.contact.guard import Guard
from home.contact.limits import count_message
from home.models import ContactMessage, ContactPage
from mysite.querysets import published

#: A form with every field full, written in Vietnamese, takes less.
MAX_BODY = 512 * 1024
#: The same message twice within this time is one that was sent with an impatient double click.
SAME_MESSAGE = datetime.timedelta(minutes=10)


# Without a token against forged requests, because there is nothing to forge: a message is sent in nobody's name, and
# no session, cookie or account takes part. The token would need a cookie, and the page could no longer be cached.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_message(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store a message and lead back to the page, or show the page with what was typed and what is wrong.

    The scheduler mails it (``home.contact.mailing``): a mail server that hangs must not keep visitors waiting.
    """
    page = _page(request, page_id)
    address = page.get_url(request) or "/"
    if request.method != "POST":
        return redirect(address)
    if _length(request) > MAX_BODY:
        return TemplateResponse(request, "home/contact_too_large.html", {"page": page}, status=413)
    data, lost_characters = readable(request.POST)
    form = page.get_form(data, page=page)
    guard = Guard(page.pk, data, lost_characters)
    if not (guard.is_valid() & form.is_valid()):  # both, so that everything wrong is said at once
        return _form_again(request, page, 400, form=form, guard=guard)
    refusal = count_message(request)
    if refusal:
        response = _form_again(request, page, 429, form=form, guard=guard, refusal=refusal)
        response["Retry-After"] = str(refusal.seconds_to_wait)
        return response
    _store(page, form)
    return redirect(f"{address}?sent=1#contact_state")


def _page(request: HttpRequest, page_id: int) -> ContactPage:
    """The page, if this visitor may read it now: as on the page itself, a password given before counts."""
    pages = published(ContactPage.objects.filter(locale__language_code=get_language())).select_related("locale")
    page = get_object_or_404(pages, id=page_id)  # not pk: a number too large for the database is no page then
    locks = [lock for lock in page.get_view_restrictions() if not lock.accept_request(request)]
    if locks or not page.form_fields.exists():
        raise Http404("Not for this visitor, or without a form")
    return page


def _form_again(request: HttpRequest, page: ContactPage, status: int, **context: Any) -> HttpResponse:
    context = page.get_context(request, **context)
    return TemplateResponse(request, page.get_template(request), context, status=status)


def _store(page: ContactPage, form: ContactForm) -> None:
    """Store the message, unless the very same one has just been."""
    message = ContactMessage(
        page_id=page.pk,
        form_data=json.loads(json.dumps(form.cleaned_data, cls=DjangoJSONEncoder)),
        mail_due_at=mailing.first_attempt_at(page),
    )
    with transaction.atomic():
        # The halves of a double click arrive side by side: the second one waits here for the first.
        Page.objects.select_for_update(no_key=True).only("pk").get(pk=page.pk)
        recent = page.get_submissions().filter(submit_time__gte=timezone.now() - SAME_MESSAGE)
        if all(other.form_data != message.form_data for other in recent):
            message.save()


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0
