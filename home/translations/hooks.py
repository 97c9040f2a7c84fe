"""Admin hooks for translations: warning about outdated ones, local dates, and the report."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from mysite.models import TranslatedSnippet

from .report import TranslationsView
from .report_rows import get_edit_url
from .states import find_stale


@hooks.register("before_edit_page", order=-1)
def use_local_publication_time(request: HttpRequest, page: Page) -> None:
    """Convert the publication time to local time: wagtail-localize formats it in the time zone of the value, UTC."""
    if page.live_revision:
        page.live_revision.created_at = localtime(page.live_revision.created_at)


@hooks.register("before_edit_page", order=-1)  # before wagtail-localize's own, which returns a response
@hooks.register("before_edit_snippet", order=-1)
def warn_if_out_of_date(request: HttpRequest, instance: Any) -> None:
    """Show a warning above the edit view of a translation whose source has changed."""
    if request.method != "GET" or not isinstance(instance, (Page, TranslatedSnippet)):
        return
    model = Page if isinstance(instance, Page) else type(instance)
    outdated = find_stale(model).filter(translation_key=instance.translation_key)
    source = outdated.exclude(locale=instance.locale_id).first()
    if source is None:
        return
    day = date_format(localtime(source.since), "SHORT_DATETIME_FORMAT")
    buttons = [messages.button(get_edit_url(model, source.pk), _("Open the source"))]
    if source.changed_at:
        message = _("The source was changed on %(day)s; this translation is based on the previous version.") % {
            "day": day
        }
        update_url = reverse("wagtail_localize:update_translations", args=[source.submitted_source])
        buttons.insert(0, messages.button(f"{update_url}?next={request.path}", _("Update this translation")))
    elif source.submitted_at:
        message = _("The changes of the source were added here on %(day)s. Translate and publish them.") % {"day": day}
    else:
        message = _("The source was published again on %(day)s, after this translation.") % {"day": day}
    messages.warning(request, message, buttons=buttons)


@hooks.register("after_edit_snippet")
def clear_awaits_translation(request: HttpRequest, instance: Any) -> None:
    """Clear ``awaits_translation`` of an edited draft, so that it is not published together with its source."""
    if isinstance(instance, TranslatedSnippet):
        drafts = type(instance).objects.filter(pk=instance.pk, live=False, awaits_translation=True)
        drafts.update(awaits_translation=False)


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
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
def register_report_menu_item() -> MenuItem:
    return TranslationsMenuItem(
        pgettext_lazy("report", "Translations"),
        reverse("translations_report"),
        name="translations-report",
        icon_name="wagtail-localize-language",
    )


@hooks.register("construct_reports_menu")
def remove_wagtail_localize_report(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.url != reverse("wagtail_localize:translations_report")]
