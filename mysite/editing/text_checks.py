"""Settings of ``text-checks.js``, which checks titles and texts while they are written; see docs/decisions/057."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks

#: Characters of a lead that are shown whole in lists and in link previews.
MAX_LEAD = 350


def get_check_strings() -> dict[str, Any]:
    """Return what each check finds, and what to do about it."""
    too_long = ngettext(
        "A lead should have at most %(count)s character. Move details to the text.",
        "A lead should have at most %(count)s characters. Move details to the text.",
        MAX_LEAD,
    )
    return {
        "alternative": [_("Alternative text missing"), _("Describe the image for people who cannot see it.")],
        "capitals": [
            _("The title is in capital letters"),
            _("Write it as a sentence: capitals are hard to read, and screen readers may spell them."),
        ],
        "lead": [_("The lead is long"), too_long % {"count": MAX_LEAD}],
        "description": [
            _("The description is empty"),
            _("Describe the content in one or two sentences, for search engines and shared links."),
        ],
        "link": [
            _("An address is written as text"),
            _("Select words that say where it leads, and make them a link to this address."),
        ],
        "quotes": [_("Quotation marks"), _('Write “…” in place of "…".')],
    }


@hooks.register("insert_editor_js", order=1)  # after the scripts that it uses
def add_text_checks() -> SafeString:
    script = '<script defer src="{}" data-lead="{}"></script>'
    return format_html(script, static("mysite/js/editing/text-checks.js"), MAX_LEAD)
