from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from mysite.pagination import paginate
from newsroom.feeds import SiteFeed
from newsroom.models import Author, NewsPage, NewsTag, Unit
from newsroom.querysets import NewsPageQuerySet, attach_sections

ARTICLES_A_PAGE = 12


def _list(request: HttpRequest, template: str, articles: NewsPageQuerySet, context: dict[str, Any]) -> TemplateResponse:
    page = paginate(request, articles.newest_first().for_cards(), ARTICLES_A_PAGE)
    page.object_list = attach_sections(page.object_list)
    return TemplateResponse(request, template, {"articles": page, **context})


def _articles() -> NewsPageQuerySet:
    """The articles that visitors may see in the language of the address."""
    return NewsPage.objects.visible().filter(locale__language_code=get_language())


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles with a tag. A tag that no visible article has does not exist for visitors."""
    tag = get_object_or_404(NewsTag, slug=slug)
    articles = _articles().filter(tagged_items__tag=tag)
    response = _list(request, "newsroom/tag.html", articles, {"tag": tag})
    if not response.context_data["articles"].paginator.count:
        raise Http404(f"No visible article has the tag {slug}")
    return response


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author and what they signed."""
    author = get_object_or_404(Author.objects.select_related("unit"), slug=slug, locale__language_code=get_language())
    articles = _articles().filter(bylines__author=author).distinct()
    return _list(request, "newsroom/author.html", articles, {"author": author})


def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit, its line of units before and after it, its people, and the articles signed in its name."""
    unit = get_object_or_404(Unit.objects.select_related("successor"), slug=slug, locale__language_code=get_language())
    articles = _articles().filter(bylines__unit=unit).distinct()
    context = {"unit": unit, "predecessors": unit.predecessors.all(), "authors": unit.authors.all()}
    return _list(request, "newsroom/unit.html", articles, context)


def site_feed(request: HttpRequest) -> HttpResponse:
    """The feed of the whole site. An object a request: a feed remembers who asked, and threads share the patterns."""
    return SiteFeed()(request)
