"""Approvers without an account, and the signed links by which they approve a step of a workflow."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.signing import dumps
from django.db import models
from django.db.models import Q
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, Task, TaskState

SALT = "home.approval"


class ApproverQuerySet(QuerySet["Approver"]):
    def for_step(self, page: Page, task: Task) -> "ApproverQuerySet":
        """Return those who may approve ``page`` at the step ``task``."""
        return self.filter(task=task, section__in=page.get_ancestors(inclusive=True))


class Approver(models.Model):
    """A person without an account, such as a head of department, who may approve a step in a section by a link."""

    name = models.CharField(gettext_lazy("full name"), max_length=100)
    job_title = models.CharField(gettext_lazy("job title"), max_length=100, blank=True)
    email = models.EmailField(gettext_lazy("email"), help_text=gettext_lazy("Links and codes are sent here only."))
    section = models.ForeignKey(
        Page,
        verbose_name=gettext_lazy("section"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=gettext_lazy("The person approves the pages in it."),
    )
    task = models.ForeignKey(
        Task,
        verbose_name=gettext_lazy("step"),
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"active": True},
    )

    objects: ClassVar = ApproverQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("approver without an account")
        verbose_name_plural = gettext_lazy("approvers without an account")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.job_title})" if self.job_title else self.name


class ApprovalLink(models.Model):
    """A link sent to an approver, for one version of a page at one step of its workflow.

    Whoever opens it has to enter a code that is sent to the approver's address.
    """

    #: Limits on the codes of a link, on the attempts for each, and how long a code and a session are valid.
    MAX_CODES, MAX_ATTEMPTS = 10, 5
    CODE_LIFETIME, SESSION_LIFETIME = datetime.timedelta(minutes=15), datetime.timedelta(hours=1)

    approver = models.ForeignKey(Approver, on_delete=models.CASCADE, related_name="links")
    #: The address at the time of sending; the link is dead when the approver gets another one.
    email = models.EmailField()
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    task_state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="approval_links")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    may_decide = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = gettext_lazy("approval link")
        verbose_name_plural = gettext_lazy("approval links")
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["page"], condition=Q(decided_at=None), name="open_approval_links")]

    def __str__(self) -> str:
        return f"{self.page_id}/{self.pk}"  # no personal data, because it is written to logs

    def get_url(self) -> str:
        return settings.WAGTAILADMIN_BASE_URL + reverse("approval", args=[dumps(self.pk, salt=SALT)])

    @property
    def is_open(self) -> bool:
        """Whether it is neither used, revoked nor past its end."""
        return self.decided_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    def get_refusal(self) -> str:
        """Return why the link cannot be used (any more), or an empty string."""
        if self.revoked_at:
            return _("This link has been revoked by the office.")
        if self.decided_at:
            return _("Your decision has been recorded. Thank you.")
        if self.expires_at <= timezone.now():
            return _("This link has expired. Ask the office for a new one.")
        if self.email != self.approver.email or self.task_state.task_id != self.approver.task_id:
            return _("This link is no longer valid. Ask the office for a new one.")
        if self.page.latest_revision_id != self.revision_id:
            return _("The article has been changed since. Ask the office for a link to the new version.")
        if self.task_state.status != TaskState.STATUS_IN_PROGRESS:
            return _("The article no longer waits for this decision.")
        return ""

    def has_code(self) -> bool:
        """Return whether a code was sent that can still be entered."""
        is_fresh = bool(self.code_sent_at and timezone.now() - self.code_sent_at < self.CODE_LIFETIME)
        return bool(self.code_digest) and is_fresh and self.attempts < self.MAX_ATTEMPTS

    def set_code(self, code: str) -> None:
        self.code_digest, self.code_sent_at, self.attempts = self._digest(code), timezone.now(), 0
        self.codes_sent += 1

    def check_code(self, code: str) -> bool:
        """Return whether ``code`` is right, and count the attempt. A right code cannot be entered again."""
        # Counted by the database before the comparison, so that parallel requests get no further attempts.
        counted = type(self).objects.filter(pk=self.pk, attempts__lt=self.MAX_ATTEMPTS, code_digest=self.code_digest)
        if not self.has_code() or not counted.update(attempts=models.F("attempts") + 1):
            return False
        if not constant_time_compare(self._digest(code), self.code_digest):
            return False
        return bool(type(self).objects.filter(pk=self.pk, code_digest=self.code_digest).update(code_digest=""))

    def _digest(self, code: Any) -> str:
        return salted_hmac(SALT, f"{self.pk}:{code}", algorithm="sha256").hexdigest()
