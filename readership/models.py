"""How often pages are read: counts by day, and the ranking of the last days. What the links of pages lead to."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
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


class LinkStatus(StrEnum):
    """What the last check of a link found."""

    UNCHECKED = ""
    FOUND = "found"
    DELETED = "deleted"
    HIDDEN = "hidden"
    MISSING = "missing"
    NO_FILE = "no_file"
    MALFORMED = "malformed"
    INTERNAL = "internal"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    REDIRECTS = "redirects"
    ERROR = "error"


LINK_STATUSES = [
    (LinkStatus.UNCHECKED.value, _("not checked yet")),
    (LinkStatus.FOUND.value, _("works")),
    (LinkStatus.DELETED.value, _("deleted")),
    (LinkStatus.HIDDEN.value, _("not public: unpublished, expired or restricted")),
    (LinkStatus.MISSING.value, _("does not exist")),
    (LinkStatus.NO_FILE.value, _("the file is missing")),
    (LinkStatus.MALFORMED.value, _("malformed URL")),
    (LinkStatus.INTERNAL.value, _("address of an internal network")),
    (LinkStatus.UNREACHABLE.value, _("the server does not respond")),
    (LinkStatus.CERTIFICATE.value, _("invalid certificate")),
    (LinkStatus.REDIRECTS.value, _("too many redirects")),
    (LinkStatus.ERROR.value, _("error of the server")),
]


class LinkKind(models.TextChoices):
    PAGE = "page", _("page")
    DOCUMENT = "document", _("document")
    IMAGE = "image", _("image")
    URL = "url", _("URL")


class CheckedLinkQuerySet(models.QuerySet["CheckedLink"]):
    def broken(self) -> "CheckedLinkQuerySet":
        return self.exclude(status__in=[LinkStatus.UNCHECKED, LinkStatus.FOUND])


class CheckedLink(models.Model):
    """A link of a published page, or of a redirect: those within the portal that are broken, all to other sites."""

    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="checked_links")
    redirect = models.ForeignKey(Redirect, null=True, on_delete=models.CASCADE, related_name="checked_links")
    #: Where it is on the page, as in Wagtail's ``ReferenceIndex``.
    content_path = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    #: The URL, or the title of the object that is linked to; empty if that is deleted.
    target = models.TextField(blank=True)
    text = models.TextField(blank=True)
    is_outside = models.BooleanField(default=False)
    status = models.CharField(max_length=12, blank=True, choices=LINK_STATUSES)
    checked_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return f"{self.page_id or self.redirect_id}: {self.target}"
