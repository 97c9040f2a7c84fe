"""Addresses that the portal answers itself are refused to pages, with an error that says so."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

#: The slug of a page whose title has no letters.
FALLBACK_SLUG = "trang"


def is_reserved(slug: str, parent: Page) -> bool:
    """Tell whether the portal itself answers at ``slug`` below ``parent``."""
    return slug in getattr(parent.specific_class, "reserved_slugs", ())


def reserved_slug_message(slug: str) -> str:
    return _("The portal itself uses the address “%(slug)s” here. Choose another one.") % {"slug": slug}


def refuse_reserved_slug(slug: str, parent: Page, field: str = "slug") -> None:
    """Raise ``ValidationError`` on ``field`` if ``slug`` is reserved below ``parent``."""
    if is_reserved(slug, parent):
        raise ValidationError({field: reserved_slug_message(slug)})
