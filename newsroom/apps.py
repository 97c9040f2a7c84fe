from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        from . import signal_handlers  # noqa: F401  connects the signal handlers
        from .articles import listing  # noqa: F401  connects the signal handlers
        from .comments import addresses, notices  # noqa: F401  connect the signal handlers
