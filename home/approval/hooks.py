"""Admin hooks of the approval."""

from . import notifications, returned  # noqa: F401  register their hooks

notifications.replace_notifiers()
