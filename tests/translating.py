"""Translating in tests: submitting, typing English, publishing, as the admin's buttons do."""

from typing import Any

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def submit(instance: Any) -> Translation:
    """Submit ``instance`` for translation; a page has a draft in English then."""
    source, _ = TranslationSource.get_or_create_from_instance(instance)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=english())
    translation.save_target(publish=not isinstance(instance, Page))
    return translation


def type_everything(translation: Translation, word: str = "English") -> None:
    """Give every text that lacks one an English text: ``English 12``."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        text = f"{word.lower()}-{segment.pk}" if segment.context.path == "slug" else f"{word} {segment.pk}"
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": text},
        )


def publish(translation: Translation) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    return translation.get_target_instance()


def published(instance: Any) -> Any:
    """Submit, translate and publish ``instance``, and the pages above it."""
    if isinstance(instance, Page) and instance.depth > 3:
        published(instance.get_parent().specific)
    translation = submit(instance)
    type_everything(translation)
    return publish(translation)


def edit_url(instance: Any) -> str:
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(f"wagtailsnippets_{instance._meta.app_label}_{instance._meta.model_name}:edit", args=[instance.pk])
