from django.apps import AppConfig
from django.db.backends.signals import connection_created


class MysiteConfig(AppConfig):
    name = "mysite"

    def ready(self) -> None:
        from wagtail_localize.locales.components import LOCALE_COMPONENTS

        from mysite.admin_words import say_late
        from mysite.sorting import teach_sqlite

        connection_created.connect(teach_sqlite)
        say_late()
        LOCALE_COMPONENTS.clear()  # its one component would copy Vietnamese pages to /en/, live
