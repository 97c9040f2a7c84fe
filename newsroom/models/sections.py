"""The news section page with its listing, archive and feed."""

import datetime
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from mysite.compiled_queries import compiled_query
from mysite.http.pagination import paginate
from mysite.http.stored_response import declare_change
from mysite.models import BasePage, build_edit_handler
from mysite.years import FIRST_YEAR, LAST_YEAR_OF_ARCHIVE
from newsroom.articles.archive import get_archive_years
from newsroom.articles.article_list import ArticleList
from newsroom.articles.feeds import SectionFeed
from newsroom.articles.most_read import find_most_read
from readership.ranking import get_next_change

from .comments import comment_mode_field
from .listings import ArticleListing, ArticleListingQuerySet
from .querysets import load_cards

ARTICLES_PER_PAGE = 12


class NewsSection(RoutablePageMixin, BasePage):
    """A news section (chuyên mục). Sections can be nested; each lists the articles of its subsections too."""

    page_description = _("Lists articles, and may have sections of its own.")
    parent_page_types = ["home.HomePage", "newsroom.NewsSection"]
    subpage_types = ["newsroom.NewsSection", "newsroom.NewsPage"]
    template = "newsroom/news_section.html"
    archive_template = "newsroom/news_archive.html"
    schema_type = "CollectionPage"
    reserved_slugs = frozenset({"archive", "luu-tru", "rss"})
    query_parameters = frozenset({"page"})

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    most_read_count = models.PositiveSmallIntegerField(
        _("most read"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(10)],
        help_text=_("How many of the articles read most in the last seven days are shown, up to 10. 0: none."),
    )
    comment_mode = comment_mode_field(_("For the articles of this section and its subsections."))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("most_read_count"),
        BasePage.menu_panel,
        FieldPanel("comment_mode"),
    ]
    edit_handler = build_edit_handler((_("Page"), content_panels), show_in_menus=False)
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("news section")
        verbose_name_plural = _("news sections")

    def __str__(self) -> str:
        return self.title

    def get_listings(self) -> ArticleListingQuerySet:
        """Return the rows of the visible articles of this section and its subsections."""
        return ArticleListing.objects.visible_below(self).exclude_foreign_aliases()

    def get_visible_sections(self) -> list["NewsSection"]:
        """Return this section and all visible sections below it, in tree order."""
        return _find_sections(self.path, timezone.now())

    def _build_listing(
        self,
        request: HttpRequest,
        listings: ArticleListingQuerySet,
        sections: list["NewsSection"] | None = None,
        count: int | None = None,
    ) -> dict[str, Any]:
        page = paginate(request, ArticleList(listings), ARTICLES_PER_PAGE, count)
        page.object_list = load_cards(page.object_list, sections)
        return {"articles": page}

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        sections = self.get_visible_sections()
        subsections = [section for section in sections if section.depth == self.depth + 1]
        context = {**self._build_listing(request, self.get_listings(), sections), "subsections": subsections}
        if not (self.most_read_count and context["articles"].number == 1):
            return self.render(request, context_overrides=context)
        context["most_read"] = find_most_read(self.path, count=self.most_read_count)
        response = self.render(request, context_overrides=context)
        declare_change(response, get_next_change())
        return response

    @path(_("archive/"), name="archive")
    def archive(self, request: HttpRequest) -> HttpResponse:
        """List the years and months with articles."""
        return self._render_archive(request, {"years": get_archive_years(self.get_listings())})

    @path(_("archive/<int:year>/"), name="archive_year")
    def archive_year(self, request: HttpRequest, year: int) -> HttpResponse:
        if not FIRST_YEAR <= year <= LAST_YEAR_OF_ARCHIVE:
            raise Http404(f"No archive of the year {year}")
        listings = self.get_listings().in_year(year)
        years = get_archive_years(listings)
        if not years:
            raise Http404(f"No articles in {year}")
        listing = self._build_listing(request, listings, count=sum(archived.count for archived in years))
        context = {"year": year, "years": years, **listing}
        return self._render_archive(request, context)

    @path(_("archive/<int:year>/<int:month>/"), name="archive_month")
    def archive_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        if not (FIRST_YEAR <= year <= LAST_YEAR_OF_ARCHIVE and 1 <= month <= 12):
            raise Http404(f"No archive of the month {year}-{month}")
        listing = self._build_listing(request, self.get_listings().in_month(year, month))
        if not listing["articles"].paginator.count:
            raise Http404(f"No articles in {year}-{month}")
        return self._render_archive(request, {"year": year, "month": month, **listing})

    def _render_archive(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return self.render(request, template=self.archive_template, context_overrides=context)

    @path("rss/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        feed = SectionFeed(
            self.get_listings(),
            title=self.title,
            description=self.introduction or self.title,
            url=self.get_url(request),
        )
        return feed(request)


@compiled_query
def _find_sections(path: str, now: datetime.datetime) -> QuerySet[NewsSection]:
    sections = NewsSection.objects.filter(path__startswith=path).visible(now).exclude_foreign_aliases()
    return sections.select_related("locale").order_by("path")
