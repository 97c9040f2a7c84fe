"""The user model."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

from mysite.text.collation import CollatedQuerySet

from .text import NormalizedTextMixin


class UserManager(DjangoUserManager):
    """Accounts by name in Vietnamese order."""

    use_in_migrations = False

    def get_queryset(self) -> CollatedQuerySet:
        return CollatedQuerySet(self.model, using=self._db)


class User(NormalizedTextMixin, AbstractUser):
    """A user account; a custom model from the first migration, so that fields can be added later."""

    #: Raised to end all sessions of the account (``get_session_auth_hash``).
    session_version = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        abstract = False

    def __str__(self) -> str:
        """Return the person's name, which lists, filters and the history show; the user name if there is none."""
        return self.get_full_name() or self.get_username()

    def get_full_name(self) -> str:
        """Return the name in Vietnamese order, family name first."""
        return f"{self.last_name} {self.first_name}".strip()

    def get_session_auth_hash(self) -> str:
        """Return what sessions of the account must contain, which depends on the password and the session version.

        Without the version as long as it is 0, so that sessions from before this field are still valid.
        """
        return self._add_session_version(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from map(self._add_session_version, super().get_session_auth_fallback_hash())

    def end_sessions(self) -> None:
        """End all sessions of the account, in all browsers."""
        User.objects.filter(pk=self.pk).update(session_version=models.F("session_version") + 1)

    def _add_session_version(self, session_hash: str) -> str:
        return f"{session_hash}:{self.session_version}" if self.session_version else session_hash
