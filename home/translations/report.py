"""Report of translations that are missing, drafts or out of date."""

import datetime
from typing import Any

import django_filters
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .report_rows import REPORTED_MODELS, SORT_KEYS, complete_rows, find_rows
from .states import STATE_LABELS


def make_naive_local(value: datetime.datetime) -> datetime.datetime:
    """Return ``value`` as a naive local time: spreadsheets have no time zones."""
    return timezone.make_naive(value, timezone.get_default_timezone()).replace(microsecond=0)


class TranslationsFilterSet(WagtailFilterSet):
    """The report's filters, which ``find_rows`` applies."""

    state = django_filters.ChoiceFilter(label=_("Status"), choices=list(STATE_LABELS.items()))
    language = django_filters.ChoiceFilter(label=pgettext_lazy("translation", "Into"), choices=settings.LANGUAGES)
    kind = django_filters.ChoiceFilter(
        label=_("Type"),
        choices=lambda: [(name, capfirst(model._meta.verbose_name)) for name, model in REPORTED_MODELS.items()],
    )

    class Meta:
        model = Page
        fields: list[str] = []


class ActionsColumn(Column):
    """Column with links to edit or update the translation."""

    cell_template_name = "home/admin/translation_actions.html"


class TranslationsView(ReportView):
    page_title = pgettext_lazy("report", "Translations")
    header_icon = "wagtail-localize-language"
    index_url_name = "translations_report"
    index_results_url_name = "translations_report_results"
    results_template_name = "home/admin/translations_results.html"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    filterset_class = TranslationsFilterSet
    default_ordering = "urgency"
    columns = [
        TitleColumn("title", label=_("Title"), sort_key="name", get_url=lambda row: row.edit_url),
        Column("kind", label=_("Type"), sort_key="kind"),
        Column("language", label=pgettext_lazy("translation", "Into")),
        Column("state", label=_("Status"), sort_key="urgency"),
        DateColumn("since", label=pgettext_lazy("translation", "Since"), sort_key="since"),
        NumberColumn("left", label=_("Untranslated")),
        ActionsColumn("actions", label=pgettext_lazy("translations", "Actions")),
    ]
    export_headings = {
        "title": _("Title"),
        "kind": _("Type"),
        "language": pgettext_lazy("translation", "Into"),
        "state": _("Status"),
        "since": pgettext_lazy("translation", "Since"),
        "left": _("Untranslated"),
        "edit_url": pgettext_lazy("report", "URL"),
    }
    list_export = ["title", "kind", "language", "state", "since", "left", "edit_url"]
    export_filename = "translations"
    custom_field_preprocess = {
        "since": dict.fromkeys(ReportView.FORMATS, lambda moment: moment and make_naive_local(moment))
    }

    def get_filtered_queryset(self) -> list[Any]:
        """Return the sources, filtered and sorted. All are read: to count them takes the database almost as long."""
        filters = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        rows = find_rows(self.request.user, **{name: filters.get(name) or "" for name in ("state", "language", "kind")})
        key = SORT_KEYS[self.ordering.lstrip("-")]
        return sorted(rows, key=key, reverse=self.ordering.startswith("-"))

    def get_table(self, object_list: Any) -> Any:
        return super().get_table([] if self.is_export else list(complete_rows(object_list)))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return complete_rows(object_list) if self.is_export else object_list
