"""The e-mail settings in the admin: whether mail is configured, and a test e-mail."""

import logging
from smtplib import SMTPException
from typing import Any

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from mysite.staff.forms import ADMINISTRATORS, AdministratorFormView, AdministratorMenuItem

logger = logging.getLogger(__name__)


def is_mail_configured() -> bool:
    return not settings.EMAIL_BACKEND.endswith((".dummy.EmailBackend", ".console.EmailBackend"))


def may_send_test(user: Any) -> bool:
    return ADMINISTRATORS.user_has_permission(user, "change")


class TestEmailForm(forms.Form):
    recipient = forms.EmailField(label=_("Recipient"))


class MailSettingsView(AdministratorFormView):
    """Sends a test e-mail while the administrator waits, and says what the mail server answers."""

    form_class = TestEmailForm
    page_title = _("E-mail")
    header_icon = "mail"
    submit_button_label = _("Send a test e-mail")

    @property
    def introduction(self) -> list[str]:
        if not is_mail_configured():
            return [gettext("No mail server is configured. Whoever runs the portal sets EMAIL_URL.")]
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.EMAIL_HOST else "localhost"
        words = {"server": server, "sender": settings.DEFAULT_FROM_EMAIL}
        return [gettext("E-mails are sent by %(server)s, from %(sender)s.") % words]

    def get_initial(self) -> dict[str, Any]:
        return {"recipient": self.request.user.email}

    def form_valid(self, form: TestEmailForm) -> HttpResponse:
        recipient = form.cleaned_data["recipient"]
        if not is_mail_configured():
            messages.error(self.request, gettext("Nothing was sent, because no mail server is configured."))
            return redirect("mail_settings")
        subject, body = gettext("Test e-mail"), gettext("The portal can send e-mails to this address.")
        try:
            EmailMessage(subject, f"{body}\n\n{settings.WAGTAILADMIN_BASE_URL}", to=[recipient]).send()
        except (SMTPException, OSError) as error:
            logger.warning("The test e-mail failed", exc_info=True)
            messages.error(self.request, gettext("The e-mail was not sent: %(error)s") % {"error": error})
        else:
            messages.success(
                self.request, gettext("The mail server accepted the e-mail to %(to)s.") % {"to": recipient}
            )
        return redirect("mail_settings")


@hooks.register("register_admin_urls")
def register_mail_settings_url() -> list[URLPattern]:
    return [path("mail/", MailSettingsView.as_view(), name="mail_settings")]


@hooks.register("register_settings_menu_item")
def register_mail_settings_menu_item() -> MenuItem:
    return AdministratorMenuItem(_("E-mail"), reverse("mail_settings"), name="mail", icon_name="mail", order=650)
