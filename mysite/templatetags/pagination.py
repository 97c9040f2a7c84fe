"""Template tags for lists on several pages."""

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def page_url(context: Context, number: int) -> str:
    """Return the URL of page ``number`` of the list, with the other parameters; the first page has no parameter."""
    request = context["request"]
    parameters = request.GET.copy()
    parameters.pop("page", None)
    if number > 1:
        parameters["page"] = str(number)
    return f"?{parameters.urlencode()}" if parameters else request.path


@register.filter
def page_suffix(items: Page) -> str:
    """Return “, page 2” for the title of a second page, so that titles differ; nothing for the first."""
    if not items or items.number == 1:
        return ""
    return ", " + _("page %(number)s") % {"number": items.number}
