"""Sections with an approval in two steps, where only those who may take the last step may publish.

A section has the workflow that Wagtail assigns to it or to its nearest ancestor. Two steps are two active tasks.
"""

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q
from wagtail.models import Page, Task, WorkflowTask
from wagtail.query import PageQuerySet

from mysite.models.approval import SectionApprovalTask


@dataclass
class Section:
    """A page with a workflow of its own, and where below it the user may publish in spite of the workflow."""

    path: str
    #: Paths below which the workflow does not keep the user from publishing; an empty path is everywhere.
    open_paths: list[str]

    def is_open(self, path: str) -> bool:
        return any(path.startswith(prefix) for prefix in self.open_paths)


@dataclass
class TwoStepRules:
    """Where the workflows keep one user from publishing. ``sections`` starts with the deepest ones."""

    sections: list[Section] = field(default_factory=list)

    def restrict(self, path: str) -> bool:
        """Return whether the user may not publish the page at ``path``, whatever the page permissions."""
        section = next((section for section in self.sections if path.startswith(section.path)), None)
        return section is not None and not section.is_open(path)

    def get_condition(self) -> Q:
        """Return the condition for pages that ``restrict`` restricts."""
        restricted = Q(pk__in=[])
        for number, section in enumerate(self.sections):
            if "" in section.open_paths:
                continue
            condition = Q(path__startswith=section.path)
            deeper = [other.path for other in self.sections[:number] if other.path.startswith(section.path)]
            for path in [*deeper, *section.open_paths]:
                condition &= ~Q(path__startswith=path)
            restricted |= condition
        return restricted

    def exclude_from(self, pages: PageQuerySet) -> PageQuerySet:
        return pages.exclude(self.get_condition()) if self.sections else pages

    def restrict_live_pages_below(self, page: Page) -> bool:
        """Return whether ``page`` has live descendants that the user may not publish."""
        if not any(section.path.startswith(page.path) for section in self.sections):
            return False
        below: PageQuerySet = page.get_descendants(inclusive=True).live()
        return below.filter(self.get_condition()).exists()


def get_rules(user: Any) -> TwoStepRules:
    """Return the rules for ``user``, computed once for each instance, as Wagtail does with page permissions."""
    if "_two_step_rules" not in vars(user):
        vars(user)["_two_step_rules"] = _compute_rules(user)
    rules: TwoStepRules = vars(user)["_two_step_rules"]
    return rules


def _compute_rules(user: Any) -> TwoStepRules:
    if user.is_superuser:
        return TwoStepRules()
    rows = (
        WorkflowTask.objects.filter(workflow__active=True, task__active=True)
        .exclude(workflow__workflow_pages=None)
        .order_by("workflow__workflow_pages__page__path", "sort_order", "pk")
        .values_list("workflow__workflow_pages__page__path", "task")
    )
    tasks = {path: [task for _, task in group] for path, group in groupby(rows, itemgetter(0))}
    if all(len(numbers) < 2 for numbers in tasks.values()):
        return TwoStepRules()
    last = Task.objects.filter(pk__in={numbers[-1] for numbers in tasks.values() if len(numbers) > 1}).specific()
    last_tasks = {task.pk: task for task in last}
    sections = [
        Section(path, _get_open_paths(last_tasks[numbers[-1]], user, path) if len(numbers) > 1 else [""])
        for path, numbers in sorted(tasks.items(), key=lambda item: -len(item[0]))
    ]
    return TwoStepRules(sections)


def _get_open_paths(task: Task, user: Any, path: str) -> list[str]:
    if isinstance(task, SectionApprovalTask):
        return task.get_section_paths(user)
    actions = task.get_actions(Page.objects.get(path=path), user)
    return [""] if any(name == "approve" for name, *_ in actions) else []
