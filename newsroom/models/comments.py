from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from mysite.models import NormalizedTextMixin


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> "CommentQuerySet":
        """Return the comments that visitors see, oldest first."""
        return self.filter(status=Comment.Status.APPROVED).order_by("created_at", "pk")


class Comment(NormalizedTextMixin, models.Model):
    """A visitor's comment on a page, shown once a moderator has approved it."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="comments")
    author_name = models.CharField(_("name"), max_length=100)
    author_email = models.EmailField(_("email"), blank=True)
    body = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(_("posted at"), default=timezone.now)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["page", "status", "created_at"])]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.body[:60]}"
