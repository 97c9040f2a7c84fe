"""E-mails about approvals: Wagtail's, with our recipients, and without errors for the editor if mail fails."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.admin import mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from mysite.models import SectionApprovalTask

logger = logging.getLogger(__name__)


class ReliableEmailMixin:
    """Logs any error. Wagtail's notifiers let some through, and the article could not be submitted."""

    def send_emails(self, template_set: Any, context: Any, recipients: Any, **kwargs: Any) -> bool:
        try:
            return bool(super().send_emails(template_set, context, recipients, **kwargs))  # type: ignore[misc]
        except Exception:
            logger.exception("The e-mails about an approval could not be sent")
            return False


class SubmittedToTask(ReliableEmailMixin, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """The e-mail to those who may approve: members of the groups, and members in the section of the page."""

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> QuerySet[Any]:
        recipients: QuerySet[Any] = super().get_recipient_users(task_state, **kwargs)
        task = task_state.task.specific
        if not isinstance(task, SectionApprovalTask):
            return recipients
        approvers = task.get_approvers(task_state.workflow_state.content_object)
        user = kwargs.get("user")
        numbers = {*recipients.values_list("pk", flat=True), *approvers.values_list("pk", flat=True)}
        numbers.discard(user.pk if user else None)
        return get_user_model()._default_manager.filter(pk__in=numbers)


class SubmittedToWorkflow(ReliableEmailMixin, mail.WorkflowStateSubmissionEmailNotifier):
    pass


class Approved(ReliableEmailMixin, mail.WorkflowStateApprovalEmailNotifier):
    pass


class Rejected(ReliableEmailMixin, mail.WorkflowStateRejectionEmailNotifier):
    pass


#: For each signal: our notifier, the sender, and the ``dispatch_uid`` with which ``wagtail.admin.signal_handlers``
#: connects its own.
NOTIFIERS = [
    (task_submitted, SubmittedToTask(), TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, SubmittedToWorkflow(), WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, Rejected(), WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, Approved(), WorkflowState, "workflow_state_approved_email_notification"),
]


def replace_notifiers() -> None:
    """Connect our notifiers in place of Wagtail's, which it connects when its app is ready, after ours."""
    for signal, notifier, sender, uid in NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notifier, sender=sender, dispatch_uid=uid)
