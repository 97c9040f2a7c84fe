"""In which characters a request says it is written. The portal reads UTF-8 and nothing else."""

import codecs

from django.utils.http import parse_header_parameters


def is_utf8(content_type: str) -> bool:
    """Whether a ``Content-Type`` header names UTF-8, or no charset.

    Django would read the query and the form with whatever codec of Python the visitor names: some only raise
    exceptions (``zlib``, ``idna``), others make NUL and half characters of harmless letters (``unicode_escape``).
    """
    try:
        charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
