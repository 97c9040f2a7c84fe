"""Writes and finds the keys of redirects."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from mysite.compiled_queries import compiled_query
from mysite.generation_cache import get_or_compute
from mysite.models import RedirectKey
from mysite.signals import scheduler_round

from .old_urls import OldURL

#: Rows per INSERT.
BATCH_SIZE = 500


def build_key(redirect: Redirect) -> RedirectKey:
    url = OldURL.parse(redirect.old_path)
    return RedirectKey(redirect=redirect, key=url.key, path_key=url.path_key)


@receiver(post_save, sender=Redirect)
def save_key(instance: Redirect, raw: bool = False, created: bool = False, **kwargs: Any) -> None:
    if not raw:
        build_key(instance).save(force_insert=created)


@receiver(scheduler_round)
def create_missing_keys(**kwargs: Any) -> None:
    """Create the keys of redirects saved without signals: by an earlier version, or by Wagtail when a page moves."""
    missing = Redirect.objects.filter(match_key=None).only("old_path").order_by("pk")
    while redirects := list(missing[:BATCH_SIZE]):
        RedirectKey.objects.bulk_create(map(build_key, redirects), ignore_conflicts=True)


def choose_redirect(redirects: list[Redirect], url: OldURL) -> Redirect | None:
    """Return the redirect from ``url`` among those with its key; None if they lead to different destinations.

    One with the same capitals takes precedence, then one of the site over one of all sites.
    """
    exact = [redirect for redirect in redirects if OldURL.parse(redirect.old_path).exact == url.exact]
    candidates = exact or redirects
    candidates = [redirect for redirect in candidates if redirect.site_id] or candidates
    destinations = {
        (redirect.redirect_page_id, redirect.redirect_page_route_path, redirect.redirect_link)
        for redirect in candidates
    }
    return candidates[0] if len(destinations) == 1 else None


def find_equal_redirect(site: Site, old_path: str) -> Redirect | None:
    """Return the redirect whose URL is another spelling of ``old_path``; None if there is none."""
    url = OldURL.parse(old_path)
    redirects = Redirect.get_for_site(site).filter(match_key__key=url.key)
    return next((redirect for redirect in redirects if OldURL.parse(redirect.old_path).exact == url.exact), None)


def has_queries(site: Site, url: OldURL) -> bool:
    """Return whether redirects distinguish URLs with the path of ``url`` by their queries."""
    redirects = Redirect.get_for_site(site).filter(match_key__path_key=url.path_key)
    return redirects.exclude(match_key__key=F("match_key__path_key")).exists()


def load_paths_with_queries() -> frozenset[str]:
    """Return the keys of all paths whose URLs redirects distinguish by their queries. These are few."""
    return frozenset(_find_paths_with_queries())


@compiled_query
def _find_paths_with_queries() -> QuerySet:
    return RedirectKey.objects.exclude(key=F("path_key")).values_list("path_key", flat=True).distinct()


def is_redirected_by_query(environ: Mapping[str, Any]) -> bool:
    """Return whether there is a redirect from the URL of a WSGI request, and its query matters.

    It queries the database at paths only that redirects distinguish by their queries.
    """
    url = OldURL.from_environ(environ)
    if not url.parameters:
        return False
    paths = get_or_compute("paths_with_redirected_queries", load_paths_with_queries)
    return bool(paths) and url.path_key in paths and RedirectKey.objects.filter(key=url.key).exists()
