"""The read-only pages API: Wagtail's API v2, restricted to public pages and to JSON."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404, JsonResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.utils import BadRequestError, page_models_from_string
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page, Site

from mysite.http.page_cache import declare_parameters
from mysite.models import BasePage
from mysite.pages.querysets import PageQuerySet, exclude_aliases, visible
from mysite.pages.routing import below_site_homes, find_page

from .errors import error_response
from .fields import VisiblePageSerializer
from .filters import MAX_ID, FieldsFilter, LocaleFilter, OrderingFilter, TreeFilter
from .limits import AlwaysJSON, BoundedPagination, VisitorThrottle

#: Maximum length of ``?fields=``; longer values nest deeper than the API's data.
MAX_FIELDS = 500
#: Fields by which pages of all types can be ordered.
COMMON_ORDERINGS = frozenset({"id", "title", "slug", "first_published_at"})


@dataclass(frozen=True)
class PageTypeConfig:
    """The API's configuration of one page type. ``prefetch`` loads what the named fields of all rows need, in bulk."""

    fields: tuple[APIField, ...] = ()
    #: Fields that lists include by default.
    listing_default: tuple[str, ...] = ()
    #: Fields that only the detail view includes, because each needs queries of its own.
    detail_only: tuple[str, ...] = ()
    filters: frozenset[str] = frozenset()
    orderings: frozenset[str] = frozenset()
    prefetch: Callable[[list[Any], set[str]], None] | None = None


