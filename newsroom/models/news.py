"""An article of the newsroom."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from mysite.blocks import BodyBlock, CorrectionsBlock
from mysite.body_pictures import Shown
from mysite.models import BasePage, tabs_of
from mysite.sharing import Sharing
from mysite.structured_data import Around, Node
from newsroom import article_page, content_dates, structured_data
from newsroom.forms import NewsPageForm
from newsroom.querysets import NewsPageQuerySet

from .main_image import MainImageMixin
from .news_parts import NewsPageAttachment, NewsPageByline, NewsPageRelatedPage
from .tags import TranslatedTags

__all__ = ["NewsPage", "NewsPageAttachment", "NewsPageByline", "NewsPageRelatedPage"]


class NewsPage(MainImageMixin, BasePage):
    """An article: what happened, told by named authors of named units, with pictures and documents."""

    parent_page_types = ["newsroom.NewsSection"]
    subpage_types: list[str] = []
    loaded_together = ("main_image",)
    template = "newsroom/news_page.html"
    base_form_class = NewsPageForm

    lead = models.TextField(
        _("lead"), max_length=1000, help_text=_("One to three sentences; shown in lists and above the text.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    corrections = StreamField(
        CorrectionsBlock(),
        verbose_name=_("corrections"),
        blank=True,
        help_text=_("Shown above the article, newest first."),
    )
    tags = TranslatedTags(through="newsroom.NewsPageTag", verbose_name=_("tags"), blank=True)
    source_name = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("For reprinted news: where it appeared first.")
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_headline = models.BooleanField(_("headline"), default=False, help_text=_("Shown large on the home page."))
    comments_enabled = models.BooleanField(_("visitors may comment"), default=True)
    content_updated_at = models.DateTimeField(
        _("updated at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the text last changed for its readers."),
    )
    minor_edit = models.BooleanField(
        _("minor edit"),
        default=False,
        help_text=_("A typing error or the like: publishing keeps the date “Updated”."),
    )
    missing_photos = models.PositiveIntegerField(_("missing photos"), default=0, editable=False)

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MainImageMixin.main_image_panel,
        FieldPanel("body"),
        MultipleChooserPanel("bylines", chooser_field_name="author", label=_("author"), heading=_("Authors")),
        MultiFieldPanel([FieldPanel("corrections"), FieldPanel("minor_edit")], heading=_("Corrections")),
    ]
    detail_panels = [
        FieldPanel("tags"),
        MultipleChooserPanel(
            "attachments", chooser_field_name="document", label=_("document"), heading=_("Attached documents")
        ),
        MultipleChooserPanel(
            "related_pages", chooser_field_name="page", label=_("page"), heading=_("Related pages"), max_num=10
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")])], heading=_("Reprinted from")
        ),
        FieldPanel("is_headline"),
        FieldPanel("comments_enabled"),
    ]
    # Articles are found through their sections, so not in menus; the schedule's panel shows beside the form.
    edit_handler = tabs_of((_("Article"), content_panels), (_("Details"), detail_panels), in_menus=False)

    # Without the attached documents: search finds them by themselves, and knows at that moment who may have them.
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=2),
        index.SearchField("body"),
        index.SearchField("corrections"),
        index.RelatedFields(
            "bylines",
            [
                index.RelatedFields("author", [index.SearchField("name")]),
                index.RelatedFields("unit", [index.SearchField("name"), index.SearchField("short_name")]),
            ],
        ),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.FilterField("is_headline"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.title

    @cached_property
    def ordered_corrections(self) -> list[Any]:
        """The corrections, newest first."""
        return sorted((block.value for block in self.corrections), key=lambda value: value["date"], reverse=True)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.normalize_text()  # before the comparison, which must not see a mere change of encoding
        if kwargs.get("update_fields") is None:  # saving a draft writes nothing that readers see
            content_dates.stamp(self)
            self.missing_photos = article_page.count_missing_photos(self)
        return super().save(*args, **kwargs)

    def pictures(self) -> Iterator[Shown]:
        return article_page.pictures(self)

    def sharing(self, context: Mapping[str, Any]) -> Sharing:
        tags = tuple(tag.name for tag in context.get("tags", ()))
        return Sharing("article", self.first_published_at, self.content_updated_at, tags)

    def structured_data(self, context: Mapping[str, Any], around: Around) -> list[Node]:
        return [structured_data.news_article(self, context, around)]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(article_page.context(self))
        return context
