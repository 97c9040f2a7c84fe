"""Overrides of Wagtail's views by their URL names, so that no URL bypasses an override after an upgrade."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase
from django.urls import URLPattern, path

View = Callable[..., HttpResponseBase]

#: For each overridden URL name: our view, and arguments for ``reverse``. ``mysite.checks`` compares them with the URLs.
overridden_views: dict[str, tuple[View, tuple[Any, ...]]] = {}


def override_admin_views(app: str, views: Mapping[str, View]) -> list[URLPattern]:
    """Return URL patterns for ``views``, each at the URL that ``app`` registers under its name.

    They must come before those of ``app``. Raises ``ImproperlyConfigured`` if there is no URL of that name.
    """
    originals = {
        f"{resolver.namespace}:{pattern.name}": (f"{resolver.pattern}{pattern.pattern}", pattern.pattern.converters)
        for resolver in import_module(f"{app}.wagtail_hooks").register_admin_urls()
        for pattern in resolver.url_patterns
    }
    if missing := views.keys() - originals.keys():
        raise ImproperlyConfigured(f"{app} has no URL to override named {', '.join(sorted(missing))}")
    for name, view in views.items():
        overridden_views[name] = view, (1,) * len(originals[name][1])
    return [path(originals[name][0], view) for name, view in views.items()]
