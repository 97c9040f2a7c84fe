"""Admin view of the contact messages and its spreadsheet exports."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from wagtail.contrib.forms.views import SubmissionsListView

from mysite.text.spreadsheets import escape_formula


class MessagesView(SubmissionsListView):
    """Wagtail's list of submissions with exports for Excel: Vietnamese letters, local times, no formulas."""

    custom_value_preprocess = {
        **SubmissionsListView.custom_value_preprocess,
        datetime.datetime: {
            SubmissionsListView.FORMAT_CSV: lambda moment: f"{timezone.localtime(moment):%d/%m/%Y %H:%M}",
            SubmissionsListView.FORMAT_XLSX: timezone.make_naive,
        },
    }

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        yield "\ufeff"  # without it Excel does not read the file as UTF-8
        yield from super().stream_csv(queryset)

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        cells = {name: self.preprocess_field_value(name, value, self.FORMAT_CSV) for name, value in row_dict.items()}
        return writer.writerow({name: escape_formula(cell) for name, cell in cells.items()})
