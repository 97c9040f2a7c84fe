from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language

from mysite.pagination import paginate
from mysite.routing import home_for_visitors
from newsroom import structured_data
from newsroom.feeds import AuthorFeed, SiteFeed, TagFeed
from newsroom.models import Author, EventPage, NewsPage, NewsTag, Unit
from newsroom.querysets import NewsPageQuerySet, attach_sections

ARTICLES_A_PAGE = 12
EVENTS_OF_UNIT = 4


def _list(request: HttpRequest, template: str, articles: NewsPageQuerySet, context: dict[str, Any]) -> TemplateResponse:
    page = paginate(request, articles.newest_first().for_cards(), ARTICLES_A_PAGE)
    page.object_list = attach_sections(page.object_list)
    return TemplateResponse(request, template, {"articles": page, **context})


def _articles(request: HttpRequest) -> NewsPageQuerySet:
    """The articles that visitors may see in the language of the address."""
    return NewsPage.objects.descendant_of(home_for_visitors(request)).visible().originals()


def _with_tag(request: HttpRequest, slug: str) -> tuple[NewsTag, NewsPageQuerySet]:
    tag = get_object_or_404(NewsTag, slug=slug)
    return tag, _articles(request).filter(tagged_items__tag=tag)


def _author(request: HttpRequest, slug: str) -> tuple[Author, NewsPageQuerySet]:
    authors = Author.objects.select_related("unit__locale")
    author = get_object_or_404(authors, slug=slug, locale__language_code=get_language(), awaits_translation=False)
    return author, _articles(request).filter(bylines__author=author).distinct()


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles with a tag. A tag that no visible article has does not exist for visitors."""
    tag, articles = _with_tag(request, slug)
    response = _list(request, "newsroom/tag.html", articles, {"tag": tag, "about": tag})
    if not response.context_data["articles"].paginator.count:
        raise Http404(f"No visible article has the tag {slug}")
    return response


def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    tag, articles = _with_tag(request, slug)
    if not articles.exists():
        raise Http404(f"No visible article has the tag {slug}")
    return TagFeed(articles, tag)(request)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """An author and what they signed."""
    author, articles = _author(request, slug)
    context = {"author": author, "about": author, "describe": partial(structured_data.profile, author)}
    return _list(request, "newsroom/author.html", articles, context)


def author_feed(request: HttpRequest, slug: str) -> HttpResponse:
    author, articles = _author(request, slug)
    return AuthorFeed(articles, author)(request)


def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit, its line of units before and after it, its people, its coming events and what was signed in its name."""
    units = Unit.objects.filter(locale__language_code=get_language(), awaits_translation=False)
    unit = get_object_or_404(units.select_related("successor__locale"), slug=slug)
    articles = _articles(request).filter(bylines__unit=unit).distinct()
    context: dict[str, Any] = {"unit": unit, "about": unit}
    context["predecessors"] = unit.predecessors.filter(locale=unit.locale_id, awaits_translation=False)
    context["authors"] = unit.authors.filter(locale=unit.locale_id, awaits_translation=False)
    context["describe"] = partial(structured_data.unit_page, unit)
    response = _list(request, "newsroom/unit.html", articles, context)
    if not response.context_data["articles"].has_previous():
        events = EventPage.objects.visible().originals().filter(organiser=unit, locale=unit.locale_id)
        events = events.coming(timezone.now())
        response.context_data["events"] = events.for_cards()[:EVENTS_OF_UNIT]
    return response


def site_feed(request: HttpRequest) -> HttpResponse:
    """The feed of the whole site. An object a request: a feed remembers who asked, and threads share the patterns."""
    return SiteFeed()(request)
