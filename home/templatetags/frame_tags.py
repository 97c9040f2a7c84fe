from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import override
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import Page

from home.frame import Frame, build

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    """``{% frame as frame %}``: what ``base.html`` shows around the ``page`` of the context, if there is one.

    Of a view without page the context says what it is ``about``.
    """
    page = context.get("page")
    return build(context.get("request"), page if isinstance(page, Page) else None, context.get("about"))


@register.simple_tag(takes_context=True)
def editors_bar(context: dict[str, Any]) -> str:
    """Wagtail's bar on a draft, with what the checks find, in the language of whoever looks, not of the page."""
    user = getattr(context.get("request"), "user", None)
    profile = getattr(user, "wagtail_userprofile", None)
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        return wagtailuserbar(context)
