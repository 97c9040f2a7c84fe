"""Refuses to save a form over a version that someone else has saved since it was opened."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.utils.translation import gettext as _
from wagtail.models import Revision

#: Set by ``refusals.js`` when the editor has confirmed in Wagtail's dialog to save over the newer version.
CONFIRMED_FIELD = "overwrite_newer"


class NewerVersionForm(ModelForm):
    """Abstract form of pages and snippets that reports a newer version as an error.

    Wagtail refuses autosaves only, and asks in a dialog if scripts run. The form with the error contains the editor's
    text and the number of the newer version, so that pressing the button again saves it; both are in the history.
    """

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if not self.data.get(CONFIRMED_FIELD) and (
            newer := find_newer_revision(self.instance, self.data, self.for_user)
        ):
            name = newer.user.get_full_name() or newer.user.get_username() if newer.user else ""
            message = (
                _("%(name)s has saved another version since you opened this form.") % {"name": name}
                if name
                else _("Another version has been saved since you opened this form.")
            )
            advice = _(
                "Your text is below and not saved yet. Press the button again to save it as the newest version; the "
                "other one stays in the history."
            )
            self.add_error(None, f"{message} {advice}")
        return cleaned_data


def find_newer_revision(instance: Model, data: Mapping[str, str], user: Any) -> Revision | None:
    """Return the latest revision of ``instance`` by someone else since the one from which ``data`` was edited.

    As Wagtail's views: a form without the number of a revision is taken to be up to date, and an autosave changes a
    revision and its time. Those of ``user`` do not count: if the response to an autosave is lost, the form does not
    know the number of its own revision.
    """
    number = data.get("overwrite_revision_id") or data.get("loaded_revision_id") or ""
    if not instance.pk or not hasattr(instance, "latest_revision_id") or not (number.isdecimal() and len(number) < 19):
        return None
    since = Revision.objects.for_instance(instance).filter(pk__gte=number).exclude(user=user)
    newer = since.select_related("user").order_by("-pk").first()
    is_loaded = newer is not None and number == str(newer.pk)
    if is_loaded and data.get("loaded_revision_created_at") in {None, "", newer.created_at.isoformat()}:
        return None
    return newer
