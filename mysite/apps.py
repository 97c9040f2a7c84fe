from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate, pre_save


class MysiteConfig(AppConfig):
    name = "mysite"

    def ready(self) -> None:
        from wagtail.models import UploadedFile

        from mysite.audit import accounts, sign_ins  # noqa: F401  connect their signal handlers
        from mysite.backups import retention  # noqa: F401  connects its signal handler
        from mysite.content_generation import resume_tracking, suspend_tracking, track_writes
        from mysite.editing.admin_patches import apply_admin_patches
        from mysite.editing.comparison import register_comparisons
        from mysite.error_reports import start_error_reports
        from mysite.housekeeping import running  # noqa: F401  connects its signal handlers
        from mysite.http import rate_limits, redirect_keys  # noqa: F401  connect their signal handlers
        from mysite.http.proxy_cache import delete_pages_of_earlier_generations, delete_stored_pages
        from mysite.i18n.label_patches import apply_patches
        from mysite.images.stored_files import reencode_upload
        from mysite.lockout import pruning  # noqa: F401  connects its signal handler
        from mysite.pages import indexes  # noqa: F401  connects its signal handler
        from mysite.rights import section_roles  # noqa: F401  connects its signal handler
        from mysite.signals import content_changed, scheduler_round
        from mysite.slow_queries import watch_queries
        from mysite.text.collation import register_collation

        from .images import signal_handlers  # noqa: F401

        connection_created.connect(register_collation)
        connection_created.connect(track_writes)
        connection_created.connect(watch_queries)
        pre_migrate.connect(suspend_tracking)
        post_migrate.connect(resume_tracking, sender=self)
        pre_save.connect(reencode_upload, sender=UploadedFile)
        content_changed.connect(delete_stored_pages)
        scheduler_round.connect(delete_pages_of_earlier_generations)
        apply_patches()
        register_comparisons()
        apply_admin_patches()
        if settings.SENTRY_DSN:
            start_error_reports(settings.SENTRY_DSN)
