"""Pages and snippets returned to the user, with the reasons, on the dashboard."""

from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel
from wagtail.models import Page, WorkflowState

from home.approval.returned import Return

MAX_RETURNS = 20


class ReturnedPanel(Component):
    name = "returned"
    template_name = "home/dashboard/returned.html"
    order = 25  # above Wagtail's recent edits

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"returns": find_returns(self.user), "user": self.user}


def find_returns(user: Any) -> list[Return]:
    """Return what waits for changes by ``user``: what they submitted, and their own pages; newest first."""
    own_pages = Page.objects.filter(owner=user, pk=Cast(OuterRef("object_id"), IntegerField()))
    states = (
        WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
        .filter(Q(requested_by=user) | Q(base_content_type__model="page") & Exists(own_pages))
        .select_related("current_task_state__task", "current_task_state__finished_by")
        .prefetch_related("content_object")
        .order_by("-current_task_state__finished_at")[:MAX_RETURNS]
    )
    return [
        Return(state.content_object, state) for state in states if state.content_object and state.current_task_state
    ]


class InModerationPanel(UserObjectsInWorkflowModerationPanel):
    """Wagtail's panel of what the user has submitted, without what was returned, which has a panel of its own."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = context["workflow_states"]
        return context | {"workflow_states": [state for state in states if state.status == state.STATUS_IN_PROGRESS]}


@hooks.register("construct_homepage_panels")
def show_returns(request: HttpRequest, panels: list[Any]) -> None:
    for number, panel in enumerate(panels):
        if isinstance(panel, UserObjectsInWorkflowModerationPanel):
            panels[number] = InModerationPanel()
    panels.append(ReturnedPanel(request.user))
