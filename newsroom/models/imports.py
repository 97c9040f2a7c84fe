from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedArticle(models.Model):
    """Where an imported article came from, so that importing it again finds it."""

    page = models.OneToOneField(
        "newsroom.NewsPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="imported",
        help_text="None once an editor has deleted the page: it is not imported again.",
    )
    source_url = models.URLField(_("address at the old portal"), max_length=500, unique=True, null=True)
    title = models.CharField(
        max_length=255, help_text="As it was in the source; with the date, the key without an address."
    )
    published_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was read; equal means nothing new.")
    imported_at = models.DateTimeField()
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The page's revision that the import made; a newer one is an editor's.",
    )

    #: Being imported is no use of a page: its editors are not told of it.
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
