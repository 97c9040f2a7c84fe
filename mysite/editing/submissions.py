"""Processes a submitted form of the admin at most once, however often the browser sends it.

The browser creates a token for each press of a button (``submit-once.js``) and repeats the token if no response arrives
or the button is pressed twice. A second request waits for the response to the first one and gets the same.
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from mysite.http.admin_urls import is_admin_request
from mysite.models.submissions import SubmittedForm

from . import submission_locks
from .action_messages import collect_workflow_messages, replace_workflow_messages

logger = logging.getLogger(__name__)

TOKEN_HEADER, TOKEN_FIELD = "X-Submission-Token", "submission_token"
#: Seconds for which a request waits for the response to an earlier one with the same token.
MAX_WAIT = 20
#: How long responses are stored.
RETENTION = timedelta(hours=1)


class SubmitOnceMiddleware:
    """Repeats the response to a POST with a known token, and removes workflow actions from autosaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not is_admin_request(request):
            return self.get_response(request)
        request.submission = request.locked_token = None
        try:
            with collect_workflow_messages() as actions:
                response = self.get_response(request)
            shown = replace_workflow_messages(request, actions) if actions or request.submission else []
            if request.submission:
                finish_submission(request.submission, response, shown)
        finally:
            if request.locked_token:
                submission_locks.release(request.locked_token)
        if TOKEN_HEADER in request.headers and response.has_header("Location"):
            # A script cannot read the location of a redirect.
            json_response = JsonResponse({"location": response["Location"]})
            json_response.cookies = response.cookies
            return json_response
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Run after CSRF protection, which reads the form, and before the view."""
        if not hasattr(request, "submission"):
            return None
        if not request.accepts("text/html"):
            drop_actions(request)
        token = read_token(request)
        if token is None or not request.user.is_authenticated:
            return None
        return claim_token(request, token)


def drop_actions(request: HttpRequest) -> None:
    """Remove actions from an autosave, so that it only saves.

    Wagtail's dialogs leave the action in hidden fields of the form, and its views do not distinguish autosaves.
    """
    data = request.POST.copy()
    for name in list(data):
        if name.startswith(("action-", "workflow-action-")):
            del data[name]
    request.POST = data


def read_token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.headers.get(TOKEN_HEADER) or request.POST.get(TOKEN_FIELD, ""))
    except ValueError:
        return None


def claim_token(request: HttpRequest, token: uuid.UUID) -> HttpResponse | None:
    """Return the response to an earlier request with this token; None if this request is the first."""
    SubmittedForm.objects.filter(created_at__lt=timezone.now() - RETENTION).delete()
    deadline = time.monotonic() + MAX_WAIT
    while not submission_locks.acquire(token):
        if time.monotonic() > deadline:
            return HttpResponse(status=503)  # without Retry-After the browser tries again at once
        time.sleep(0.1)
    request.locked_token = token
    try:
        with transaction.atomic():
            request.submission = SubmittedForm.objects.create(token=token, user=request.user)
    except IntegrityError:
        return repeat_response(request, SubmittedForm.objects.filter(token=token, user=request.user).first())
    return None


def repeat_response(request: HttpRequest, earlier: SubmittedForm | None) -> HttpResponse:
    if earlier is None or not earlier.status:
        # Another user's token, or a request that died with its process, so that its outcome is unknown.
        return HttpResponse(status=409)
    for message in earlier.load_messages():
        messages.add_message(request, message.level, message.message, message.extra_tags)
    return earlier.build_response()


def finish_submission(submission: SubmittedForm, response: HttpResponse, shown: list[Message]) -> None:
    """Store the response; delete the submission if it failed, so that it can be tried again.

    If the database fails now, the response is sent all the same: it says what was saved, or has the editor's text.
    """
    try:
        if response.status_code >= 400 or response.streaming:
            submission.delete()
        else:
            submission.store_response(response, shown)
    except (DatabaseError, InterfaceError) as problem:
        logger.warning("The response to a submitted form was not stored: %s", problem)
        if not connection.in_atomic_block:
            connection.close()


def discard_submission(request: HttpRequest) -> None:
    """Do not store the response to this request, because it contains secrets."""
    if submission := getattr(request, "submission", None):
        submission.delete()
        request.submission = None
