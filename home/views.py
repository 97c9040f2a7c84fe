"""Pages of the site's frame that no editor makes."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page, Site

from home.site_map import tree
from mysite.querysets import visible
from newsroom.models import NewsPage


def site_map(request: HttpRequest) -> HttpResponse:
    """The site map for people: every visible page but the articles themselves, as a tree."""
    root = Site.find_for_request(request).root_page.localized
    pages = visible(Page.objects.descendant_of(root).not_exact_type(NewsPage)).select_related("locale").order_by("path")
    return TemplateResponse(request, "home/site_map.html", {"branches": tree(pages)})
