from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from mysite.checks import missing_at_start

        from . import signal_handlers  # noqa: F401  connects the signal handlers
        from .personal_data import erasures  # noqa: F401  connects the signal handler
        from .translations import overrides
        from .translations import signal_handlers as _  # noqa: F401

        missing_at_start()  # here, because this app is the first that patches
        overrides.apply_patches()
