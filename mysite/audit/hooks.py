"""Admin hooks of the audit log: the actions in words, and what Wagtail's bulk actions change without signals."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from mysite.i18n.label_patches import upstream_gettext_lazy
from mysite.models import User

from . import Action
from .accounts import note_activation

#: Action, its name in filters, and the message of an entry.
ACTIONS = [
    (Action.SIGN_IN, _("Sign in"), _("Signed in from %(address)s")),
    (Action.SIGN_IN_FAILED, _("Failed sign-in"), _("Wrong password from %(address)s")),
    (
        Action.SIGN_IN_LOCKED,
        _("Lock after failed sign-ins"),
        _("Locked after wrong passwords or codes from %(address)s"),
    ),
    (Action.SIGN_OUT, _("Sign out"), _("Signed out from %(address)s")),
    (Action.PASSWORD_CHANGED, _("Change password"), _("Password set or changed")),
    (Action.CODE_FAILED, _("Wrong two-factor code"), _("Wrong two-factor code from %(address)s")),
    (Action.TWO_FACTOR_SET_UP, _("Set up two-factor sign-in"), _("Two-factor sign-in set up")),
    (Action.TWO_FACTOR_REMOVED, _("Remove two-factor sign-in"), _("Two-factor sign-in removed by its owner")),
    (Action.TWO_FACTOR_RESET, _("Reset two-factor sign-in"), _("Two-factor sign-in reset by an administrator")),
    (Action.TWO_FACTOR_REQUIRED, _("Require two-factor sign-in"), _("Two-factor sign-in required")),
    (Action.TWO_FACTOR_OPTIONAL, _("No longer require two-factor sign-in"), _("Two-factor sign-in no longer required")),
    (Action.RECOVERY_CODES_CREATED, _("Create recovery codes"), _("Recovery codes created")),
    (Action.RECOVERY_CODE_USED, _("Use recovery code"), _("Recovery code used")),
    (Action.GROUPS_GIVEN, _("Add to groups"), _("Added to groups: %(names)s")),
    (Action.GROUPS_TAKEN, _("Remove from groups"), _("Removed from groups: %(names)s")),
    (Action.PERMISSIONS_GIVEN, _("Give permissions"), _("Permissions given: %(names)s")),
    (Action.PERMISSIONS_TAKEN, _("Take permissions"), _("Permissions taken: %(names)s")),
    (Action.ADMINISTRATOR_GIVEN, _("Make administrator"), _("Made an administrator")),
    (Action.ADMINISTRATOR_TAKEN, _("Take administrator rights"), _("No longer an administrator")),
    (Action.ACTIVATED, _("Activate account"), _("Account activated")),
    (Action.DEACTIVATED, _("Deactivate account"), _("Account deactivated; its sessions ended")),
]


#: Actions in the codenames of permissions.
VERBS = {
    "add": upstream_gettext_lazy("Add"),
    "bulk_delete": upstream_gettext_lazy("Bulk delete"),
    "change": upstream_gettext_lazy("Edit"),
    "choose": upstream_gettext_lazy("Choose"),
    "delete": upstream_gettext_lazy("Delete"),
    "lock": upstream_gettext_lazy("Lock"),
    "publish": upstream_gettext_lazy("Publish"),
    "submit": upstream_gettext_lazy("Submit"),
    "unlock": upstream_gettext_lazy("Unlock"),
    "view": upstream_gettext_lazy("View"),
}


def describe_permission(name: str) -> str:
    """Return what the permission ``application.codename`` allows; the name itself if it concerns no model."""
    app_label, _dot, codename = name.partition(".")
    if codename == "access_admin":
        return gettext("Access to the admin")
    verb, _underscore, model_name = codename.rpartition("_")
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return name
    return f"{VERBS.get(verb, verb)} ({model._meta.verbose_name})"


class EntryFormatter(LogFormatter):
    """Fills the message with the data of the entry."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        names = data.get("names", [])
        if log_entry.action in {Action.PERMISSIONS_GIVEN, Action.PERMISSIONS_TAKEN}:
            names = [describe_permission(name) for name in names]
        message = str(self.message) % {"address": data.get("address", "?"), "names": ", ".join(names)}
        return f"{message}: {data['place']}" if "place" in data else message


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label, message in ACTIONS:
        actions.register_action(action)(type("Formatter", (EntryFormatter,), {"label": label, "message": message}))


@hooks.register("after_bulk_action")
def log_bulk_activation(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Log what the bulk action for accounts changes in the database without signals."""
    if action_type != "set_active_state" or not action.cleaned_form:
        return
    is_active = action.cleaned_form.cleaned_data["mark_as_active"]
    users = [user for user in objects if isinstance(user, User) and user.is_active != is_active]
    note_activation([user for user in users if user != request.user], is_active=is_active)
