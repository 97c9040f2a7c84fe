"""Asks before an incomplete translation is published: what is missing would be shown in the language of the source."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import TranslatableMixin
from wagtail_localize.models import Translation

from mysite.rights import may_publish

#: The key of the session under which the number of missing segments is remembered of which the user has been told.
SESSION_KEY = "incomplete_translation"


@hooks.register("before_edit_page", order=-1)  # before wagtail-localize's own, which publish
@hooks.register("before_edit_snippet", order=-1)
def confirm_publication(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Redirect back with a question if segments are missing; pressing the button again publishes."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if not isinstance(instance, TranslatableMixin) or not may_publish(request.user, instance):
        return None
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    total, translated = translation.get_progress()
    notified = [translation.pk, total - translated]
    if translated == total or request.session.pop(SESSION_KEY, None) == notified:
        return None
    request.session[SESSION_KEY] = notified
    question = ngettext(
        "Not published: %(missing)s of %(total)s segment is not translated and would be shown in the language of the "
        "source. Translate it, or press the button again to publish anyway.",
        "Not published: %(missing)s of %(total)s segments are not translated and would be shown in the language of the "
        "source. Translate them, or press the button again to publish anyway.",
        total - translated,
    )
    messages.warning(request, question % {"missing": total - translated, "total": total})
    return redirect(request.path)
