"""The news page, an article."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from mysite.blocks import BodyBlock, CorrectionsBlock
from mysite.blocks.reading import build_contents, count_minutes
from mysite.compiled_queries import compiled_query
from mysite.images import page_images
from mysite.images.filters import CARD, WIDE
from mysite.models import BasePage, build_edit_handler
from mysite.pages.photos import PhotosMixin
from mysite.pages.querysets import get_localized_pages
from mysite.seo.open_graph import OpenGraphData
from mysite.seo.structured_data import Node, PageMetadata, build_node, format_datetime
from mysite.text.collation import sort_key
from newsroom.articles import content_date
from newsroom.forms import NewsPageForm
from newsroom.structured_data import build_byline_author

from .article_queries import find_events_about, find_tags
from .attachments import attachments_panel
from .comment_policy import CommentsMixin
from .comment_threads import load_threads
from .empty_articles import ContentRequiredMixin
from .events import EventPage
from .main_image import MainImageMixin
from .missing_parts import MissingPartsMixin
from .news_children import NewsPageAttachment, NewsPageByline, NewsPageRelatedPage, filter_live_bylines
from .publication_date import PublicationDateMixin
from .querysets import LINK_FIELDS, NewsPageQuerySet
from .related_objects import fetch_with_related, get_public_attachments, is_in_memory
from .tags import NewsTag, TranslatableTagManager

__all__ = ["NewsPage", "NewsPageAttachment", "NewsPageByline", "NewsPageRelatedPage"]

#: How many newer and older articles of the section a page lists.
MAX_NEWER, MAX_OLDER = 3, 5


class NewsPage(
    PhotosMixin, ContentRequiredMixin, MissingPartsMixin, PublicationDateMixin, MainImageMixin, CommentsMixin, BasePage
):
    """A news article with authors, images and attachments."""

    page_description = _("A news item or announcement.")
    parent_page_types = ["newsroom.NewsSection"]
    subpage_types: list[str] = []
    select_related_fields = ("main_image", "imported")
    query_parameters = PhotosMixin.query_parameters | {"page"}  # of comments
    template = "newsroom/news_page.html"
    base_form_class = NewsPageForm
    exclude_fields_in_copy = ["publication_date"]

    lead = models.TextField(
        _("lead"), max_length=1000, help_text=_("One to three sentences, shown in listings and above the text.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    corrections = StreamField(
        CorrectionsBlock(),
        verbose_name=_("corrections"),
        blank=True,
        help_text=_("Shown above the article, newest first."),
    )
    tags = TranslatableTagManager(through="newsroom.NewsPageTag", verbose_name=_("tags"), blank=True)
    source_name = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("For reprinted news: where it was first published.")
    )
    source_url = models.URLField(_("source URL"), max_length=500, blank=True)
    is_headline = models.BooleanField(_("headline"), default=False, help_text=_("Shown large on the home page."))
    content_updated_at = models.DateTimeField(
        _("updated at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the published text last changed."),
    )
    minor_edit = models.BooleanField(
        _("minor edit"),
        default=False,
        help_text=_("For small corrections such as typing errors: publishing does not change the “Updated” date."),
    )
    objects = PageManager.from_queryset(NewsPageQuerySet)()
    #: In lists: the section, or None if it is not shown. Set by ``attach_sections``.
    section: Page | None = None

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MainImageMixin.main_image_panel,
        FieldPanel("body"),
        MultipleChooserPanel(
            "bylines", chooser_field_name="author", label=_("author"), heading=_("Authors"), max_num=50
        ),
        MultiFieldPanel([FieldPanel("corrections"), FieldPanel("minor_edit")], heading=_("Corrections")),
    ]
    detail_panels = [
        FieldPanel("tags"),
        attachments_panel,
        MultipleChooserPanel(
            "related_pages", chooser_field_name="page", label=_("page"), heading=_("Related pages"), max_num=10
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")])], heading=_("Reprinted from")
        ),
        FieldPanel("is_headline"),
        FieldPanel("comment_mode"),
        PublicationDateMixin.publication_date_panel,
    ]
    # Articles are not shown in menus; Wagtail's panel for scheduled publishing is in the side panel.
    edit_handler = build_edit_handler(
        (_("Article"), content_panels), (_("Details"), detail_panels), show_in_menus=False
    )

    # Without the attachments: documents are indexed separately, where their view restrictions are checked.
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

    class Meta(MissingPartsMixin.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        return self.title

    @property
    def is_imported(self) -> bool:
        return hasattr(self, "imported")

    @property
    def is_updated(self) -> bool:
        """Whether the text has changed after its first publication."""
        published, updated = self.first_published_at, self.content_updated_at
        return bool(published and updated and updated > published)

    @cached_property
    def ordered_corrections(self) -> list[Any]:
        """The corrections, newest first."""
        return sorted((block.value for block in self.corrections), key=lambda value: value["date"], reverse=True)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.normalize_text()  # before the comparison, which would take normalisation for a change of the text
        if kwargs.get("update_fields") is None:  # saving a draft writes nothing that readers see
            self.apply_publication_date()
            content_date.set_content_date(self)
            self.count_missing_parts()
        return super().save(*args, **kwargs)

    def image_uses(self) -> Iterator[page_images.ImageUse]:
        """Yield all images with their filter specs: the main image also for cards, the first one also for sharing."""
        main: list[page_images.ImageUse] = [(self.main_image, (*WIDE, *CARD))] if self.main_image else []
        yield from page_images.with_share_spec([*main, *page_images.images_in_body(self.body)])

    def get_related_pages(self) -> list[Page]:
        """Return the chosen related pages that are visible, in order, in the active language if translated."""
        chosen = [related.page for related in fetch_with_related(self, "related_pages", "page")]
        pages = get_localized_pages(chosen) if chosen else {}
        return [pages[page.translation_key] for page in chosen if page.translation_key in pages]

    def get_tags(self) -> list[NewsTag]:
        return list(self.tags.all()) if is_in_memory(self, "tagged_items") else find_tags(self.pk)

    def get_related_events(self, exclude_pks: Collection[int] = ()) -> list[EventPage]:
        """Return the events that refer to this article, in its language, except those already listed. One query."""
        return find_events_about(self.translation_key, self.locale_id, exclude_pks, timezone.now())

    def get_other_news(self, exclude_pks: Collection[int]) -> list["NewsPage"]:
        """Return the articles of the section published before and after this one, newest first (“Các tin khác”)."""
        published_at = self.first_published_at
        if published_at is None:  # the preview of an article that has never been published
            return []
        arguments = self.path[: -self.steplen], [self.pk, *exclude_pks], published_at, timezone.now()
        return [*_find_other_news(*arguments, newer=True)[::-1], *_find_other_news(*arguments, newer=False)]

    def open_graph(self, context: Mapping[str, Any]) -> OpenGraphData:
        tags = tuple(tag.name for tag in context.get("tags", ()))
        return OpenGraphData("article", self.first_published_at, self.content_updated_at, tags)

    def structured_data(self, context: Mapping[str, Any], metadata: PageMetadata) -> list[Node]:
        bylines = context.get("bylines") or ()
        article = build_node(
            type="NewsArticle",
            id=f"{metadata.url}#article",
            url=metadata.url,
            mainEntityOfPage=build_node(type="WebPage", id=metadata.url),
            headline=self.title,
            description=metadata.description,
            image=[image.url for image in metadata.images],
            datePublished=format_datetime(self.first_published_at),
            dateModified=format_datetime(self.content_updated_at or self.first_published_at),
            author=[build_byline_author(byline, self.locale_id) for byline in bylines] or [metadata.publisher],
            publisher=metadata.publisher,
            articleSection=metadata.section,
            keywords=[tag.name for tag in context.get("tags") or ()],
            inLanguage=metadata.language,
            isAccessibleForFree=True,
        )
        return [article]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        related = self.get_related_pages()
        shown = [page.pk for page in related]
        other_news = self.get_other_news(exclude_pks=shown)
        images = ((other.main_image, CARD) for other in other_news if other.main_image)
        page_images.load_page_renditions([*self.image_uses(), *images])
        return {
            **super().get_context(request, *args, **kwargs),
            "bylines": filter_live_bylines(fetch_with_related(self, "bylines", "author__locale", "unit__locale")),
            "tags": sorted(self.get_tags(), key=lambda tag: sort_key(tag.name)),
            "attachments": get_public_attachments(self),
            "related_pages": related,
            "related_events": self.get_related_events(exclude_pks=shown),
            "other_news": other_news,
            "contents": build_contents(self.body),
            "minutes": count_minutes(self.body, self.lead),
            "comments": load_threads(self, request) if self.is_open_for_comments else None,
        }


@compiled_query
def _find_other_news(
    section_path: str,
    exclude_pks: Collection[int],
    published_at: datetime.datetime,
    now: datetime.datetime,
    *,
    newer: bool,
) -> QuerySet[NewsPage]:
    """Return the articles published next after ``published_at``, the first one first, or before it."""
    others = NewsPage.objects.below(section_path).visible(now).exclude_foreign_aliases().exclude(pk__in=exclude_pks)
    others = others.only(*LINK_FIELDS, "main_image").select_related("locale", "main_image")
    if newer:
        return others.filter(listed_at__gt=published_at).reverse()[:MAX_NEWER]
    return others.filter(listed_at__lte=published_at)[:MAX_OLDER]
