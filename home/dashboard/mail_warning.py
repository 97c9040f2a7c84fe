"""The warning on the dashboard while no mail server is configured."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from home.approval.mail_settings import is_mail_configured, may_send_test


class MailWarningPanel(Component):
    name = "mail_warning"
    template_name = "home/dashboard/mail_warning.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        url = reverse("mail_settings") if may_send_test(parent_context["request"].user) else ""
        return {"settings_url": url}


@hooks.register("construct_homepage_panels")
def warn_about_mail(request: HttpRequest, panels: list[Any]) -> None:
    """Warn those who would miss an e-mail, or could mend it."""
    if not is_mail_configured() and page_permission_policy.user_has_permission(request.user, "publish"):
        panels.append(MailWarningPanel())
