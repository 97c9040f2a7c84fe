"""What happens to translations when something is published, submitted or translated."""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog, TranslationSource

from home.models import Motto, Notice
from mysite.models import TranslatedSnippet
from mysite.vietnamese import slugify
from newsroom.models import Author, Unit

from .changes import compare, note_change

SNIPPETS: tuple[type[TranslatedSnippet], ...] = (Author, Unit, Notice, Motto)


@receiver(page_published)
def published(*, instance: Page, **kwargs: Any) -> None:
    note_change(instance)


def snippet_saved(*, instance: TranslatedSnippet, **kwargs: Any) -> None:
    note_change(instance)


for model in SNIPPETS:
    post_save.connect(snippet_saved, sender=model)


@receiver(post_save, sender=TranslationSource)
def given_to_translate(*, instance: TranslationSource, **kwargs: Any) -> None:
    """Once more, or for the first time."""
    compare(instance)


@receiver(post_save, sender=Translation)
def begun(*, instance: Translation, created: bool, **kwargs: Any) -> None:
    """Before the page is copied: the pages above it that have no translation yet become drafts to translate too.

    wagtail-localize would show their Vietnamese text below ``/en/`` at once, as aliases.
    """
    if not created:
        return
    for segment in StringSegment.objects.filter(source=instance.source, context__path="tags"):
        know_tag(segment, instance)
    page = instance.source.get_source_instance()
    parent = page.get_parent() if isinstance(page, Page) else None
    if parent is None or parent.is_root():
        return
    there = Page.objects.filter(translation_key=parent.translation_key, locale=instance.target_locale_id)
    if not there.exists():
        source, _ = TranslationSource.get_or_create_from_instance(parent.specific)
        above, _ = Translation.objects.get_or_create(source=source, target_locale=instance.target_locale)
        above.save_target(publish=False)


@receiver(pre_save, sender=StringTranslation)
def slug_translated(*, instance: StringTranslation, **kwargs: Any) -> None:
    """wagtail-localize would make ``e-thi`` of “Đề thi”; and its editor shows what is saved."""
    if instance.context is not None and instance.context.path == "slug":
        instance.data = slugify(instance.data) or instance.data


@receiver(post_save, sender=StringSegment)
def segment_added(*, instance: StringSegment, created: bool, **kwargs: Any) -> None:
    if created and instance.context.path == "tags":
        for translation in instance.source.translations.select_related("target_locale"):
            know_tag(instance, translation)


def know_tag(segment: StringSegment, translation: Translation) -> None:
    """Translate a tag as it was the last time, in whatever article that was."""
    known = StringTranslation.objects.filter(
        translation_of=segment.string_id, locale=translation.target_locale_id, context__path="tags", has_error=False
    )
    last = known.order_by("-updated_at", "-pk").first()
    if last is not None:
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id,
            locale_id=translation.target_locale_id,
            context_id=segment.context_id,
            defaults={"data": last.data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )


@receiver(post_save, sender=TranslationLog)
def translated(*, instance: TranslationLog, created: bool, **kwargs: Any) -> None:
    """A snippet with nothing left to translate is shown."""
    model = instance.source.specific_content_type.model_class()
    if not created or model is None or not issubclass(model, TranslatedSnippet):
        return
    translation = Translation.objects.filter(source=instance.source, target_locale=instance.locale_id).first()
    if translation is not None and len(set(translation.get_progress())) == 1:
        show(model, instance.source.object_id, instance.locale_id)


def show(model: type[TranslatedSnippet], translation_key: Any, locale_id: int) -> None:
    copies = model._default_manager.filter(translation_key=translation_key, locale_id=locale_id)
    copies.filter(awaits_translation=True).update(awaits_translation=False)
