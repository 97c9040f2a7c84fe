from django.apps import AppConfig


class ReadershipConfig(AppConfig):
    name = "readership"

    def ready(self) -> None:
        from . import housekeeping  # noqa: F401  adds its job
        from .links import running  # noqa: F401  connects its receiver
