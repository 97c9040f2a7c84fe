"""The admin's screens for approval links: a page's links, sending and revoking them; the list of approvers."""

import datetime
import logging
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page, TaskState

from home.models.approval import ApprovalLink, Approver

from .links import send_link

logger = logging.getLogger(__name__)

DEFAULT_DAYS, MAX_DAYS = 7, 30


class ApproverViewSet(ModelViewSet):
    model = Approver
    name = url_prefix = "approvers"
    icon = "mail"
    add_to_settings_menu = True
    menu_label = gettext_lazy("Approvers without an account")
    copy_view_enabled = False
    list_display = ["name", "job_title", "email", "section", "task"]
    search_fields = ["name", "email"]
    search_backend_name = None
    panels = [FieldPanel(name) for name in ("name", "job_title", "email", "section", "task")]


class LinkForm(forms.Form):
    """What to send: the choice is limited to the approvers of the step and section."""

    approver = forms.ModelChoiceField(Approver.objects.none(), label=gettext_lazy("Approver"))
    may_decide = forms.BooleanField(
        label=gettext_lazy("Allow to approve and to return"),
        help_text=gettext_lazy("Otherwise the link is for reading only."),
        required=False,
        initial=True,
    )
    last_day = forms.DateField(label=gettext_lazy("Valid until the end of"), widget=AdminDateInput)

    def __init__(self, *args: Any, step: TaskState, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"].queryset = Approver.objects.for_step(page, step.task)
        self.fields["last_day"].initial = timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS)

    def clean_last_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= day <= today + datetime.timedelta(days=MAX_DAYS):
            raise forms.ValidationError(_("Choose a day within %(days)s days from today.") % {"days": MAX_DAYS})
        return day


def manage_links(request: HttpRequest, page_id: int) -> HttpResponse:
    """List the links of a page; send one, or revoke one."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if "revoke" in request.POST:
        return _revoke(request, page)
    step = page.current_workflow_task_state if page.workflow_in_progress else None
    form = LinkForm(request.POST or None, step=step, page=page) if step else None
    if form and request.method == "POST" and form.is_valid() and _send(request, page, step, form.cleaned_data):
        return redirect("approval_links", page.pk)
    links = ApprovalLink.objects.filter(page=page).select_related("approver", "sender", "task_state__task", "page")
    title = page.get_admin_display_title()
    context = {
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": title},
            {"url": "", "label": _("Approval by link")},
        ],
        "step": step,
        "form": form,
        "has_approvers": bool(form and form.fields["approver"].queryset),
        "links": links,
    }
    return TemplateResponse(request, "home/approval/admin/links.html", context)


def _revoke(request: HttpRequest, page: Page) -> HttpResponse:
    number = request.POST["revoke"]
    link = ApprovalLink.objects.filter(page=page, pk=number if number.isdecimal() else 0).first()
    if link and link.is_open:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        messages.success(request, _("The link has been revoked."))
    return redirect("approval_links", page.pk)


def _send(request: HttpRequest, page: Page, step: TaskState, data: dict[str, Any]) -> bool:
    """Send a link for the current version; return whether the mail server has accepted it."""
    next_day = data["last_day"] + datetime.timedelta(days=1)
    link = ApprovalLink.objects.create(
        approver=data["approver"],
        email=data["approver"].email,
        page=page.page_ptr,
        revision=page.latest_revision,
        task_state=step,
        sender=request.user,
        may_decide=data["may_decide"],
        expires_at=timezone.make_aware(datetime.datetime.combine(next_day, datetime.time.min)),
    )
    try:
        send_link(link)
    except OSError:
        logger.exception("An approval link could not be sent")
        link.delete()
        messages.error(request, _("The e-mail could not be sent. Please try again later."))
        return False
    messages.success(request, _("The link has been sent to %(name)s.") % {"name": link.approver})
    return True
