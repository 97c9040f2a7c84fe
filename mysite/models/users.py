from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager

from mysite.sorting import VietnameseOrder

from .text import NormalizedTextMixin


class UserManager(DjangoUserManager):
    """Accounts by name in Vietnamese order."""

    use_in_migrations = False

    def get_queryset(self) -> VietnameseOrder:
        return VietnameseOrder(self.model, using=self._db)


class User(NormalizedTextMixin, AbstractUser):
    """An account of the office's staff; a model of our own from the first migration, so that it can grow."""

    objects = UserManager()

    class Meta(AbstractUser.Meta):
        abstract = False

    def get_full_name(self) -> str:
        """The name as it is said in Viet Nam: family name first."""
        return f"{self.last_name} {self.first_name}".strip()
