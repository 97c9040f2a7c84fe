"""Limits images and documents in the admin's API to those accessible to the user. Not needed from Wagtail 8.1 on."""

from typing import Any

from django.db.models import Model, QuerySet
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from .admin_views import accessible


class AccessibleObjectsMixin:
    """Limits an endpoint of the admin's API to the images or documents accessible to the user."""

    request: Any
    model: type[Model]

    def get_queryset(self) -> QuerySet[Any]:
        accessible_ids = accessible(self.request.user, self.model).order_by().values("pk")
        return super().get_queryset().filter(pk__in=accessible_ids)  # type: ignore[misc]


class ImagesEndpoint(AccessibleObjectsMixin, ImagesAdminAPIViewSet):
    pass


class DocumentsEndpoint(AccessibleObjectsMixin, DocumentsAdminAPIViewSet):
    pass


@hooks.register("construct_admin_api", order=10)  # after Wagtail's own, which they replace
def register_file_endpoints(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", ImagesEndpoint)
    router.register_endpoint("documents", DocumentsEndpoint)
