from django.db import models
from django.utils.translation import gettext as _
from wagtail.contrib.forms.models import AbstractFormSubmission

#: Name of the column in the list of messages. Field names contain no dash, so it is unique.
MAIL_STATE_COLUMN = "mail-state"


class ContactMessage(AbstractFormSubmission):
    """A message from a visitor, with the state of its e-mail to the office (``home.contact.mail_queue``)."""

    mailed_at = models.DateTimeField(null=True, editable=False)
    #: The time of the next attempt. None if it was mailed, has failed for good or is not to be mailed.
    mail_due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    mail_failed = models.BooleanField(default=False, editable=False)

    class Meta(AbstractFormSubmission.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.page_id}/{self.pk}"  # no personal data, because it is written to logs

    def get_data(self) -> dict[str, object]:
        return {**super().get_data(), MAIL_STATE_COLUMN: self.mail_state}

    @property
    def mail_state(self) -> str:
        """The state of the e-mail, as shown in the list of messages."""
        if self.mailed_at:
            return _("sent")
        if self.mail_failed:
            return _("sending failed")
        return _("not sent yet") if self.mail_due_at else "–"
