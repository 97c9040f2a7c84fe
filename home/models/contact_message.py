from django.db import models
from django.utils.translation import gettext as _
from wagtail.contrib.forms.models import AbstractFormSubmission

#: The column of the list of messages. No field's name has a dash in it.
MAIL_STATE = "mail-state"


class ContactMessage(AbstractFormSubmission):
    """A message that a visitor wrote, and how far it is on its way to the office by mail (``home.contact.mailing``)."""

    mailed_at = models.DateTimeField(null=True, editable=False)
    #: When it is tried next. None: mailed, given up, or never meant to be mailed.
    mail_due_at = models.DateTimeField(null=True, editable=False, db_index=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    mail_failed = models.BooleanField(default=False, editable=False)

    class Meta(AbstractFormSubmission.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.page_id}/{self.pk}"  # no personal data where only a name is wanted

    def get_data(self) -> dict[str, object]:
        return {**super().get_data(), MAIL_STATE: self.mail_state}

    @property
    def mail_state(self) -> str:
        """What editors read in the list of messages."""
        if self.mailed_at:
            return _("mailed")
        if self.mail_failed:
            return _("could not be mailed")
        return _("not mailed yet") if self.mail_due_at else "–"
