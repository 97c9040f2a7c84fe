"""The panel of what waits for the user's approval."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision, Task, TaskState

from .base import DashboardPanel


class WaitingPanel(DashboardPanel):
    """The pages and snippets that the user may approve, the one that has waited longest first.

    Replaces Wagtail's panel, which shows the newest first and needs several queries for each row.
    """

    name = "waiting"
    order = 20
    limit = 15

    def load(self) -> dict[str, Any]:
        tasks = {task.pk: task for task in Task.objects.filter(active=True).specific()}
        states = list(self._find_states(tasks.values())[: self.limit + 1])
        objects = _load_objects(state.revision for state in states)
        rows = [
            self._build_row(state, tasks[state.task_id], objects[_get_key(state.revision)])
            for state in states[: self.limit]
            if _get_key(state.revision) in objects  # a deleted snippet leaves its workflow behind
        ]
        return {
            "rows": rows,
            "has_more": len(states) > self.limit,
            "report_url": reverse("wagtailadmin_reports:workflow_tasks"),
        }

    def _find_states(self, tasks: Iterable[Task]) -> QuerySet[TaskState]:
        """Return what the user may moderate; ``TaskState.objects.reviewable_by``, which loads the tasks again."""
        states = TaskState.objects.none()
        for task in tasks:
            states |= task.get_task_states_user_can_moderate(user=self.request.user)
        return states.select_related("revision__user").defer("revision__content").order_by("started_at", "pk")

    def _build_row(self, state: TaskState, task: Task, instance: Any) -> dict[str, Any]:
        actions = task.get_actions(instance, self.request.user)
        return {
            "title": state.revision.object_str,
            "edit_url": _get_url(instance, "edit"),
            "preview_url": _get_url(instance, "workflow_preview", task.pk)
            if hasattr(instance, "is_previewable")
            else "",
            "author": get_user_display_name(state.revision.user) if state.revision.user else "",
            "since": state.started_at,
            "actions": [
                {"label": label, "url": _get_url(instance, "workflow_action", name, state.pk), "is_modal": is_modal}
                for name, label, is_modal in sorted(actions, key=lambda action: action[2])
            ],
        }


def _get_key(revision: Revision) -> tuple[int, str]:
    return revision.base_content_type_id, revision.object_id


def _load_objects(revisions: Iterable[Revision]) -> dict[tuple[int, str], Any]:
    """Return the pages and snippets of revisions, with one query for each model: pages as ``Page``."""
    pks = defaultdict(set)
    for revision in revisions:
        pks[revision.base_content_type_id].add(revision.object_id)
    objects: dict[tuple[int, str], Any] = {}
    for content_type, of_type in pks.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        found = model._default_manager.in_bulk(of_type) if model else {}
        objects |= {(content_type, str(pk)): instance for pk, instance in found.items()}
    return objects


def _get_url(instance: Any, view: str, *arguments: Any) -> str:
    if isinstance(instance, Page):
        return reverse(f"wagtailadmin_pages:{view}", args=[instance.pk, *arguments])
    return reverse(instance.snippet_viewset.get_url_name(view), args=[instance.pk, *arguments])
