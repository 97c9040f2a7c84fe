"""A section of the news, and what is below its address: lists, archive, feed."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from mysite.models import BasePage, tabs_of
from mysite.pagination import paginate
from newsroom.archive import months_of
from newsroom.feeds import SectionFeed
from newsroom.querysets import NewsPageQuerySet, attach_sections

ARTICLES_A_PAGE = 12


class NewsSection(RoutablePageMixin, BasePage):
    """A section (chuyên mục). Sections nest; each lists the articles of all sections below it too."""

    parent_page_types = ["home.HomePage", "newsroom.NewsSection"]
    subpage_types = ["newsroom.NewsSection", "newsroom.NewsPage"]
    template = "newsroom/news_section.html"
    archive_template = "newsroom/news_archive.html"
    schema_type = "CollectionPage"
    reserved_slugs = frozenset({"archive", "luu-tru", "rss"})

    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    edit_handler = tabs_of((_("Page"), content_panels))
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("news section")
        verbose_name_plural = _("news sections")

    def __str__(self) -> str:
        return self.title

    def articles(self) -> NewsPageQuerySet:
        """The articles that visitors may see here, newest first."""
        from .news import NewsPage

        return NewsPage.objects.in_section(self).visible().in_own_language().newest_first()

    def visible_sections(self) -> list["NewsSection"]:
        """This section and all those below it that visitors may see, in the order of the tree."""
        sections = NewsSection.objects.descendant_of(self, inclusive=True).visible().in_own_language()
        return list(sections.select_related("locale").order_by("path"))

    def _listing(
        self,
        request: HttpRequest,
        articles: NewsPageQuerySet,
        sections: list["NewsSection"] | None = None,
        count: int | None = None,
    ) -> dict[str, Any]:
        page = paginate(request, articles.for_cards(), ARTICLES_A_PAGE, count)
        page.object_list = attach_sections(page.object_list, sections)
        return {"articles": page}

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        sections = self.visible_sections()
        subsections = [section for section in sections if section.depth == self.depth + 1]
        context = {**self._listing(request, self.articles(), sections), "subsections": subsections}
        return self.render(request, context_overrides=context)

    @path(_("archive/"), name="archive")
    def archive(self, request: HttpRequest) -> HttpResponse:
        """The years and months that have articles."""
        return self._render_archive(request, {"months": months_of(self.articles())})

    @path(_("archive/<int:year>/"), name="archive_year")
    def archive_year(self, request: HttpRequest, year: int) -> HttpResponse:
        if not 1900 <= year <= 9998:
            raise Http404(f"No archive of the year {year}")
        articles = self.articles().in_year(year)
        months = months_of(articles)
        listing = self._listing(request, articles, count=sum(month.count for month in months))
        context = {"year": year, "months": months, **listing}
        return self._render_archive(request, context)

    @path(_("archive/<int:year>/<int:month>/"), name="archive_month")
    def archive_month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        if not (1900 <= year <= 9998 and 1 <= month <= 12):
            raise Http404(f"No archive of the month {year}-{month}")
        articles = self.articles().in_month(year, month)
        return self._render_archive(request, {"year": year, "month": month, **self._listing(request, articles)})

    def _render_archive(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return self.render(request, template=self.archive_template, context_overrides=context)

    @path("rss/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        return SectionFeed(self)(request)
