"""Incomplete translations: what is missing would be published in the language of the source.

The button of the translation's screen asks first. Bulk actions and submissions are refused, and updating a draft
publishes it only if nothing is missing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from mysite.rights import may_publish

#: The key of the session under which the number of missing segments is remembered of which the user has been told.
SESSION_KEY = "incomplete_translation"


@dataclass(frozen=True)
class Progress:
    """How many segments of a translation are translated, without errors."""

    translation: Translation
    total: int
    translated: int

    @property
    def missing(self) -> int:
        return self.total - self.translated


def find_progress(instance: Any) -> Progress | None:
    """Return how far the translation is that ``instance`` is kept in step with, or None if it is no such page."""
    if not isinstance(instance, TranslatableMixin):
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    return Progress(translation, *translation.get_progress()) if translation else None


# --- The button -----------------------------------------------------------------------------------


@hooks.register("before_edit_page", order=-1)  # before wagtail-localize's own, which publish
@hooks.register("before_edit_snippet", order=-1)
def confirm_publication(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Redirect back with a question if segments are missing; pressing the button again publishes."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if not isinstance(instance, TranslatableMixin) or not may_publish(request.user, instance):
        return None
    progress = find_progress(instance)
    if progress is None:
        return None
    notified = [progress.translation.pk, progress.missing]
    if not progress.missing or request.session.pop(SESSION_KEY, None) == notified:
        return None
    request.session[SESSION_KEY] = notified
    question = ngettext(
        "Not published: %(missing)s of %(total)s segment is not translated and would be shown in the language of the "
        "source. Translate it, or press the button again to publish anyway.",
        "Not published: %(missing)s of %(total)s segments are not translated and would be shown in the language of the "
        "source. Translate them, or press the button again to publish anyway.",
        progress.missing,
    )
    messages.warning(request, question % {"missing": progress.missing, "total": progress.total})
    return redirect(request.path)


# --- Other ways -----------------------------------------------------------------------------------


@hooks.register("before_bulk_action")
def check_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Prevent publishing several pages if one is an incomplete translation; the message leads to it."""
    if action_type != "publish":
        return None
    descendants = bool(getattr(action.cleaned_form, "cleaned_data", {}).get("include_descendants"))
    for instance in _list_published(objects, descendants):
        progress = find_progress(instance)
        if progress and progress.missing:
            refuse_incomplete(request, instance, progress)
            return redirect(action.next_url)
    return None


def _list_published(objects: Iterable[Any], include_descendants: bool) -> Iterator[Any]:
    for instance in objects:
        yield instance
        if include_descendants and isinstance(instance, Page):
            yield from instance.get_descendants().not_live()


def refuse_incomplete(request: HttpRequest, instance: Any, progress: Progress) -> None:
    """Say how many segments are missing, with a button to the translation if it is a page."""
    text = ngettext(
        "%(missing)s of %(total)s segment of “%(title)s” is not translated, or has an error, so it was neither "
        "published nor submitted.",
        "%(missing)s of %(total)s segments of “%(title)s” are not translated, or have errors, so it was neither "
        "published nor submitted.",
        progress.missing,
    )
    values = {"missing": progress.missing, "total": progress.total, "title": instance}
    buttons = []
    if isinstance(instance, Page):
        url = reverse("wagtailadmin_pages:edit", args=[instance.pk])
        buttons = [messages.button(url, _("Open the translation"))]
    messages.error(request, text % values, buttons)
