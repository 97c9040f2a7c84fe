"""How often pages are read: counts by day, and the ranking of the last days."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class DailyViews(models.Model):
    """The number of views of a page on a day in the portal's time zone. Nothing about readers is recorded."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="daily_views")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("views"))

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="readership_page_and_day")]
        # With the other fields, so that sums read the index only.
        indexes = [models.Index(fields=["day", "page", "count"], name="readership_views_by_day")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.day}: {self.count}"


class RankedPage(models.Model):
    """A page with its views in the last days, when the ranking was made."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="ranked")
    views = models.PositiveIntegerField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id}: {self.views}"


class Ranking(models.Model):
    """The hour for which ``RankedPage`` was filled. A single row."""

    hour = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:%M}"
