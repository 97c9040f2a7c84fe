from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page

from home import last_appearance
from home.home_pages import get_home_page
from home.models import HomePage
from home.not_found import ArticleLink, build_query, get_newest_articles
from home.site_layout import SiteLayout, build_site_layout

register = template.Library()
register.simple_tag(last_appearance.get, name="last_appearance")


@register.simple_tag(takes_context=True)
def site_layout(context: dict[str, Any]) -> SiteLayout:
    """Return the layout that ``base.html`` shows around the page of the context: ``{% site_layout as layout %}``.

    A view without a page may give its ``subject`` in the context: a tag, an author or a unit.
    """
    page = context.get("page")
    return build_site_layout(context.get("request"), page if isinstance(page, Page) else None, context.get("subject"))


@register.simple_tag(takes_context=True)
def searched_words(context: dict[str, Any]) -> str:
    """Return what somebody who requested this URL may have looked for: ``{% searched_words as words %}``."""
    request = context.get("request")
    return build_query(request.path) if request else ""


@register.simple_tag(takes_context=True)
def newest_articles(context: dict[str, Any]) -> list[ArticleLink]:
    home = context["layout"].home
    return get_newest_articles(home) if home else []


@register.simple_tag(takes_context=True)
def office(context: dict[str, Any]) -> HomePage | None:
    """Return the home page in the main language, with the office's name and logo for the admin."""
    with override(settings.LANGUAGE_CODE):
        return get_home_page(context.get("request"))


@register.simple_tag
def measurement_script() -> SafeString:
    """Render the element that loads ``MEASUREMENT_SCRIPT``, if there is one."""
    if not settings.MEASUREMENT_SCRIPT:
        return SafeString()
    return format_html('<script src="{}" defer></script>', settings.MEASUREMENT_SCRIPT)


@register.simple_tag(takes_context=True)
def preview_userbar(context: dict[str, Any]) -> str:
    """Render Wagtail's user bar with its checks on a preview, in the user's language instead of the page's."""
    user = getattr(context.get("request"), "user", None)
    profile = getattr(user, "wagtail_userprofile", None)
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        return wagtailuserbar(context)
