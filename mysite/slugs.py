"""Addresses that the portal answers itself are refused to pages, with an error that says so."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


def is_reserved(slug: str, parent: Page) -> bool:
    """Tell whether the portal itself answers at ``slug`` below ``parent``."""
    return slug in getattr(parent.specific_class, "reserved_slugs", ())


def refuse_reserved_slug(slug: str, parent: Page) -> None:
    """Raise ``ValidationError`` on the field ``slug`` if it is reserved below ``parent``."""
    if is_reserved(slug, parent):
        message = _("The portal itself uses the address “%(slug)s” here. Choose another one.")
        raise ValidationError({"slug": ValidationError(message, params={"slug": slug})})
