"""Admin hooks of the approval."""

from . import link_hooks, mail_settings, notifications  # noqa: F401  register their hooks

notifications.replace_notifiers()
