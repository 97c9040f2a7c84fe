"""Wagtail's background tasks of one article, each once.

Creating, saving and publishing a page asks three times over for the search index to be brought up to date, and five
times for the reference index, because of the bylines. Once is enough; the rest was half of the import's time.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task


@contextmanager
def each_task_once() -> Iterator[None]:
    """Hold back the tasks enqueued in this thread, then hand each different one to the real backend once.

    If the block raises, nothing was written that the tasks could be about: they are dropped.
    """
    real = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    held_back = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = held_back
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = real
    seen: set[tuple[str, str]] = set()
    for result in held_back.results:
        key = (result.task.module_path, repr((result.args, result.kwargs)))
        if key not in seen:
            seen.add(key)
            real.enqueue(result.task, result.args, result.kwargs)


@contextmanager
def references_once(page: Page) -> Iterator[None]:
    """Bring the reference index up to date for ``page`` once, after the block, not for each of its child objects."""
    with disable_reference_index_auto_update():
        yield
    update_reference_index_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))
