"""System checks: the names of other packages that we depend on exist, and the URLs of overridden views lead to ours."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from django.core.checks import Error, Tags, register
from django.urls import NoReverseMatch, URLPattern, get_resolver, resolve, reverse

from .dependency import Kind
from .http.view_overrides import overridden_views
from .upstream import DEPENDENCIES


def find_object(dotted_path: str) -> Any:
    """Return the object at ``dotted_path``, which may lead through attributes and keys of mappings."""
    parts = dotted_path.split(".")
    target = import_module(parts[0])
    for number, part in enumerate(parts[1:], start=2):
        if isinstance(target, dict):
            target = target[part]
        elif hasattr(target, part):
            target = getattr(target, part)
        else:
            target = import_module(".".join(parts[:number]))
    return target


def has_name(owner: str, name: str) -> bool:
    try:
        target = find_object(owner)
    except (ImportError, LookupError):
        return False
    if isinstance(target, dict):
        return name in target
    return hasattr(target, name) or name in getattr(getattr(target, "__code__", None), "co_names", ())


def find_missing(*kinds: Kind) -> set[str]:
    """Return the dotted paths of the required names of these kinds that the installed packages lack."""
    dependencies = [entry for entry in DEPENDENCIES if entry.kind in kinds and not entry.until]
    return {f"{owner}.{name}" for entry in dependencies for owner, name in entry.targets if not has_name(owner, name)}


@cache
def missing_at_start() -> set[str]:
    """Return the missing names that we replace. First called before that happens, which would create them."""
    return find_missing(Kind.REPLACED)


@register()
def check_upstream_names(**kwargs: Any) -> list[Error]:
    return [
        Error(f"{name} does not exist.", hint="See its entry in mysite/upstream.py.", id="mysite.E001")
        for name in sorted(missing_at_start() | find_missing(*Kind))
    ]


@register(Tags.urls)
def check_overridden_views(**kwargs: Any) -> list[Error]:
    """Check that the names of overridden views resolve to ours, and that those with permission checks exist."""
    from .rights.admin_views import VIEW_CHECKS  # registers hooks, whose order is that of INSTALLED_APPS

    names = set(_iterate_names(get_resolver()))  # imports the URLs, which fill overridden_views
    wrong = [name for name, (view, args) in overridden_views.items() if not _resolves_to(view, name, args)]
    return [Error(f"The URL {name} does not resolve to our view.", id="mysite.E002") for name in wrong] + [
        Error(f"There is no URL {name}, whose view needs a permission check.", id="mysite.E003")
        for name in VIEW_CHECKS
        if name not in names
    ]


def _iterate_names(resolver: Any, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from _iterate_names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def _resolves_to(view: Any, name: str, args: tuple[Any, ...]) -> bool:
    try:
        resolved = resolve(reverse(name, args=args)).func
    except NoReverseMatch:
        return False
    while resolved is not view and hasattr(resolved, "__wrapped__"):  # the admin decorates all its views
        resolved = resolved.__wrapped__
    return resolved is view
