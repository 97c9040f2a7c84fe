"""Reserved slugs: URLs at which the portal itself responds and that pages therefore cannot have."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

#: The slug of a page whose title has no letters or digits.
FALLBACK_SLUG = "trang"


def is_reserved(slug: str, parent: Page) -> bool:
    """Return whether ``slug`` is reserved below ``parent``."""
    return slug in getattr(parent.specific_class, "reserved_slugs", ())


def is_slug_free(slug: str, parent: Page, page: Page | None) -> bool:
    """Return whether no child page of ``parent``, other than ``page``, has the slug."""
    siblings = parent.get_children().filter(slug=slug)
    return not siblings.exclude(pk=page.pk if page else None).exists()


def find_free_slug(slug: str, parent: Page, page: Page | None, *, avoid_reserved: bool) -> str:
    """Return ``slug``, or with the first number that makes it free below ``parent`` for ``page``."""
    numbered, number = slug, 1
    while not is_slug_free(numbered, parent, page) or (avoid_reserved and is_reserved(numbered, parent)):
        number += 1
        numbered = f"{slug}-{number}"
    return numbered


def get_reserved_slug_message(slug: str) -> str:
    return _("The slug “%(slug)s” is reserved by the portal here. Choose another one.") % {"slug": slug}


def validate_slug(slug: str, parent: Page, field: str = "slug") -> None:
    """Raise ``ValidationError`` on ``field`` if ``slug`` is reserved below ``parent``."""
    if is_reserved(slug, parent):
        raise ValidationError({field: get_reserved_slug_message(slug)})
