from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedArticle(models.Model):
    """The record of an imported article, by which a later import finds its page."""

    page = models.OneToOneField(
        "newsroom.NewsPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="imported",
        help_text="Empty if an editor has deleted the page; the article is then not imported again.",
    )
    source_url = models.URLField(_("URL on the old portal"), max_length=500, unique=True, null=True)
    title = models.CharField(
        max_length=255, help_text="The title in the source. With the date, it identifies an article without a URL."
    )
    published_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 hash of the imported content, to detect changes.")
    text_digest = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_index=True,
        help_text="SHA-256 hash of title and text, to find the same article under another URL.",
    )
    imported_at = models.DateTimeField()
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The revision created by the import. Any newer revision is by an editor.",
    )

    #: Not a use of the page: it must not appear in the admin's “Usage”.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported article")
        verbose_name_plural = _("imported articles")
        constraints = [
            models.UniqueConstraint(
                fields=["title", "published_on"],
                condition=models.Q(source_url__isnull=True),
                name="imported_once_by_title_and_date",
            )
        ]

    def __str__(self) -> str:
        return self.source_url or self.title
