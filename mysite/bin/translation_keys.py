"""Translation keys of pages in the bin.

While a translation is in the bin, its source can be translated anew, so the new page must get the key.
"""

import uuid

from django.db.models import Exists, OuterRef
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail_localize.models import Translation


def release_keys(pages: PageQuerySet) -> dict[str, str]:
    """Give those of ``pages`` that are translations a new key, and return the old ones by primary key."""
    translations = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale")
    )
    released = {}
    for page in pages.filter(Exists(translations)).only("pk", "translation_key"):
        released[str(page.pk)] = str(page.translation_key)
        Page.objects.filter(pk=page.pk).update(translation_key=uuid.uuid4())
    return released


def restore_keys(keys: dict[str, str]) -> None:
    """Give the pages their keys again, but for those whose source has a new translation."""
    for page in Page.objects.filter(pk__in=keys).only("pk", "locale"):
        key = keys[str(page.pk)]
        if not Page.objects.filter(translation_key=key, locale=page.locale_id).exists():
            Page.objects.filter(pk=page.pk).update(translation_key=key)
