"""Admin hooks of the approval and its panels on the dashboard."""

from home.dashboard import mail_warning, returned  # noqa: F401  register their hooks

from . import link_hooks, mail_settings, notifications  # noqa: F401  register their hooks

notifications.replace_notifiers()
