"""``manage.py clean_up``: housekeeping now, as the scheduler does every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from mysite.housekeeping.running import get_tasks, run_tasks


class Command(BaseCommand):
    help = (
        "Delete what is older than the periods in the admin (Settings → Housekeeping). The scheduler runs it nightly."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = {task.job.name for task in run_tasks()}
        for task in get_tasks():
            if task.job.clean and task.job.name not in failed:
                count, size = task.record.deleted_count, filesizeformat(task.record.deleted_size or 0)
                self.stdout.write(f"{task.job.name}: {count} deleted ({size})")
        if failed:
            raise CommandError(f"Failed: {', '.join(sorted(failed))}; see the log")
