"""The charset of requests: only UTF-8 is accepted."""

import codecs

from django.utils.http import parse_header_parameters


def is_utf8(content_type: str) -> bool:
    """Return whether a ``Content-Type`` header names UTF-8, or no charset.

    Django decodes query strings and forms with any Python codec that the client names: some of them raise exceptions
    (``zlib``, ``idna``), others turn harmless letters into NUL and lone surrogates (``unicode_escape``).
    """
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
