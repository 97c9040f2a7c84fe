"""What wagtail-localize would let anyone who translates do to what visitors read already; here it asks, or leaves it.

Its views are shadowed as in ``po_files``; two of its classes are mended once, when the applications are ready.
"""

import json
import re
from html import unescape
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize import operations
from wagtail_localize.models import NoViewRestrictionsError, SegmentOverride, TranslationSource
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.update_translations import UpdateTranslationsView

from mysite.models import User

from .states import sources


def mend() -> None:
    operations.TranslationCreator = TranslationCreator
    TranslationSource.sync_view_restrictions = share_restriction


# --- Publishing -----------------------------------------------------------------------------------


def may_publish(user: User, there: Any) -> bool:
    if isinstance(there, Page):
        return bool(there.permissions_for_user(user).can_publish())
    return bool(user.has_perm(f"{there._meta.app_label}.change_{there._meta.model_name}"))


class UpdateTranslations(UpdateTranslationsView):
    """“Publish immediately” is for those who may publish the translations."""

    def get_form(self) -> Any:
        form = super().get_form()
        enabled = self.object.translations.filter(enabled=True)
        if not all(may_publish(self.request.user, translation.get_target_instance()) for translation in enabled):
            field = form.fields["publish_translations"]
            field.disabled, field.widget = True, HiddenInput()
        return form


def make_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """An alias shows the text of the original at once, in the place of the translation."""
    if not may_publish(request.user, get_object_or_404(Page, pk=page_id)):
        raise PermissionDenied
    response: HttpResponse = convert_to_alias(request, page_id)
    return response


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's own
def guarded_urls() -> list[URLPattern]:
    return [
        path("localize/update/<int:translation_source_id>/", UpdateTranslations.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", make_alias),
    ]


@hooks.register("construct_page_action_menu")
def offer_no_alias(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The button is for those whom ``make_alias`` answers."""
    page = context.get("page")
    if page is not None and not may_publish(request.user, page):
        items[:] = [item for item in items if item.name != "localize-convert-to-alias"]


# --- What is translated already -------------------------------------------------------------------


class TranslationCreator(operations.TranslationCreator):
    """Submitting something leaves the translations alone that what it names, or what is below it, has already.

    Otherwise an author's English text would become Vietnamese again whenever an article is submitted.
    """

    target_locales: list[Locale]

    def create_translations(self, instance: Any, include_related_objects: bool = True) -> None:
        wanted = self.target_locales
        self.target_locales = [locale for locale in wanted if not has_translation(instance, locale)]
        try:
            if self.target_locales:
                super().create_translations(instance, include_related_objects)
        finally:
            self.target_locales = wanted


def has_translation(instance: Any, locale: Locale) -> bool:
    model: type[Model] = Page if isinstance(instance, Page) else type(instance)
    there = model._default_manager.filter(translation_key=instance.translation_key, locale=locale)
    return bool((there.filter(alias_of__isnull=True) if model is Page else there).exists())


# --- Privacy --------------------------------------------------------------------------------------


def share_restriction(source: TranslationSource | None, original: Any, there: Any) -> None:
    """What restricts ``original`` restricts its translation too; what restricts the translation alone stays."""
    if not isinstance(original, Page) or not isinstance(there, Page):
        raise NoViewRestrictionsError
    for restriction in original.view_restrictions.all()[:1]:
        own = there.view_restrictions.first() or PageViewRestriction(page=there)
        own.restriction_type, own.password = restriction.restriction_type, restriction.password
        own.save()
        own.groups.set(restriction.groups.all())


@receiver(post_save, sender=PageViewRestriction)
def page_restricted(*, instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _restrict_translations(instance)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def groups_of_restriction_chosen(*, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        _restrict_translations(instance)


def _restrict_translations(restriction: PageViewRestriction) -> None:
    original = sources(Page).filter(pk=restriction.page_id).first()
    if original is None:  # a translation itself
        return
    others = Page.objects.filter(translation_key=original.translation_key, alias_of__isnull=True)
    for there in others.exclude(pk=original.pk):
        share_restriction(None, original, there)


# --- Links ----------------------------------------------------------------------------------------

#: What browsers run when it is clicked, and what they leave out before they look.
_SCRIPTS, _LEFT_OUT = ("javascript:", "vbscript:", "data:"), re.compile(r"[\x00-\x20\x7f-\xa0\s]+")


@receiver(pre_save, sender=SegmentOverride)
def link_changed(*, instance: SegmentOverride, **kwargs: Any) -> None:
    """The address of a link in a translation is no script; the editor of rich text sees to the same.

    Raises ``SuspiciousOperation``, which is answered with 400: nobody types such an address by mistake.
    """
    value = json.loads(instance.data_json)
    if isinstance(value, str) and _LEFT_OUT.sub("", unescape(value)).lower().startswith(_SCRIPTS):
        raise SuspiciousOperation("An address that is a script")
