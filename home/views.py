"""Pages of the site's frame that no editor makes."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from home.site_map import tree
from mysite.querysets import in_own_language, visible
from mysite.routing import home_for_visitors
from newsroom.models import EventPage, NewsPage


def site_map(request: HttpRequest) -> HttpResponse:
    """The site map for people: every visible page but the articles and events themselves, as a tree."""
    pages = Page.objects.descendant_of(home_for_visitors(request)).not_exact_type(NewsPage, EventPage)
    pages = in_own_language(visible(pages)).select_related("locale").order_by("path")
    return TemplateResponse(request, "home/site_map.html", {"branches": tree(pages)})
