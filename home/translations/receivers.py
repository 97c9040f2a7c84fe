"""What happens to translations when something is published, submitted or translated."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published
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
from mysite.cleaning import clean_text
from mysite.models import TranslatedSnippet
from mysite.vietnamese import slugify
from newsroom.models import Author, Unit

from .changes import compare, note_change

SNIPPETS: tuple[type[TranslatedSnippet], ...] = (Author, Unit, Notice, Motto)


@receiver(page_published)
def published(*, instance: Page, **kwargs: Any) -> None:
    note_change(instance)
    expire_together(instance)


def expire_together(page: Page) -> None:
    """The translations of ``page`` end when it does, for nobody can say so in the editor of translations."""
    submitted = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale=page.locale_id, enabled=True
    )
    theirs = Page.objects.filter(
        translation_key=page.translation_key, locale__in=submitted.values("target_locale"), alias_of__isnull=True
    )
    theirs.exclude(expire_at=page.expire_at).update(expire_at=page.expire_at)


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
def text_translated(*, instance: StringTranslation, **kwargs: Any) -> None:
    """A translation is cleaned as it is stored, so that the editor of translations shows it as readers will see it.

    One that is too long for its field is kept, with an error that says so; wagtail-localize publishes without it.
    """
    instance.data = clean_text(instance.data)
    if instance.context is None:
        return
    if instance.context.path == "slug":  # wagtail-localize would make “e-thi” of “Đề thi”
        instance.data = slugify(instance.data) or instance.data
    longest = longest_text(instance.context)
    length = len(rendered(instance.data))
    if longest is not None and length > longest:
        instance.has_error = True
        words = _("At most %(longest)d characters fit here; these are %(length)d.")
        instance.field_error = words % {"longest": longest, "length": length}


def longest_text(context: TranslationContext) -> int | None:
    """How many characters the field that ``context`` names takes; None if it says nothing."""
    source = (
        TranslationSource.objects.filter(object_id=context.object_id).select_related("specific_content_type").first()
    )
    model = source.specific_content_type.model_class() if source else None
    names = context.path.split(".")
    for name in (names[0], names[-1]) if len(names) == 3 else names[:1]:  # of a row: “attachments.<key>.title”
        try:
            field = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return None
        model = field.related_model if field is not None and field.one_to_many else None
    return getattr(field, "max_length", None)


def rendered(data: str) -> str:
    """The text that readers see of a translation, without markup."""
    try:
        return str(StringValue.from_translated_html(data).render_text())
    except ValueError:  # wagtail-localize says so
        return ""


# wagtail-localize shows a title that is being translated in the lists of pages, also one that does not fit there.
post_save.disconnect(post_save_string_translation, sender=StringTranslation)


@receiver(post_save, sender=StringTranslation)
def title_translated(*, instance: StringTranslation, **kwargs: Any) -> None:
    if instance.context is not None and instance.context.path == "title" and not instance.has_error:
        post_save_string_translation(instance)


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
