"""Import of redirects from CSV files as Excel writes them, and from XLSX files."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects import base_formats, views
from wagtail.contrib.redirects.base_formats import Dataset
from wagtail.contrib.redirects.utils import get_format_cls_by_extension

from mysite.text.decoding import decode_text

#: In bytes, about 50,000 redirects.
MAX_FILE_SIZE = 10 * 1024 * 1024


class CSV(base_formats.CSV):
    """Comma, semicolon or tab separated values in any encoding of Excel."""

    def is_binary(self) -> bool:
        return True  # Wagtail would decode it as UTF-8

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, data: bytes) -> Dataset:
        text = decode_text(data)
        first, _newline, rest = text.partition("\n")
        if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own declaration
            delimiter, text = first[4], rest
        else:
            delimiter = max("\t;,", key=first.count)
        return build_dataset(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


class TSV(CSV):
    pass


class XLSX(base_formats.XLSX):
    def create_dataset(self, data: bytes) -> Dataset:
        dataset = super().create_dataset(data)
        return build_dataset([dataset.headers, *dataset])


def build_dataset(rows: Iterable[Sequence[Any]]) -> Dataset:
    """Return the rows that are not empty, each as long as the first one, the header."""
    texts = [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    texts = [row for row in texts if any(row)]
    length = len(texts[0]) if texts else 0
    return Dataset([[*row, *[""] * (length - len(row))][:length] for row in texts])


def start_import(request: HttpRequest) -> HttpResponse:
    """Check the uploaded file before Wagtail's view reads it, which would describe errors by Python's exceptions."""
    upload = request.FILES.get("import_file")
    if upload is not None:
        upload.name = f"{Path(upload.name).stem}{Path(upload.name).suffix.lower()}"
        message = get_problem(upload)
        if message:
            messages.error(request, message)
            return redirect("wagtailredirects:start_import")
    return views.start_import(request)


def get_problem(upload: Any) -> str:
    """Return why redirects cannot be imported from the uploaded file; an empty string if they can."""
    format_class = get_format_cls_by_extension(Path(upload.name).suffix[1:])
    if format_class is None:
        return ""  # Wagtail says so
    if upload.size > MAX_FILE_SIZE:
        return _("The file is too large.")
    try:
        dataset = format_class().create_dataset(upload.read())
    except Exception:  # of the csv module, of openpyxl and of zip files
        return _("The file cannot be read. Open it in Excel, save it as CSV UTF-8 or XLSX, and try again.")
    finally:
        upload.seek(0)
    if not dataset or len(dataset.headers) < 2:
        return _("The file has no rows with two columns below a header: the old URL and the new one.")
    return ""
