"""Comments of readers, errors that they report, and where both are open."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from mysite.models import NormalizedTextMixin

MAX_NAME_LENGTH, MAX_BODY_LENGTH, MAX_QUOTE_LENGTH = 100, 3000, 500


class CommentMode(models.TextChoices):
    """Whether readers may comment, in a section or on an article."""

    INHERITED = "", _("as the section above")
    OFF = "off", _("off")
    MODERATED = "moderated", _("shown after approval")


def comment_mode_field(help_text: Any) -> models.CharField:
    """Return the field of an article or section that decides about its comments."""
    return models.CharField(
        _("comments"),
        max_length=10,
        blank=True,
        default=CommentMode.INHERITED,
        db_default=CommentMode.INHERITED,
        choices=CommentMode.choices,
        help_text=help_text,
    )


@register_setting(icon="comment")
class CommentSettings(BaseSiteSetting):
    """Comments of a site: whether they are open, and the words that make one spam."""

    mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=[choice for choice in CommentMode.choices if choice[0]],
        default=CommentMode.MODERATED,
        help_text=_("Sections and articles may differ. Imported articles stay closed until one is opened by itself."),
    )
    blocked_words = models.TextField(
        _("blocked words"),
        blank=True,
        max_length=20_000,
        help_text=_("One word or phrase on each line. Comments that contain one are put among the spam."),
    )

    accepts_error_reports = models.BooleanField(
        _("readers may report errors"),
        default=True,
        db_default=False,
        help_text=_("A link below each article opens a form. Reports are in the list of comments and are never shown."),
    )

    panels = [FieldPanel("mode"), FieldPanel("accepts_error_reports"), FieldPanel("blocked_words")]

    class Meta:
        verbose_name = _("comments of readers")

    def __str__(self) -> str:
        return str(self.site)


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> "CommentQuerySet":
        """Return the comments that visitors see, oldest first."""
        return self.filter(status=Comment.Status.APPROVED).order_by("created_at", "pk")

    def pending(self) -> "CommentQuerySet":
        return self.filter(status=Comment.Status.PENDING)


class Comment(NormalizedTextMixin, models.Model):
    """A visitor's comment on a page, shown once a moderator has approved it. Replies are one level deep.

    The report of an error in an article is one too. It is never approved, so it is never shown.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        CORRECTED = "corrected", _("corrected")

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", verbose_name=_("reply to"), null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    author_name = models.CharField(_("name"), max_length=MAX_NAME_LENGTH)
    author_email = models.EmailField(_("email"), blank=True)
    body = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(_("posted at"), default=timezone.now)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    #: An answer of the office, written in the admin.
    is_official = models.BooleanField(_("answer of the office"), default=False, db_default=False, editable=False)
    is_error_report = models.BooleanField(_("report of an error"), default=False, db_default=False, editable=False)
    #: The passage that a report is about.
    quote = models.CharField(
        _("passage"), max_length=MAX_QUOTE_LENGTH, blank=True, default="", db_default="", editable=False
    )
    #: An HMAC of the IP address (``newsroom.comments.addresses``). Empty if it is not known.
    address_digest = models.CharField(max_length=32, blank=True, db_default="", default="", editable=False)
    #: None until the e-mail to the moderators has been sent.
    announced_at = models.DateTimeField(null=True, editable=False)
    #: When the e-mail about the outcome of a report was sent.
    outcome_sent_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["page", "status", "created_at"]),
            models.Index(fields=["status", "announced_at"], name="newsroom_comment_announced"),
            # The queue, with all comments and with those that wait.
            models.Index(fields=["created_at"], name="newsroom_comment_created"),
            models.Index(fields=["status", "created_at"], name="newsroom_comment_queue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_error_report=False) | ~models.Q(status="approved"),
                name="newsroom_comment_report_is_not_shown",
            )
        ]

    @property
    @admin.display(description=_("name"))
    def sender(self) -> str:
        """Who wrote it, for lists of the admin: the name, or that it is the report of an error."""
        return gettext("Error report") if self.is_error_report else self.author_name

    @admin.display(description=_("comment"))
    def excerpt(self) -> str:
        """The beginning of the text, for lists of the admin."""
        return Truncator(self.body).chars(120)

    @cached_property
    def count_from_address(self) -> dict[str, int]:
        """The number of other comments from the same address in the month, and how many of them are spam."""
        others = Comment.objects.filter(address_digest=self.address_digest).exclude(pk=self.pk)
        if not self.address_digest:
            others = others.none()
        is_spam = models.Q(status=Comment.Status.SPAM)
        return others.aggregate(all=models.Count("pk"), spam=models.Count("pk", filter=is_spam))

    def __str__(self) -> str:
        return f"#{self.pk}"  # no personal data, because it is written to the log
