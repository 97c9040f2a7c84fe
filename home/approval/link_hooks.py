"""Admin hooks of approval links: their screens, the button of a page that waits for approval, and the history."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from home.models.approval import Approver

from .admin_views import ApproverViewSet, manage_links
from .links import APPROVE_ACTION, REJECT_ACTION, SEND_ACTION


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("pages/<int:page_id>/approval-links/", manage_links, name="approval_links")]


@hooks.register("register_admin_viewset")
def register_approvers() -> ApproverViewSet:
    return ApproverViewSet()


@hooks.register("register_page_header_buttons")
def build_link_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if view_name == "edit" and page.workflow_in_progress and Approver.objects.exists():
        yield Button(_("Approval by link"), reverse("approval_links", args=[page.pk]), icon_name="mail", priority=70)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for formatter in (SentFormatter, ApprovedFormatter, ReturnedFormatter):
        actions.register_action(formatter.action)(formatter)


class LinkFormatter(LogFormatter):
    """An entry of the history, which names the approver as in the list of approvers."""

    action = ""

    def format_message(self, log_entry: Any) -> str:
        return str(self.message % ({"note": ""} | log_entry.data))


class SentFormatter(LinkFormatter):
    action, label = SEND_ACTION, gettext_lazy("Send approval link")
    message = gettext_lazy("Link for the step “%(step)s” sent to %(name)s, %(email)s")


class ApprovedFormatter(LinkFormatter):
    action, label = APPROVE_ACTION, gettext_lazy("Approve by link")
    message = gettext_lazy("%(name)s approved the step “%(step)s” by a link. %(note)s")


class ReturnedFormatter(LinkFormatter):
    action, label = REJECT_ACTION, gettext_lazy("Return by link")
    message = gettext_lazy("%(name)s returned the page at the step “%(step)s” by a link. %(note)s")
