"""Pages and snippets returned for changes: why, on top of their forms."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import WorkflowState


@dataclass(frozen=True)
class Return:
    """Who returned a page or snippet at which step, and why."""

    instance: Any
    state: WorkflowState

    @property
    def step(self) -> str:
        return str(self.state.current_task_state.task.name)

    @property
    def reason(self) -> str:
        return str(self.state.current_task_state.specific.get_comment())

    @property
    def returned_at(self) -> Any:
        return self.state.current_task_state.finished_at

    @property
    def returned_by(self) -> str:
        step = self.state.current_task_state
        if step.finished_by is None and (link := step.approval_links.exclude(decided_at=None).first()):
            return str(link.approver)
        return str(get_user_display_name(step.finished_by))


def find_return(instance: Any) -> Return | None:
    """Return why ``instance`` waits for changes, or None if it does not."""
    state = instance.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return None
    return Return(instance, state)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def show_reason(request: HttpRequest, instance: Any) -> None:
    """Show on top of the form why it was returned."""
    if request.method != "GET" or not hasattr(instance, "current_workflow_state"):
        return
    returned = find_return(instance)
    if returned is None:
        return
    names = {"name": returned.returned_by, "step": returned.step}
    heading = _("%(name)s returned this at the step “%(step)s” and asks for changes.") % names
    if returned.reason:
        messages.warning(request, format_html("{} <strong>{}</strong>", heading, returned.reason))
    else:
        messages.warning(request, heading)
