from django.apps import AppConfig
from django.db.backends.signals import connection_created


class MysiteConfig(AppConfig):
    name = "mysite"

    def ready(self) -> None:
        from mysite.sorting import teach_sqlite

        connection_created.connect(teach_sqlite)
