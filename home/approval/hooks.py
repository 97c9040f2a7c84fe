"""Admin hooks of the approval."""

from . import link_hooks, notifications, returned  # noqa: F401  register their hooks

notifications.replace_notifiers()
