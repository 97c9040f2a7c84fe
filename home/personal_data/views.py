"""The administrators' screen for personal data: export and erasure."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import validate_email
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, log

from mysite.staff.forms import AdministratorFormView, AdministratorMenuItem

from .actions import COMMENT_NUMBER, ERASE_ACTION, EXPORT_ACTION, erase_data, export_data


class PersonalDataForm(forms.Form):
    """Whose data, and what to do with them."""

    identity = forms.CharField(
        label=_("Email address, or number of a comment"),
        max_length=254,
        help_text=_("The number is in the title of the comment, such as #12, for a comment without address."),
    )
    action = forms.ChoiceField(
        label=_("Action"),
        choices=[("export", _("Export to a file")), ("erase", _("Erase for good"))],
        initial="export",
        widget=forms.RadioSelect,
    )
    confirmed = forms.BooleanField(
        label=_("I have checked that the person asks for it"),
        required=False,
        help_text=_("Required for erasing, which cannot be undone."),
    )

    def clean_identity(self) -> str:
        identity: str = self.cleaned_data["identity"].strip()
        if not COMMENT_NUMBER.fullmatch(identity):
            validate_email(identity)
        return identity

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("action") == "erase" and not data.get("confirmed"):
            self.add_error("confirmed", _("Please confirm it."))
        return data


class PersonalDataView(AdministratorFormView):
    """Exports and erases comments and messages of one person."""

    form_class = PersonalDataForm
    page_title = _("Personal data")
    header_icon = "user"
    submit_button_label = _("Continue")
    introduction = [
        _("Everything that a person has left: comments with their email address, and messages of the contact form."),
        _("A comment with replies is emptied, any other is deleted. Backups are erased again when they are restored."),
    ]

    def form_valid(self, form: PersonalDataForm) -> HttpResponse:
        identity, user = form.cleaned_data["identity"], self.request.user
        if form.cleaned_data["action"] == "export":
            log(instance=user, action=EXPORT_ACTION, user=user)
            response = JsonResponse(export_data(identity), json_dumps_params={"ensure_ascii": False, "indent": 2})
            response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
            return response
        comments, contacts = erase_data(identity, user)
        text = gettext("Erased: %(comments)s comments and %(messages)s messages.")
        messages.success(self.request, text % {"comments": comments, "messages": contacts})
        log(instance=user, action=ERASE_ACTION, user=user)
        return redirect("personal_data")


@hooks.register("register_admin_urls")
def register_personal_data_url() -> list[URLPattern]:
    return [path("personal-data/", PersonalDataView.as_view(), name="personal_data")]


@hooks.register("register_settings_menu_item")
def register_personal_data_menu_item() -> MenuItem:
    url = reverse("personal_data")
    return AdministratorMenuItem(_("Personal data"), url, name="personal-data", icon_name="user", order=1150)


@hooks.register("register_log_actions")
def register_personal_data_actions(actions: LogActionRegistry) -> None:
    actions.register_action(EXPORT_ACTION, _("Export personal data"), _("Exported personal data"))
    actions.register_action(ERASE_ACTION, _("Erase personal data"), _("Erased personal data"))
