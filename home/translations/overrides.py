"""Permission checks that wagtail-localize lacks: translators must not change live content without permission.

Its views are overridden by URL name, as in ``po_views``. Some of its names are patched when the app is ready.
"""

import json
import re
from html import unescape
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from wagtail import hooks
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize import operations, strings
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import (
    NoViewRestrictionsError,
    SegmentOverride,
    StringTranslation,
    TranslationSource,
    post_save_string_translation,
)
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.update_translations import UpdateTranslationsView

from mysite.http.view_overrides import override_admin_views
from mysite.rights import may_edit, may_publish

from .completeness import find_progress, refuse_incomplete
from .states import find_sources


def apply_patches() -> None:
    operations.TranslationCreator = MissingTranslationCreator
    TranslationSource.sync_view_restrictions = copy_view_restriction
    LOCALE_COMPONENTS.clear()  # its only component would copy Vietnamese pages to /en/ and publish them
    # A text with “m²” is one segment, not three.
    strings.INLINE_TAGS += ["sub", "sup"]
    # It copies a translated title to the page's draft title at once, even one that is too long for it.
    post_save.disconnect(post_save_string_translation, sender=StringTranslation)


# --- Publishing -----------------------------------------------------------------------------------


class RestrictedUpdateTranslationsView(UpdateTranslationsView):
    """Require permission to edit the source, and to publish all translations for “publish immediately”."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_edit(request.user, self.get_object().get_source_instance()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> Any:
        form = super().get_form()
        enabled = self.object.translations.filter(enabled=True)
        if not all(may_publish(self.request.user, translation.get_target_instance()) for translation in enabled):
            field = form.fields["publish_translations"]
            field.disabled, field.widget = True, HiddenInput()
        return form

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Publish no draft that lacks segments once it is updated. A live page shows at once what was cancelled."""
        if form.cleaned_data["publish_translations"]:
            self.object.update_from_db()
            for translation in self.object.translations.filter(enabled=True):
                target = translation.get_target_instance()
                progress = find_progress(target)
                if progress and progress.missing and not getattr(target, "live", True):
                    refuse_incomplete(self.request, target, progress)
                    form.cleaned_data["publish_translations"] = False
        response: HttpResponse = super().form_valid(form)
        return response


def restricted_convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Require publish permission: an alias immediately shows the source's text in place of the translation."""
    if not may_publish(request.user, get_object_or_404(Page, pk=page_id)):
        raise PermissionDenied
    response: HttpResponse = convert_to_alias(request, page_id)
    return response


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's own
def register_restricted_urls() -> list[URLPattern]:
    return override_admin_views(
        "wagtail_localize",
        {
            "wagtail_localize:update_translations": RestrictedUpdateTranslationsView.as_view(),
            "wagtail_localize:convert_to_alias": restricted_convert_to_alias,
        },
    )


@hooks.register("construct_page_action_menu")
def hide_alias_button(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Hide the button “convert to alias” from users without publish permission."""
    page = context.get("page")
    if page is not None and not may_publish(request.user, page):
        items[:] = [item for item in items if item.name != "localize-convert-to-alias"]


# --- Existing translations ------------------------------------------------------------------------


class MissingTranslationCreator(operations.TranslationCreator):
    """Do not recreate existing translations of related objects and descendants when something is submitted.

    Otherwise an author's English text would be replaced by the Vietnamese one whenever an article is submitted.
    """

    target_locales: list[Locale]

    def create_translations(self, instance: Any, include_related_objects: bool = True) -> None:
        locales = self.target_locales
        self.target_locales = [locale for locale in locales if not has_translation(instance, locale)]
        try:
            if self.target_locales:
                super().create_translations(instance, include_related_objects)
        finally:
            self.target_locales = locales


def has_translation(instance: Any, locale: Locale) -> bool:
    model: type[Model] = Page if isinstance(instance, Page) else type(instance)
    translations = model._default_manager.filter(translation_key=instance.translation_key, locale=locale)
    return bool((translations.filter(alias_of__isnull=True) if model is Page else translations).exists())


# --- Privacy --------------------------------------------------------------------------------------


def copy_view_restriction(source: TranslationSource | None, original: Any, translation: Any) -> None:
    """Copy the view restriction of ``original`` to its translation; one that only the translation has is kept."""
    if not isinstance(original, Page) or not isinstance(translation, Page):
        raise NoViewRestrictionsError
    for restriction in original.view_restrictions.all()[:1]:
        translated_restriction = translation.view_restrictions.first() or PageViewRestriction(page=translation)
        translated_restriction.restriction_type = restriction.restriction_type
        translated_restriction.password = restriction.password
        translated_restriction.save()
        translated_restriction.groups.set(restriction.groups.all())


@receiver(post_save, sender=PageViewRestriction)
def sync_restriction(*, instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _copy_restriction_to_translations(instance)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def sync_restriction_groups(*, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        _copy_restriction_to_translations(instance)


def _copy_restriction_to_translations(restriction: PageViewRestriction) -> None:
    original = find_sources(Page).filter(pk=restriction.page_id).first()
    if original is None:  # a translation itself
        return
    translations = Page.objects.filter(translation_key=original.translation_key, alias_of__isnull=True)
    for translation in translations.exclude(pk=original.pk):
        copy_view_restriction(None, original, translation)


# --- Links ----------------------------------------------------------------------------------------

#: URL schemes that run scripts, and the characters that browsers ignore when they parse the scheme.
_SCRIPT_SCHEMES, _IGNORED_CHARACTERS = ("javascript:", "vbscript:", "data:"), re.compile(r"[\x00-\x20\x7f-\xa0\s]+")


@receiver(pre_save, sender=SegmentOverride)
def validate_link_override(*, instance: SegmentOverride, **kwargs: Any) -> None:
    """Reject links to scripts in translations, as the rich text editor does.

    Raises ``SuspiciousOperation`` (status 400): such a URL is not typed by mistake.
    """
    value = json.loads(instance.data_json)
    if isinstance(value, str) and _IGNORED_CHARACTERS.sub("", unescape(value)).lower().startswith(_SCRIPT_SCHEMES):
        raise SuspiciousOperation("A URL that is a script")
