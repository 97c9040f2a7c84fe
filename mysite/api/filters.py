"""Which pages a list of the API holds, and in what order. Wagtail's own filters of fields fail on odd values."""

from typing import Any

from django.db.models import F
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.utils import BadRequestError, parse_boolean
from wagtail.models import Locale, Page

from mysite.sorting import collated

#: Numbers of pages are smaller.
MAX_ID = 2**31 - 1


class FieldsFilter(BaseFilterBackend):
    """``?slug=…`` and what the page type has besides; ``tags`` narrows down with each tag after a comma."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        for name in view.filter_names() & request.GET.keys():
            value = request.GET[name]
            if name == "tags":
                for tag in value.split(",")[:10]:
                    queryset = queryset.filter(tagged_items__tag__name__iexact=tag.strip())
            elif name == "coming":
                if _boolean(name, value):
                    queryset = queryset.coming(timezone.now())
            elif name == "is_headline":
                queryset = queryset.filter(is_headline=_boolean(name, value))
            else:
                queryset = queryset.filter(**{name: value})
        return queryset


class TreeFilter(BaseFilterBackend):
    """``child_of``, ``descendant_of``, ``ancestor_of``, ``translation_of``: of a page that is itself visible."""

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
            raise BadRequestError(f"{name} must be the number of a page, or “root”")
        page = view.get_base_queryset().filter(pk=int(value)).first()
        if page is None:
            raise BadRequestError(f"{name}: there is no such page")
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
    """``?order=title``, ``?order=-first_published_at``; newest first if nothing is said, coming events by date."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        if "order" not in request.GET:
            if "next_start" in queryset.query.annotations:
                return queryset
            return queryset.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
        names = request.GET["order"].split(",")
        allowed = view.order_names()
        if len(names) > 3 or not all(name.removeprefix("-") in allowed for name in names):
            raise BadRequestError(f"order can be by {', '.join(sorted(allowed))}, with “-” before it for descending")
        return queryset.order_by(*collated(queryset.model, names), "-pk" if names[0].startswith("-") else "pk")


def _boolean(name: str, value: str) -> bool:
    try:
        return parse_boolean(value)
    except ValueError as error:
        raise BadRequestError(f"{name} must be true or false") from error
