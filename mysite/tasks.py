"""Context managers that run Wagtail's background tasks once per object and in bulk, for the import and the demo.

Creating, saving and publishing a page enqueues the update of the search index three times and, because of the bylines,
that of the reference index five times. The duplicates took half of the import's time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.apps import apps
from django.db import transaction
from django.db.models import Model, prefetch_related_objects
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from modelsearch.backends import get_search_backends
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task


@contextmanager
def deduplicate_tasks() -> Iterator[None]:
    """Collect the tasks enqueued in the block and enqueue each distinct one once at its end.

    Where tasks run at once, both indexes are updated for all objects of a model together. If the block raises, its
    transaction is rolled back and the tasks are discarded. Blocks can be nested.
    """
    real = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    held_back = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = held_back
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = real
    indexed: dict[type[Model], set[str]] = defaultdict(set)
    referring: dict[type[Model], set[str]] = defaultdict(set)
    in_bulk = {insert_or_update_object_task: indexed, update_reference_index_task: referring}
    seen: set[tuple[str, str]] = set()
    for result in held_back.results:
        key = (result.task.module_path, repr((result.args, result.kwargs)))
        if key in seen:
            continue
        seen.add(key)
        keys = in_bulk.get(result.task) if isinstance(real, ImmediateBackend) else None
        if keys is not None and not _is_child_model(model := apps.get_model(*result.args[:2])):
            keys[model].add(result.args[2])
        else:
            real.enqueue(result.task, result.args, result.kwargs)
    for model in {**indexed, **referring}:
        update_indexes(model, indexed[model], referring[model])


def _is_child_model(model: type[Model]) -> bool:
    """Return whether the objects of ``model`` are indexed with a parent, which the task looks up."""
    return any(isinstance(field, ParentalKey) for field in model._meta.get_fields())


def update_indexes(model: type[Model], indexed: set[str], referring: set[str]) -> None:
    """Update the search index for the objects of ``model`` with the primary keys ``indexed``, and the reference index.

    Objects that are in both are loaded, and their texts parsed, once.
    """
    objects = list(model.get_indexed_objects().filter(pk__in=indexed)) if indexed else []
    loaded = {str(instance.pk) for instance in objects}
    others = list(model._default_manager.filter(pk__in=referring - loaded))
    sources = [*(instance for instance in objects if str(instance.pk) in referring), *others]
    prefetch_child_objects(sources)
    for backend in get_search_backends(with_auto_update=True) if objects else ():
        backend.add_bulk(model, objects)
    if ReferenceIndex.is_indexed(model):
        with transaction.atomic():
            for instance in sources:
                ReferenceIndex.create_or_update_for_object(instance)


def prefetch_child_objects(objects: Sequence[Model]) -> None:
    """Load the child objects (bylines, tags …) of objects of one model, with one query for each relation."""
    if objects and isinstance(objects[0], ClusterableModel):
        names = [relation.get_accessor_name() for relation in get_all_child_relations(objects[0])]
        prefetch_related_objects(objects, *names)


@contextmanager
def defer_reference_index(page: Page) -> Iterator[None]:
    """Update the reference index of ``page`` once, after the block, instead of once for each child object."""
    with disable_reference_index_auto_update():
        yield
    update_reference_index_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))
