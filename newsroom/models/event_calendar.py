"""Fields and content of an event in calendar files."""

from django.db import models

from mysite.http.site_url import absolute_url
from newsroom.events.ical import CalendarEvent


class CalendarMixin(models.Model):
    """Abstract model of an event that is exported to calendar files."""

    #: Digest, SEQUENCE and LAST-MODIFIED of the published version: see ``newsroom.events.ical_sequence``.
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def build_calendar_event(self) -> CalendarEvent:
        # An alias is the same event as its source, so it has the same UID.
        source = self.alias_of or self
        return CalendarEvent(
            uid=f"{source.translation_key}-{source.locale.language_code}",
            sequence=self.calendar_sequence,
            changed_at=self.calendar_changed_at,
            url=absolute_url(self.get_url()),
            schedule=self.schedule,
            summary=self.title_with_status,
            status=self.status,
            status_note=self.status_note,
            lead=self.lead,
            location=self.location,
            organiser=self.organiser.name if self.organiser else "",
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            contact_email=self.contact_email,
            sign_up_url=self.sign_up_url if self.status == self.Status.SCHEDULED else "",
        )
