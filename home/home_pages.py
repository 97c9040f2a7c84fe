"""Find the home page of a request."""

from copy import copy
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from home.models import HomePage
from mysite.compiled_queries import compiled_query
from mysite.generation_cache import get_or_compute
from mysite.pages.expressions import IsCollectionRestricted
from mysite.pages.routing import find_site


def get_home_page(request: HttpRequest | None) -> HomePage | None:
    """Return the home page in the active language, published or not, with its logo. One query per request."""
    language = get_language() or settings.LANGUAGE_CODE
    cache = _get_cache(request) if request else {}
    if language not in cache:
        site = find_site(request) if request else None
        # A copy, because a page keeps what is loaded for it, and another thread may render the same page.
        cache[language] = copy(get_or_compute("home_page", lambda: _load_home_page(language, site)))
    return cache[language]


def _load_home_page(language: str, site: Site | None) -> HomePage | None:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    return _find_home_page.first(language, [site.root_page.translation_key] if site else [], today, any_site=not site)


@compiled_query
def _find_home_page(language: str, keys: list[UUID], today: date, *, any_site: bool) -> QuerySet[HomePage]:
    homes = HomePage.objects.filter(locale__language_code=language).defer("body")
    homes = homes.select_related("locale", "logo", "icon", "share_picture")
    if not any_site:
        homes = homes.filter(translation_key__in=keys)
    return homes.annotate(
        logo_is_restricted=IsCollectionRestricted("logo__collection__path"),
        is_mourning=Exists(HomePage.objects.mourning_on(today)),
    ).order_by("path")[:1]


def cache_home_page(request: HttpRequest, home: HomePage) -> None:
    """Keep a home page in the active language that was loaded with its logo by another query of the request."""
    _get_cache(request)[get_language() or settings.LANGUAGE_CODE] = home


def _get_cache(request: HttpRequest) -> dict[str, HomePage | None]:
    """Return the home pages loaded for the request, by language."""
    cache: dict[str, HomePage | None] = vars(request).setdefault("_home_pages", {})
    return cache