class VisiblePagesViewSet(PagesAPIViewSet):
    """Lists pages; finds a page by its id or by its URL path."""

    page_types: ClassVar[dict[type[Page], PageTypeConfig]] = {}

    base_serializer_class = VisiblePageSerializer
    authentication_classes = ()  # requests are anonymous: no session is read, no cookie is set
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJSON
    throttle_classes = (VisitorThrottle,)
    pagination_class = BoundedPagination
    metadata_class = None
    http_method_names = ("get", "head")
    filter_backends = (FieldsFilter, TreeFilter, LocaleFilter, OrderingFilter)

    known_query_parameters = frozenset(
        "limit offset fields order type child_of ancestor_of descendant_of translation_of locale".split()
    )
    find_query_parameters = frozenset({"id", "html_path"})
    meta_fields = (
        "type detail_url html_url slug show_in_menus seo_title search_description first_published_at parent locale"
    ).split()

    # --- Querysets

    def get_base_queryset(self) -> PageQuerySet:
        """Return every page that the API exposes: public, of one of our page types, and not an alias."""
        if not hasattr(self, "_base_queryset"):
            site = Site.find_for_request(self.request)
            pages = exclude_aliases(visible(Page.objects.type(BasePage))).select_related("locale")
            self._base_queryset = pages.filter(below_site_homes(site)) if site else pages.none()
        return self._base_queryset

    def get_root_page(self) -> Page | None:
        site = Site.find_for_request(self.request)
        return site.root_page if site else None

    def get_queryset(self) -> PageQuerySet:
        models = self._models()
        base = self.get_base_queryset()
        if len(models) != 1:
            return base.type(*models) if models else base
        rows = models[0].objects.filter(pk__in=base.order_by().values("pk"))
        return rows.defer_streamfields().select_related("locale")

    def _models(self) -> list[type[Page]]:
        names = self.request.GET.get("type")
        if self.action != "listing_view" or names is None:
            return []
        try:
            models = page_models_from_string(names[:MAX_FIELDS])
        except (LookupError, ValueError, TypeError) as error:
            raise BadRequestError("type: unknown page type") from error
        if not all(model in self.page_types for model in models):
            raise BadRequestError("type: unknown page type")
        return list(dict.fromkeys(models))

    def get_filter_names(self) -> set[str]:
        return {"slug", "title", *self._page_type().filters}

    def get_ordering_names(self) -> set[str]:
        return {*COMMON_ORDERINGS, *self._page_type().orderings}

    def _page_type(self) -> PageTypeConfig:
        models = self._models()
        return self.page_types[models[0]] if len(models) == 1 else PageTypeConfig()

    # --- Fields

    @classmethod
    def get_body_fields(cls, model: type[Page]) -> list[APIField]:
        return [*cls._convert_api_fields(cls.body_fields), *cls.page_types.get(model, PageTypeConfig()).fields]

    @classmethod
    def get_meta_fields(cls, model: type[Page]) -> list[APIField]:
        return cls._convert_api_fields(cls.meta_fields)

    @classmethod
    def get_listing_default_fields(cls, model: type[Page]) -> list[str]:
        return [
            *super().get_listing_default_fields(model),
            *cls.page_types.get(model, PageTypeConfig()).listing_default,
        ]

    @classmethod
    def _get_serializer_class(
        cls, router: Any, model: type, fields_config: Any, show_details: bool = False, nested: bool = False
    ) -> Any:
        if issubclass(model, Page) and not show_details:
            hidden = {*cls.page_types.get(model, PageTypeConfig()).detail_only, *cls.detail_only_fields}
            if requested := hidden & {name for name, negated, _ in fields_config if not negated}:
                raise BadRequestError(f"only available in the detail view: {', '.join(sorted(requested))}")
            if fields_config and fields_config[0][0] == "*":
                fields_config = [*fields_config, *((name, True, None) for name in sorted(hidden - {"parent"}))]
        return super()._get_serializer_class(router, model, fields_config, show_details=show_details, nested=nested)

    def get_serializer_class(self) -> Any:
        if len(self.request.GET.get("fields", "")) > MAX_FIELDS:
            raise BadRequestError(f"fields is longer than {MAX_FIELDS} characters")
        return super().get_serializer_class()

    # --- Views

    def listing_view(self, request: Request) -> Response:
        queryset = self.get_queryset()
        self.check_query_parameters(queryset)
        rows = list(self.paginate_queryset(self.filter_queryset(queryset)))
        serializer = self.get_serializer(rows, many=True)
        if prefetch := self._page_type().prefetch:
            prefetch(rows, set(serializer.child.fields))
        return self.get_paginated_response(serializer.data)

    def detail_view(self, request: Request, pk: int) -> Response:
        self._check_parameters({"fields"})
        page = self.get_object()
        serializer = self.get_serializer(page)
        if prefetch := self.page_types[type(page)].prefetch:
            prefetch([page], set(serializer.fields))
        return Response(serializer.data)

    def get_object(self) -> Page:
        if not hasattr(self, "_page"):
            number = self.kwargs["pk"]
            page = self.get_base_queryset().filter(pk=number).first() if number <= MAX_ID else None
            if page is None or page.specific_class not in self.page_types:
                raise Http404("There is no such page")
            self._page = page.specific
            self._page.locale = page.locale
        return self._page

    def find_object(self, queryset: PageQuerySet, request: Request) -> Page | None:
        self._check_parameters({*self.find_query_parameters, "fields"})
        site = Site.find_for_request(request)
        if "html_path" in request.GET and site is not None:
            page = find_page(request.GET["html_path"], site)
            return queryset.filter(pk=page.pk).first() if page else None
        number = request.GET.get("id", "")
        if not (number.isascii() and number.isdigit() and len(number) < 11 and int(number) <= MAX_ID):
            raise BadRequestError("a page is required: html_path=/tin-tuc/ or id=12")
        return queryset.filter(pk=int(number)).first()

    def check_query_parameters(self, queryset: PageQuerySet) -> None:
        if "search" in self.request.GET:
            raise BadRequestError("search is not supported")
        self._check_parameters({*self.known_query_parameters, *self.get_filter_names()})

    def _check_parameters(self, known: set[str]) -> None:
        if unknown := self.request.GET.keys() - known:
            names = ", ".join(sorted(name for name in unknown if re.fullmatch(r"\w{1,50}", name)))
            raise BadRequestError(f"unknown parameters: {names or '?'}; allowed are {', '.join(sorted(known))}")

    def get_renderer_context(self) -> dict[str, Any]:
        return {**super().get_renderer_context(), "indent": None}

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # Clients revalidate each time, so that unpublished content disappears at once.
        response["Cache-Control"] = "no-cache"
        # All of it is public and no cookie identifies the client, so scripts of any site may read it.
        response["Access-Control-Allow-Origin"] = "*"
        return declare_parameters(response, None)


def not_found(request: Any, rest: str = "") -> JsonResponse:
    return error_response("Not found; pages are at /api/v2/pages/", HTTPStatus.NOT_FOUND)
