"""The list of messages in the admin, and the spreadsheets made of it."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from wagtail.contrib.forms.views import SubmissionsListView

#: A spreadsheet takes a cell that begins so for a formula, and formulas can do harm.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class MessagesView(SubmissionsListView):
    """Wagtail's list, whose files Excel opens as they are meant: Vietnamese letters, local times, no formulas."""

    custom_value_preprocess = {
        str: {SubmissionsListView.FORMAT_CSV: lambda text: f"'{text}" if text.startswith(FORMULA_STARTS) else text},
        datetime.datetime: {
            SubmissionsListView.FORMAT_CSV: lambda moment: f"{timezone.localtime(moment):%d/%m/%Y %H:%M}",
            SubmissionsListView.FORMAT_XLSX: lambda moment: timezone.make_naive(moment),
        },
        **{
            kind: formats
            for kind, formats in SubmissionsListView.custom_value_preprocess.items()
            if kind is not datetime.datetime
        },
    }

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        yield "\ufeff"  # without it Excel does not read the file as UTF-8
        yield from super().stream_csv(queryset)
