"""Two-factor sign-in: groups that require it, and recovery codes. The devices are those of django-otp."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class TwoFactorGroup(models.Model):
    """A group whose members must sign in with two factors."""

    group = models.OneToOneField(
        Group, on_delete=models.CASCADE, primary_key=True, related_name="two_factor", verbose_name=_("group")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group with two-factor sign-in")
        verbose_name_plural = _("groups with two-factor sign-in")

    def __str__(self) -> str:
        return str(self.group)


class RecoveryCode(models.Model):
    """The hash of an unused recovery code of an account; using the code deletes it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="recovery_codes",
        verbose_name=_("account holder"),
    )
    digest = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_is_unique")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
