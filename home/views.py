"""Pages of the site's frame that no editor makes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import HomePage
from home.site_map import tree
from mysite.querysets import visible
from newsroom.models import EventPage, NewsPage


def site_map(request: HttpRequest) -> HttpResponse:
    """The site map for people: every visible page but the articles and events themselves, as a tree."""
    home = HomePage.objects.visible().filter(locale__language_code=get_language()).first()
    if home is None:
        raise Http404("There is no home page in this language")
    pages = visible(Page.objects.descendant_of(home).not_exact_type(NewsPage, EventPage))
    pages = pages.select_related("locale").order_by("path")
    return TemplateResponse(request, "home/site_map.html", {"branches": tree(pages)})
