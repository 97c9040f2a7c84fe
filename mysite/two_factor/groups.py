"""The part of Wagtail's group form that makes two-factor sign-in required."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from mysite.audit import Action
from mysite.models import TwoFactorGroup


def require_two_factor(*, group: Group, is_required: bool) -> None:
    """Let ``group`` require two-factor sign-in, or no longer."""
    if is_required:
        _row, is_changed = TwoFactorGroup.objects.get_or_create(group=group)
    else:
        count, _models = TwoFactorGroup.objects.filter(group=group).delete()
        is_changed = bool(count)
    if is_changed:
        log(instance=group, action=Action.TWO_FACTOR_REQUIRED if is_required else Action.TWO_FACTOR_OPTIONAL)


class TwoFactorPanel(forms.Form):
    """A permission panel of the group form."""

    is_required = forms.BooleanField(
        required=False,
        label=_("Require two-factor sign-in"),
        help_text=_(
            "Members sign in with their password and a code from an app on their phone. Those who have not set it up "
            "do so before anything else, at once if they are signed in."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None, instance: Group | None = None) -> None:
        self.group = instance
        is_required = bool(instance and instance.pk and TwoFactorGroup.objects.filter(group=instance).exists())
        super().__init__(data, files, prefix="two_factor", initial={"is_required": is_required})

    def save(self) -> None:
        assert self.group is not None  # noqa: S101  the view has saved it
        require_two_factor(group=self.group, is_required=self.cleaned_data["is_required"])

    def as_admin_panel(self) -> SafeString:
        return render_to_string("mysite/two_factor/group_panel.html", {"form": self})
