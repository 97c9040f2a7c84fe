"""Translates content as the admin's buttons do: submit, enter English texts, publish."""

from typing import Any

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


def get_english_locale() -> Locale:
    return Locale.objects.get(language_code="en")


def submit_for_translation(instance: Any) -> Translation:
    """Submit ``instance`` for translation, which creates a draft in English."""
    source, _ = TranslationSource.get_or_create_from_instance(instance)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=get_english_locale())
    translation.save_target(publish=False)
    return translation


def translate_all_segments(translation: Translation, word: str = "English") -> None:
    """Give every untranslated segment an English text: ``English 12``."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        text = f"{word.lower()}-{segment.pk}" if segment.context.path == "slug" else f"{word} {segment.pk}"
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": text},
        )


def publish_translation(translation: Translation) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    return translation.get_target_instance()


def create_published_translation(instance: Any) -> Any:
    """Submit, translate and publish ``instance`` and its ancestors."""
    if isinstance(instance, Page) and instance.depth > 3:
        create_published_translation(instance.get_parent().specific)
    translation = submit_for_translation(instance)
    translate_all_segments(translation)
    return publish_translation(translation)


def get_edit_url(instance: Any) -> str:
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(f"wagtailsnippets_{instance._meta.app_label}_{instance._meta.model_name}:edit", args=[instance.pk])
