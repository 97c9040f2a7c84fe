from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account of the office's staff; a model of our own from the first migration, so that it can grow."""

    def get_full_name(self) -> str:
        """The name as it is said in Viet Nam: family name first."""
        return f"{self.last_name} {self.first_name}".strip()
