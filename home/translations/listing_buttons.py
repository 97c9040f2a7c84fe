"""The button “Translate this page” in page listings, without the two queries a row of wagtail-localize's buttons.

“Sync translated pages” is left to the header of a page, where wagtail-localize shows it too, and to the report.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale, Page
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

from mysite.i18n.label_patches import upstream_gettext_lazy

LISTING_HOOK = "register_page_listing_more_buttons"
hooks._hooks[LISTING_HOOK].remove((page_listing_more_buttons, 0))


@hooks.register(LISTING_HOOK)
def build_translate_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Yield the button if the page lacks a translation: listings load this by ``annotate_has_untranslated_locale``."""
    if page.is_root() or not user.has_perm("wagtail_localize.submit_translation"):
        return
    is_untranslated = getattr(page, "_has_untranslated_locale", None)
    if is_untranslated is None:
        is_untranslated = page.get_translations(inclusive=True).count() < Locale.objects.count()
    if is_untranslated:
        url = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id or page.pk])
        label = upstream_gettext_lazy("Translate this page")
        yield Button(label, url, priority=60, icon_name="wagtail-localize-language")
