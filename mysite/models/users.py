from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An account of the office's staff; a model of our own from the first migration, so that it can grow."""
