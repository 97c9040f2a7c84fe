"""Where an event takes place: at a place, online, or both."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventLocationMixin(models.Model):
    """Abstract model of an event at a place or at a URL. An online event has a place in words too: “Trực tuyến”."""

    class Attendance(models.TextChoices):
        OFFLINE = "offline", _("at a place")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("at a place and online")

    attendance = models.CharField(
        _("attendance"), max_length=8, choices=Attendance, default=Attendance.OFFLINE, blank=True
    )
    place = models.CharField(_("place"), max_length=255, help_text=_("For example: Hội trường tầng 3."))
    address = models.CharField(
        _("address"), max_length=255, blank=True, help_text=_("Leave empty to use the address of the office.")
    )
    online_url = models.URLField(
        _("URL to take part online"), max_length=500, blank=True, help_text=_("Every visitor of the page can open it.")
    )

    class Meta:
        abstract = True

    @property
    def is_at_place(self) -> bool:
        return self.attendance != self.Attendance.ONLINE

    @property
    def joining_url(self) -> str:
        """The URL to take part online, if the event takes place there."""
        return "" if self.attendance == self.Attendance.OFFLINE else self.online_url

    @property
    def location(self) -> str:
        """Place, address and URL on one line."""
        return ", ".join(filter(None, [self.place, self.address if self.is_at_place else "", self.joining_url]))
