"""The translations in the admin: what is out of date says so, the report, files to translate elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import TranslationLog
from wagtail_localize.wagtail_hooks import before_edit_snippet as edit_translation

from mysite.models import TranslatedSnippet

from .receivers import show
from .report import TranslationsView
from .rows import edit_url
from .states import stale


@hooks.register("before_edit_page", order=-1)
def tell_the_day_of_here(request: HttpRequest, page: Page) -> None:
    """wagtail-localize's view writes the day of publication as this moment has it."""
    if page.live_revision:
        page.live_revision.created_at = localtime(page.live_revision.created_at)


@hooks.register("before_edit_page", order=-1)  # before wagtail-localize's own, which answers
@hooks.register("before_edit_snippet", order=-1)
def say_that_it_is_out_of_date(request: HttpRequest, instance: Any) -> None:
    """Above the edit view of a translation whose source has changed, however that view looks."""
    if request.method != "GET" or not isinstance(instance, (Page, TranslatedSnippet)):
        return
    model = Page if isinstance(instance, Page) else type(instance)
    found = stale(model, drafts_too=True).filter(translation_key=instance.translation_key)
    source = found.exclude(locale=instance.locale_id).first()
    if source is None:
        return
    day = date_format(localtime(source.since), "SHORT_DATETIME_FORMAT")
    buttons = [messages.button(edit_url(model, source.pk), _("Open the original"))]
    if source.changed_at:
        words = _("The original has changed since %(day)s; this translation is of the text before.") % {"day": day}
        update = reverse("wagtail_localize:update_translations", args=[source.given])
        buttons.insert(0, messages.button(f"{update}?next={request.path}", _("Update this translation")))
    elif source.given_at:
        words = _("The changes of the original came here on %(day)s. Translate them and publish.") % {"day": day}
    else:
        words = _("The original was published anew on %(day)s, after this translation.") % {"day": day}
    messages.warning(request, words, buttons=buttons)


@hooks.register("before_edit_snippet", order=-1)
def show_what_is_translated(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Whoever publishes a translation that is not complete means it; wagtail-localize's view says what is missing."""
    is_published = request.method == "POST" and request.POST.get("action") == "publish"
    if not (is_published and isinstance(instance, TranslatedSnippet) and instance.awaits_translation):
        return None
    began = now()
    response: HttpResponse | None = edit_translation(request, instance)
    made = TranslationLog.objects.filter(source__object_id=instance.translation_key, locale=instance.locale_id)
    if made.filter(created_at__gte=began).exists():
        show(type(instance), instance.translation_key, instance.locale_id)
    return response


@hooks.register("after_edit_snippet")
def show_what_is_edited_by_hand(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, TranslatedSnippet):
        show(type(instance), instance.translation_key, instance.locale_id)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        path("reports/translations/", TranslationsView.as_view(), name="translations_report"),
        path(
            "reports/translations/results/",
            TranslationsView.as_view(results_only=True),
            name="translations_report_results",
        ),
    ]


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_any_permission(request.user, TranslationsView.any_permission_required)


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return TranslationsMenuItem(
        pgettext_lazy("report", "Translations"),
        reverse("translations_report"),
        name="translations-report",
        icon_name="wagtail-localize-language",
    )


@hooks.register("construct_reports_menu")
def hide_the_report_that_ours_replaces(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.url != reverse("wagtail_localize:translations_report")]
