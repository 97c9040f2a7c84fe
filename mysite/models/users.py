"""The user model."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager

from mysite.text.collation import CollatedQuerySet

from .text import NormalizedTextMixin


class UserManager(DjangoUserManager):
    """Accounts by name in Vietnamese order."""

    use_in_migrations = False

    def get_queryset(self) -> CollatedQuerySet:
        return CollatedQuerySet(self.model, using=self._db)


class User(NormalizedTextMixin, AbstractUser):
    """A user account; a custom model from the first migration, so that fields can be added later."""

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        abstract = False

    def __str__(self) -> str:
        """Return the person's name, which lists, filters and the history show; the user name if there is none."""
        return self.get_full_name() or self.get_username()

    def get_full_name(self) -> str:
        """Return the name in Vietnamese order, family name first."""
        return f"{self.last_name} {self.first_name}".strip()
