"""Pages behind an approval link: the code, the draft as readers would see it, and the decision."""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.models.approval import SALT, ApprovalLink

from .links import LinkClosedError, decide, get_link, send_code

logger = logging.getLogger(__name__)


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\s*[0-9]{6}\s*$",
        label=pgettext_lazy("approval link", "Code"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": gettext_lazy("Enter the six digits of the code.")},
    )


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note to the newsroom"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "return" in self.data and not data.get("note"):
            self.add_error("note", _("Write what is to be changed."))
        return data


@method_decorator(never_cache, name="dispatch")
class ApprovalView(View):
    """The page of a link. Buttons are told apart by their names: ``send``, ``enter``, ``approve`` and ``return``."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(get_link(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link = get_link(token)
        if link.get_refusal():
            return self.show(link)
        if "send" in request.POST:
            return self.send_code(link)
        if "enter" in request.POST:
            return self.enter_code(link)
        return self.decide(link) if has_entered_code(request, link) else redirect(request.path)

    def send_code(self, link: ApprovalLink) -> HttpResponse:
        try:
            send_code(link)
        except LinkClosedError as closed:
            return self.show(link, status=429, problem=str(closed))
        except OSError:
            logger.exception("A code for an approval link could not be sent")
            return self.show(link, status=503, problem=_("The code could not be sent. Please try again later."))
        return redirect(self.request.path)

    def enter_code(self, link: ApprovalLink) -> HttpResponse:
        form = CodeForm(self.request.POST)
        if form.is_valid() and not link.check_code(form.cleaned_data["code"].strip()):
            form.add_error("code", _("This code is wrong or no longer valid."))
        if form.errors:
            link.refresh_from_db()
            return self.show(link, status=400, code_form=form)
        response = redirect(self.request.path)
        response.set_signed_cookie(
            get_cookie_name(link),
            str(link.pk),
            salt=SALT,
            max_age=link.SESSION_LIFETIME,
            path=self.request.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def decide(self, link: ApprovalLink) -> HttpResponse:
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            return self.show(link, status=400, form=form)
        try:
            decide(link, is_approved="approve" in self.request.POST, note=form.cleaned_data["note"])
        except LinkClosedError:
            link.refresh_from_db()
            return self.show(link)
        return redirect(self.request.path)

    def show(self, link: ApprovalLink, *, status: int = 200, **context: Any) -> HttpResponse:
        refusal = link.get_refusal()
        context = {
            "link": link,
            "refusal": refusal,
            "may_read": has_entered_code(self.request, link),
            "code_form": CodeForm(),
            "form": DecisionForm(),
            **context,
        }
        if refusal and not link.decided_at:
            status = 410
        return TemplateResponse(self.request, "home/approval/link.html", context, status=status)


@never_cache
@require_safe
def show_draft(request: HttpRequest, token: str) -> HttpResponse:
    """Show the version that the link was sent for as readers would see it."""
    link = get_link(token)
    if link.get_refusal() or not has_entered_code(request, link):
        return redirect("approval", token)
    draft = link.revision.as_object()
    response: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    return response


def has_entered_code(request: HttpRequest, link: ApprovalLink) -> bool:
    """Return whether this browser has entered a code of the link lately."""
    value = request.get_signed_cookie(get_cookie_name(link), "", salt=SALT, max_age=link.SESSION_LIFETIME)
    return value == str(link.pk)


def get_cookie_name(link: ApprovalLink) -> str:
    return f"portal_approval_{link.pk}"
