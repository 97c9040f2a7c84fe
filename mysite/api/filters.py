"""Filter backends of the pages API. Wagtail's own raise exceptions on invalid field values."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.utils import BadRequestError, parse_boolean
from wagtail.models import Locale, Page

from mysite.text.collation import collate_ordering

#: The largest primary key of a page.
MAX_ID = 2**31 - 1


class FieldsFilter(BaseFilterBackend):
    """Filters by ``?slug=…`` and the fields of the page type; of comma-separated ``tags`` a page must have all."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        for name in view.get_filter_names() & request.GET.keys():
            value = request.GET[name]
            if name == "tags":
                for tag in value.split(",")[:10]:
                    queryset = queryset.filter(tagged_items__tag__name__iexact=tag.strip())
            elif name == "coming":
                if _parse_boolean(name, value):
                    queryset = queryset.upcoming(timezone.now())
            elif name == "is_headline":
                queryset = queryset.filter(is_headline=_parse_boolean(name, value))
            else:
                queryset = queryset.filter(**{name: value})
        return queryset


class TreeFilter(BaseFilterBackend):
    """Filters by ``child_of``, ``descendant_of``, ``ancestor_of`` and ``translation_of`` a visible page."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        for name in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
            if name in request.GET:
                page = self._page(name, request.GET[name], view)
                queryset = getattr(queryset, name)(page)
        return queryset

    def _page(self, name: str, value: str, view: Any) -> Page:
        if value == "root":
            return view.get_root_page()
        if not (value.isascii() and value.isdigit() and len(value) < 11 and int(value) <= MAX_ID):
            raise BadRequestError(f"{name} must be the id of a page or “root”")
        page = view.get_base_queryset().filter(pk=int(value)).first()
        if page is None:
            raise BadRequestError(f"{name}: page not found")
        return page


class LocaleFilter(BaseFilterBackend):
    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        if "locale" not in request.GET:
            return queryset
        locale = Locale.objects.filter(language_code=request.GET["locale"]).first()
        if locale is None:
            raise BadRequestError("locale must be vi or en")
        return queryset.filter(locale=locale)


class OrderingFilter(BaseFilterBackend):
    """Orders by ``?order=title``, ``?order=-first_published_at``; by default newest first, coming events by date."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        if "order" not in request.GET:
            if "next_start" in queryset.query.annotations:
                return queryset
            return queryset.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
        names = request.GET["order"].split(",")
        allowed = view.get_ordering_names()
        if len(names) > 3 or not all(name.removeprefix("-") in allowed for name in names):
            raise BadRequestError(
                f"order must be one of {', '.join(sorted(allowed))}, with “-” before it for descending order"
            )
        return queryset.order_by(*collate_ordering(queryset.model, names), "-pk" if names[0].startswith("-") else "pk")


def _parse_boolean(name: str, value: str) -> bool:
    try:
        return parse_boolean(value)
    except ValueError as error:
        raise BadRequestError(f"{name} must be true or false") from error
