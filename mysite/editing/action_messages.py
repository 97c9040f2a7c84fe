"""Messages shown to editors after an action button.

Wagtail reports a workflow action as "updated" in the editor, and not at all elsewhere. These messages say what it did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.messages import SUCCESS, add_message, get_messages
from django.contrib.messages.storage.base import Message
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_approved, task_rejected

#: Messages about the workflow actions of the current request, in the language of the user.
_workflow_messages: ContextVar[list[str] | None] = ContextVar("workflow actions", default=None)


@contextmanager
def collect_workflow_messages() -> Iterator[list[str]]:
    """Collect a message for each workflow action that is carried out in this context."""
    noted: list[str] = []
    token = _workflow_messages.set(noted)
    try:
        yield noted
    finally:
        _workflow_messages.reset(token)


@receiver(task_approved)
@receiver(task_rejected)
def collect_workflow_message(instance: TaskState, **kwargs: Any) -> None:
    noted = _workflow_messages.get()
    if noted is not None:
        noted.append(workflow_message(instance))


def workflow_message(task_state: TaskState) -> str:
    """Return a message that says what a decision about a task did to the page or snippet."""
    workflow = task_state.workflow_state
    target = WorkflowState.objects.get(pk=workflow.pk).content_object
    title = {"title": get_latest_str(target.specific if isinstance(target, Page) else target)}
    if task_state.status == TaskState.STATUS_REJECTED:
        return _("Changes to “%(title)s” have been requested.") % title
    if workflow.status != WorkflowState.STATUS_APPROVED:
        return _("“%(title)s” has been approved and has moved to the next step.") % title
    if not target.live or target.scheduled_revision:
        return _("“%(title)s” has been approved and scheduled for publishing.") % title
    return _("“%(title)s” has been approved and published.") % title


def replace_workflow_messages(request: HttpRequest, actions: list[str]) -> list[Message]:
    """Replace Wagtail's success messages by ``actions``, if there are any; return what the next page will show."""
    shown = [message for message in get_messages(request) if not actions or message.level != SUCCESS]
    shown += [Message(SUCCESS, text) for text in actions]
    for message in shown:  # reading the messages has removed them from the storage
        add_message(request, message.level, message.message, message.extra_tags)
    return shown


@hooks.register("before_edit_page")
def drop_unavailable_actions(request: HttpRequest, page: Page) -> None:
    """Remove a workflow action that is no longer available, so that the page is only saved, and warn the editor.

    Without this Wagtail silently saves a page that cannot be submitted any more, and raises an exception if there is no
    task left to approve.
    """
    if request.method != "POST":
        return
    action_names = [name for name in ("action-submit", "action-workflow-action") if request.POST.get(name)]
    if not action_names or is_action_available(request, page, action_names[0]):
        return
    request.POST = request.POST.copy()
    del request.POST[action_names[0]]
    messages.warning(
        request,
        _(
            "The workflow of this page has moved on, so your changes were only saved as a draft. See the "
            "history of the page."
        ),
    )


def is_action_available(request: HttpRequest, page: Page, action: str) -> bool:
    if action == "action-submit":
        return page.permissions_for_user(request.user).can_submit_for_moderation()
    task = page.current_workflow_task
    available = task.get_actions(page, request.user) if task else []
    return request.POST.get("workflow-action-name") in [name for name, _label, _modal in available]


def get_submission_strings() -> dict[str, str]:
    """Return the messages that ``submit-once.js`` shows when a form could not be sent."""
    return {
        "noAnswer": _(
            "The server does not respond, so it is not known whether this was done. Your text is still here: "
            "press the button again; nothing will be done twice."
        ),
        "signedOut": _(
            "You have been signed out, so this was not done. Your text is still here: sign in in another "
            "tab, then press the button again."
        ),
        "refused": _("The server rejected this, so it was not done. Your text is still here."),
        "failed": _(
            "The server reported an error, so this may not have been done. Your text is still here: press "
            "the button again."
        ),
        "interrupted": _(
            "The server was interrupted. Open the history in another tab to see whether this was done. Your "
            "text is still here."
        ),
        "earlierDone": _(
            "The previous action is done. What you have written since is not saved: press the button again to save it."
        ),
    }
