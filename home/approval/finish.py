"""The end of a workflow. Wagtail imports this module while it loads its models, so it imports none."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def publish_if_approved_by_account(workflow_state: Any, user: Any = None) -> None:
    """Publish a page whose last step was approved in the admin, as Wagtail does; not one approved by a link."""
    last = workflow_state.task_states.order_by("-started_at", "-pk").first()
    if last is None or not last.approval_links.exclude(decided_at=None).exists():
        publish_workflow_state(workflow_state, user=user)
