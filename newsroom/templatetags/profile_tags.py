"""Template tags and filters for authors and units."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mysite.templatetags.languages import in_language_of
from newsroom.models import Author, Unit

register = template.Library()


@register.filter
def initials(name: str) -> str:
    """Return the first letters of family name and given name: “NA” of “Nguyễn Văn An”."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in dict.fromkeys(words[:1] + words[-1:])).upper()


@register.simple_tag
def profile_link(
    profile: Author | Unit, locale_id: int | None, text: str = "", rel: str = "", title: str = ""
) -> SafeString:
    """Return a link to an author or unit with a page in the language of ``locale_id``, else its name with ``lang``.

    ``text`` is shown in place of the name; ``rel`` and ``title`` are attributes of the link.
    """
    text = text or profile.name
    if not profile.has_page_in(locale_id):
        return format_html("<span{}>{}</span>", in_language_of(profile, False), text)
    return format_html(
        '<a{} href="{}"{}>{}</a>',
        format_html(' rel="{}"', rel) if rel else "",
        profile.get_absolute_url(),
        format_html(' title="{}"', title) if title else "",
        text,
    )
