"""The report on translations that are missing, drafts or out of date."""

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

from .rows import KINDS, complete, find
from .states import STATES


def local_time(moment: datetime.datetime) -> datetime.datetime:
    """Spreadsheets know no time zones."""
    return timezone.make_naive(moment, timezone.get_default_timezone()).replace(microsecond=0)


class TranslationsFilterSet(WagtailFilterSet):
    """What to list; ``rows.find`` does it."""

    state = django_filters.ChoiceFilter(label=_("Status"), choices=list(STATES.items()))
    language = django_filters.ChoiceFilter(label=pgettext_lazy("translation", "Into"), choices=settings.LANGUAGES)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=lambda: [(name, capfirst(model._meta.verbose_name)) for name, model in KINDS.items()]
    )

    class Meta:
        model = Page
        fields: list[str] = []


class ActionsColumn(Column):
    """Links to what is to be done next."""

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
    default_ordering = ("rank", "since", "kind", "pk")
    columns = [
        TitleColumn("title", label=_("Title"), sort_key="words", get_url=lambda row: row.edit_url),
        Column("kind", label=_("Kind"), sort_key="kind"),
        Column("language", label=pgettext_lazy("translation", "Into")),
        Column("state", label=_("Status"), sort_key="rank"),
        DateColumn("since", label=pgettext_lazy("translation", "Since"), sort_key="since"),
        NumberColumn("left", label=_("Left to translate")),
        ActionsColumn("actions", label=_("What to do")),
    ]
    export_headings = {
        "title": _("Title"),
        "kind": _("Kind"),
        "language": pgettext_lazy("translation", "Into"),
        "state": _("Status"),
        "since": pgettext_lazy("translation", "Since"),
        "left": _("Left to translate"),
        "edit_url": _("Address"),
    }
    list_export = ["title", "kind", "language", "state", "since", "left", "edit_url"]
    export_filename = "translations"
    custom_field_preprocess = {"since": dict.fromkeys(ReportView.FORMATS, lambda moment: moment and local_time(moment))}

    def get_filtered_queryset(self) -> Any:
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        rows = find(self.request.user, **{name: chosen.get(name) or "" for name in ("state", "language", "kind")})
        return self.order_queryset(rows)

    def get_ordering(self) -> Any:
        asked = super().get_ordering()
        return asked if asked == self.default_ordering else (asked, "kind", "pk")

    def get_table(self, object_list: Any) -> Any:
        return super().get_table([] if self.is_export else list(complete(object_list)))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        return complete(object_list) if self.is_export else object_list
