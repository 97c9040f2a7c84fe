"""Views of article lists by tag, author or unit, and their feeds."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language

from mysite.http.page_cache import vary_on_query
from mysite.http.pagination import paginate
from mysite.pages.routing import get_visible_home
from newsroom import structured_data
from newsroom.articles.article_list import ArticleList
from newsroom.articles.feeds import AuthorFeed, SiteFeed, TagFeed
from newsroom.models import (
    ArticleListing,
    Author,
    EventPage,
    NewsPageByline,
    NewsPageTag,
    NewsTag,
    Unit,
)
from newsroom.models.listings import ArticleListingQuerySet
from newsroom.models.querysets import load_cards

ARTICLES_PER_PAGE = 12
MAX_UNIT_EVENTS = 4


def render_listing(
    request: HttpRequest, template: str, listings: ArticleListingQuerySet, context: dict[str, Any]
) -> TemplateResponse:
    page = paginate(request, ArticleList(listings), ARTICLES_PER_PAGE)
    page.object_list = load_cards(page.object_list)
    return TemplateResponse(request, template, {"articles": page, **context})


def get_visible_listings(request: HttpRequest, articles: QuerySet) -> ArticleListingQuerySet:
    """Return the rows of the visible articles in the language of the URL whose ids are among ``articles``."""
    home = get_visible_home(request)
    return ArticleListing.objects.visible_below(home).exclude_aliases().filter(article__in=articles)


def _get_tag_and_listings(request: HttpRequest, slug: str) -> tuple[NewsTag, ArticleListingQuerySet]:
    tag = get_object_or_404(NewsTag, slug=slug)
    return tag, get_visible_listings(request, NewsPageTag.objects.filter(tag=tag).values("content_object"))


def _get_author_and_listings(request: HttpRequest, slug: str) -> tuple[Author, ArticleListingQuerySet]:
    authors = Author.objects.live().select_related("unit__locale")
    author = get_object_or_404(authors, slug=slug, locale__language_code=get_language())
    return author, get_visible_listings(request, NewsPageByline.objects.filter(author=author).values("article"))


@vary_on_query("page")
def tag_page(request: HttpRequest, slug: str) -> HttpResponse:
    """List the articles with a tag; 404 if there are no visible ones."""
    tag, listings = _get_tag_and_listings(request, slug)
    response = render_listing(request, "newsroom/tag.html", listings, {"tag": tag, "subject": tag})
    if not response.context_data["articles"].paginator.count:
        raise Http404(f"No visible article has the tag {slug}")
    return response


@vary_on_query()
def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    tag, listings = _get_tag_and_listings(request, slug)
    if not listings.exists():
        raise Http404(f"No visible article has the tag {slug}")
    return TagFeed(listings, tag)(request)


@vary_on_query("page")
def author_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an author's profile and articles."""
    author, listings = _get_author_and_listings(request, slug)
    context = {
        "author": author,
        "subject": author,
        "build_structured_data": partial(structured_data.build_author_page, author),
    }
    return render_listing(request, "newsroom/author.html", listings, context)


@vary_on_query()
def author_feed(request: HttpRequest, slug: str) -> HttpResponse:
    author, listings = _get_author_and_listings(request, slug)
    return AuthorFeed(listings, author)(request)


@vary_on_query("page")
def unit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a unit with its predecessors and successor, authors, upcoming events and articles."""
    units = Unit.objects.live().filter(locale__language_code=get_language())
    unit = get_object_or_404(units.select_related("successor__locale"), slug=slug)
    listings = get_visible_listings(request, NewsPageByline.objects.filter(unit=unit).values("article"))
    context: dict[str, Any] = {"unit": unit, "subject": unit}
    context["predecessors"] = unit.predecessors.live().filter(locale=unit.locale_id)
    context["authors"] = unit.authors.live().filter(locale=unit.locale_id)
    context["build_structured_data"] = partial(structured_data.build_unit_page, unit)
    response = render_listing(request, "newsroom/unit.html", listings, context)
    if not response.context_data["articles"].has_previous():
        events = EventPage.objects.visible().exclude_aliases().filter(organiser=unit, locale=unit.locale_id)
        events = events.upcoming(timezone.now())
        response.context_data["events"] = events.for_cards()[:MAX_UNIT_EVENTS]
    return response


@vary_on_query()
def site_feed(request: HttpRequest) -> HttpResponse:
    """Serve the feed of the whole site. A new object for each request, because feeds store the request."""
    return SiteFeed()(request)
