"""Range requests (RFC 9110, section 14) for files served by Django, which does not support them."""

import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

#: A single range. Lists of ranges and malformed ones get the whole file, as the RFC allows.
_RANGE = re.compile(r"bytes=\s*(?:(\d{1,18})-(\d{1,18})?|-(\d{1,18}))\s*", re.ASCII)


class FilePart:
    """A file-like object that reads at most ``length`` bytes of ``file`` from its current position."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file, self.remaining = file, length
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.remaining if size < 0 else min(size, self.remaining))
        self.remaining -= len(data)
        return data


def serve_range(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the requested range of the file in ``response``: 206, or 416 if the range is not satisfiable.

    Returns ``response`` itself, with ``Accept-Ranges``, if no range or a range of an older version is requested.
    """
    if not isinstance(response, FileResponse) or response.status_code != 200:
        return response
    response["Accept-Ranges"] = "bytes"
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or match is None or not _is_same_version(request, response):
        return response
    size = int(response["Content-Length"])
    first, last = _byte_positions(match, size)
    if first > last and match[2] and int(match[2]) < int(match[1]):
        return response  # malformed: it ends before it starts
    headers = {name: value for name, value in response.items() if name not in ("Content-Length", "Content-Type")}
    if first > last:
        response.file_to_stream.close()  # not the response: closing that would end the request
        headers = {name: headers[name] for name in ("Accept-Ranges", "Cache-Control") if name in headers}
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    file = response.file_to_stream
    file.seek(first)
    part = FileResponse(FilePart(file, last - first + 1), status=206, content_type=response["Content-Type"])
    for name, value in headers.items():
        part[name] = value
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    part["Content-Length"] = str(last - first + 1)
    return part


def _byte_positions(match: re.Match[str], size: int) -> tuple[int, int]:
    """Return the positions of the first and last byte; first > last means that the range is empty."""
    if match[3]:
        return (max(0, size - int(match[3])), size - 1) if int(match[3]) else (size, size - 1)
    return int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)


def _is_same_version(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether ``If-Range`` is absent or matches the served version. A weak ETag never matches."""
    if_range = request.headers.get("If-Range")
    return if_range is None or if_range in (response.get("ETag"), response.get("Last-Modified"))
