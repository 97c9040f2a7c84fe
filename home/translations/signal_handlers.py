"""Signal handlers that keep translations up to date when something is published, submitted or translated."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published, published, unpublished
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
    post_save_string_translation,
)
from wagtail_localize.strings import StringValue

from home.models import Motto, Notice
from mysite.models import TranslatedSnippet
from mysite.text.cleaning import clean_text
from mysite.text.vietnamese import slugify
from newsroom.models import Author, Unit

from .source_changes import compare_source, update_source_change

TRANSLATED_SNIPPETS: tuple[type[TranslatedSnippet], ...] = (Author, Unit, Notice, Motto)


@receiver(page_published)
def update_published_page(*, instance: Page, **kwargs: Any) -> None:
    if update_source_change(instance):
        sync_expiry(instance)


def sync_expiry(page: Page) -> None:
    """Set the expiry of the translations to that of ``page``: the translation editor has no field for it."""
    submitted = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale=page.locale_id, enabled=True
    )
    translations = Page.objects.filter(
        translation_key=page.translation_key, locale__in=submitted.values("target_locale"), alias_of__isnull=True
    )
    translations.exclude(expire_at=page.expire_at).update(expire_at=page.expire_at)


def update_saved_snippet(*, instance: TranslatedSnippet, created: bool, **kwargs: Any) -> None:
    if not created:
        update_source_change(instance)


def update_published_snippet(*, instance: TranslatedSnippet, **kwargs: Any) -> None:
    """Treat a published snippet as translated, complete or not, and update its untranslated copies."""
    type(instance).objects.filter(pk=instance.pk).update(awaits_translation=False)
    sync_untranslated_copies(instance)


def update_unpublished_snippet(*, instance: TranslatedSnippet, **kwargs: Any) -> None:
    sync_untranslated_copies(instance)


def sync_untranslated_copies(source: TranslatedSnippet) -> None:
    """Publish or unpublish the copies that await translation together with ``source``, whose text they show."""
    copies = type(source).objects.filter(translation_key=source.translation_key, awaits_translation=True)
    for copy in copies.exclude(pk=source.pk).exclude(live=source.live):
        copy.live = source.live
        copy.save(update_fields=["live"])


for model in TRANSLATED_SNIPPETS:
    post_save.connect(update_saved_snippet, sender=model)
    published.connect(update_published_snippet, sender=model)
    unpublished.connect(update_unpublished_snippet, sender=model)


@receiver(post_save, sender=TranslationSource)
def compare_submitted_source(*, instance: TranslationSource, **kwargs: Any) -> None:
    """Compare a source after it was submitted for translation, the first time or again."""
    compare_source(instance)


@receiver(post_save, sender=Translation)
def prepare_new_translation(*, instance: Translation, created: bool, **kwargs: Any) -> None:
    """Create draft translations of a page's ancestors before the page is copied, and reuse translated tags.

    wagtail-localize would create live aliases of the ancestors, with Vietnamese text below ``/en/``.
    """
    if not created:
        return
    for segment in StringSegment.objects.filter(source=instance.source, context__path="tags"):
        reuse_tag_translation(segment, instance)
    page = instance.source.get_source_instance()
    parent = page.get_parent() if isinstance(page, Page) else None
    if parent is None or parent.is_root():
        return
    parent_translations = Page.objects.filter(translation_key=parent.translation_key, locale=instance.target_locale_id)
    if not parent_translations.exists():
        source, _ = TranslationSource.get_or_create_from_instance(parent.specific)
        parent_translation, _ = Translation.objects.get_or_create(source=source, target_locale=instance.target_locale)
        parent_translation.save_target(publish=False)


@receiver(pre_save, sender=StringTranslation)
def clean_translated_text(*, instance: StringTranslation, **kwargs: Any) -> None:
    """Clean a translated text before it is saved, so that the translation editor shows it as readers will see it.

    A text that is too long for its field is kept with an error message; wagtail-localize publishes without it.
    """
    instance.data = clean_text(instance.data)
    if instance.context is None:
        return
    if instance.context.path == "slug":  # wagtail-localize would make “e-thi” of “Đề thi”
        instance.data = slugify(instance.data) or instance.data
    max_length = get_max_length(instance.context)
    length = len(render_plain_text(instance.data))
    if max_length is not None and length > max_length:
        instance.has_error = True
        message = _("Enter at most %(longest)d characters (currently %(length)d).")
        instance.field_error = message % {"longest": max_length, "length": length}


def get_max_length(context: TranslationContext) -> int | None:
    """Return the ``max_length`` of the field that ``context`` refers to, or None."""
    source = (
        TranslationSource.objects.filter(object_id=context.object_id).select_related("specific_content_type").first()
    )
    model = source.specific_content_type.model_class() if source else None
    parts = context.path.split(".")
    for name in (parts[0], parts[-1]) if len(parts) == 3 else parts[:1]:  # of a child object: “attachments.<key>.title”
        try:
            field = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return None
        model = field.related_model if field is not None and field.one_to_many else None
    return getattr(field, "max_length", None)


def render_plain_text(data: str) -> str:
    """Return the text of a translation without markup; empty if it is invalid."""
    try:
        return str(StringValue.from_translated_html(data).render_text())
    except ValueError:  # wagtail-localize reports it
        return ""


@receiver(post_save, sender=StringTranslation)
def update_draft_title(*, instance: StringTranslation, **kwargs: Any) -> None:
    """Call wagtail-localize's handler, which ``overrides`` disconnects, unless the title is too long for the page."""
    if instance.context is not None and instance.context.path == "title" and not instance.has_error:
        post_save_string_translation(instance)


@receiver(post_save, sender=StringSegment)
def translate_added_tag(*, instance: StringSegment, created: bool, **kwargs: Any) -> None:
    if created and instance.context.path == "tags":
        for translation in instance.source.translations.select_related("target_locale"):
            reuse_tag_translation(instance, translation)


def reuse_tag_translation(segment: StringSegment, translation: Translation) -> None:
    """Copy the latest translation of a tag, from whichever article, to ``translation``."""
    translations = StringTranslation.objects.filter(
        translation_of=segment.string_id, locale=translation.target_locale_id, context__path="tags", has_error=False
    )
    latest = translations.order_by("-updated_at", "-pk").first()
    if latest is not None:
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id,
            locale_id=translation.target_locale_id,
            context_id=segment.context_id,
            defaults={"data": latest.data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )


@receiver(post_save, sender=TranslationLog)
def sync_translated_snippet(*, instance: TranslationLog, created: bool, **kwargs: Any) -> None:
    """Publish the new copy of a snippet if its source is live: wagtail-localize creates it as a draft."""
    model = instance.source.specific_content_type.model_class()
    if created and model is not None and issubclass(model, TranslatedSnippet):
        sync_untranslated_copies(instance.source.get_source_instance())
