"""Server side of the scripts that keep unsaved text: reports the state of the session and whether a form was saved.

The scripts are in ``static/mysite/js/editing/``.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mysite.http.admin_urls import is_admin_request
from mysite.i18n.label_patches import upstream_gettext_lazy
from mysite.two_factor.state import get_pending_user

from .text_checks import get_check_strings

#: The hidden field with the id of the form's copy in the browser, see kept-copies.js.
COPY_FIELD = "kept_copy"
COPY_ID_FORMAT = re.compile(r"[a-z0-9]{8,32}")
COPY_COOKIE_AGE = 24 * 60 * 60


class EditingSessionMiddleware:
    """Responds to the admin's scripts with 401 instead of a redirect to the login, and reports the outcome of forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_admin_request(request):
            return response
        if "application/json" in request.headers.get("Accept", ""):
            return session_expired_response(request) if redirects_to_login(response) else response
        if request.method == "POST":
            set_outcome_cookie(request, response)
        return response


def redirects_to_login(response: HttpResponseBase) -> bool:
    if response.status_code != 302:
        return False
    path = response["Location"].partition("?")[0]
    return path in {reverse("wagtailadmin_login"), resolve_url(settings.LOGIN_URL)}


def session_expired_response(request: HttpRequest) -> HttpResponse:
    """Return a 401 response in the format of an autosave error, with a CSRF token for the login form."""
    data = {
        "success": False,
        "error_code": "session_ended",
        "error_message": _("Your session has expired."),
        "token": get_token(request),
    }
    if get_pending_user(request):
        data["code_needed"] = _("Now enter your two-factor code in another tab, where you open the admin.")
    return never_cache(lambda _request: JsonResponse(data, status=401))(request)


def set_outcome_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set a cookie that says whether the submitted form was saved; a script reads and deletes it.

    A saved form redirects; a form with errors is rendered again.
    """
    copy = request.POST.get(COPY_FIELD, "") if response.status_code in {200, 302} else ""
    if not COPY_ID_FORMAT.fullmatch(copy) or not request.user.is_authenticated:
        return
    if response.status_code == 302:
        # Wagtail redirects users without permission to the admin's home page.
        outcome = "" if response["Location"] == reverse("wagtailadmin_home") else "saved"
    else:
        outcome = "refused" if response.get("Content-Type", "").startswith("text/html") else ""
    if outcome:
        response.set_cookie(
            f"{COPY_FIELD}_{copy}",
            outcome,
            max_age=COPY_COOKIE_AGE,
            path=reverse("wagtailadmin_home"),
            secure=settings.CSRF_COOKIE_SECURE,
            samesite="Lax",
        )


@never_cache
def session_status(request: HttpRequest) -> HttpResponse:
    """Return the user of the session and the CSRF token for its forms."""
    user = request.user
    return JsonResponse({"user": str(user.pk), "name": user.get_username(), "token": get_token(request)})


def get_editor_strings() -> dict[str, Any]:
    """Return the texts of the editor's scripts."""
    return {
        "close": _("Close"),
        "cancel": upstream_gettext_lazy("Cancel"),
        "sessionEnded": _("Your session has expired."),
        "sessionEndedText": _("Your text is still on the screen. Enter the password of “{name}” to continue."),
        "otherAccount": _("This browser is now signed in as “{other}”."),
        "otherAccountText": _(
            "Your text belongs to “{name}” and will not be saved as “{other}”. Enter the password of "
            "“{name}” to continue; “{other}” will be signed out."
        ),
        "password": upstream_gettext_lazy("Password"),
        "signIn": _("Sign in and continue"),
        "signInAgain": _("Sign in again"),
        "later": _("Later"),
        "notSaved": _("Not saved: your session has expired. Your text is still on the screen."),
        "signInFailed": _("Sign-in failed. Try again."),
        "noConnection": _("The server cannot be reached. Try again."),
        "signedIn": _("You are signed in again and can continue."),
        "copyFound": _("This browser has a copy of unsaved changes from {time}."),
        "copyOfOlder": _("This content has been saved since then; the restored copy will become the latest version."),
        "restoreDraft": _("Restore as a draft"),
        "restoreAndSave": _("Restore and save"),
        "discard": _("Discard"),
        "copyOfTranslation": _("Unsaved translations from {time}. Copy them to the right fields."),
        "copyText": upstream_gettext_lazy("Copy"),
        "copied": upstream_gettext_lazy("Copied"),
        "deleteQuestion": _("Delete “{block}” and its content?"),
        "deletePhotos": _("It contains {count} photos."),
        "delete": upstream_gettext_lazy("Delete"),
        "deleted": _("“{block}” was deleted."),
        "undo": upstream_gettext_lazy("Undo"),
        "pasting": _("Pasting…"),
        "leftOut": _("Pasted. Left out:"),
        "undoPaste": _("Ctrl+Z takes back everything that was pasted."),
        "checks": get_check_strings(),
    }
