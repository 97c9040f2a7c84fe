from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import receivers  # noqa: F401  connects them
        from home.translations import guards
        from home.translations import receivers as _  # noqa: F401

        guards.mend()
