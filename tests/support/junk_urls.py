"""URLs of the admin with junk in their paths and parameters."""

import re
from collections.abc import Iterator

from django.urls import get_resolver

LONG = "9" * 5000

#: Query parameters that Wagtail's views use.
PARAMETERS = [
    "id",
    "p",
    "content_type",
    "parent_page_id",
    "target_pages[]",
    "collection_id",
    "offset",
    "locale",
    "child_of",
]
NAMED = {"app_label": "wagtailcore", "model_name": "page", "action": "publish", "action_name": "approve"}
NAMED |= {"app_name": "newsroom", "content_type_app_name": "newsroom", "content_type_model_name": "newspage"}


def admin_paths(patterns: list, prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from admin_paths(entry.url_patterns, here)
        elif here.startswith("admin/") and "logout" not in here and "(" not in here and ".*" not in here:
            yield "/" + re.sub(r"[\^$\\]", "", here)


def fill_path(path: str, key: object) -> str:
    """Return the path with ``key`` in place of numbers and primary keys."""
    return re.sub(r"<\w+:(\w+)>", lambda match: NAMED.get(match[1], str(key)), path)


def list_junk_urls(page: int) -> list[str]:
    """Return admin URLs with junk in each part of the path and in each query parameter."""
    junk = []
    for path in sorted(set(admin_paths(get_resolver().url_patterns))):
        if "<" in path:
            junk += [fill_path(path, value) for value in ("x", "9" * 19, LONG)]
        junk += [f"{fill_path(path, page)}?{name}={value}" for name in PARAMETERS for value in ("x", "9" * 19)]
    return junk


#: URLs that caused a server error in Wagtail.
FAILED_URLS = [
    *("/admin/bulk/wagtailcore/page/publish/?id=x", "/admin/choose-page/chosen-multiple/?id=x"),
    *("/admin/choose-external-link/", f"/admin/choose-page/chosen-multiple/?id={LONG}", "/admin/choose-page/?p=x"),
    *("/admin/images/chooser/chosen/x/", "/admin/snippets/choose/newsroom/author/chosen-multiple/?id=x"),
    *("/admin/api/main/pages/?offset=9999999999999999999", "/admin/pages/?content_type=9999999999999999999"),
    "/admin/bulk/wagtailcore/page/move/?id=all&childOf=x",
]
