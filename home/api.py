"""The API at ``/api/v2/``: its page types and the fields of the home app's pages. See docs/api.md."""

from typing import ClassVar

from django.urls import URLPattern, URLResolver, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from home.models import ContactPage, HomePage, OrganisationPage, StandardPage
from mysite.api.fields import api_field, render_rich_text, render_stream
from mysite.api.openapi import openapi
from mysite.api.schemas import HTML
from mysite.api.views import PageTypeConfig, VisiblePagesViewSet, not_found
from mysite.images import page_images
from newsroom.api import PAGE_TYPES


def _serialize_body(page: StandardPage | OrganisationPage) -> str:
    page_images.load_page_renditions(page.image_uses())
    return render_stream(page.body)


OFFICE_FIELDS = "site_name authority address phone email responsible_person licence copyright_note".split()


class PagesViewSet(VisiblePagesViewSet):
    page_types: ClassVar[dict[type[Page], PageTypeConfig]] = {
        **PAGE_TYPES,
        HomePage: PageTypeConfig(fields=tuple(api_field(name) for name in ["introduction", *OFFICE_FIELDS])),
        StandardPage: PageTypeConfig(fields=(api_field("body", _serialize_body, HTML),), detail_only=("body",)),
        OrganisationPage: PageTypeConfig(
            fields=(api_field("introduction"), api_field("body", _serialize_body, HTML)), detail_only=("body",)
        ),
        ContactPage: PageTypeConfig(
            fields=(
                api_field("introduction", lambda page: render_rich_text(page.introduction), HTML),
                api_field("opening_hours"),
            )
        ),
    }


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesViewSet)

urlpatterns: list[URLPattern | URLResolver] = [
    path("v2/openapi.json", openapi, {"viewset": PagesViewSet}, name="openapi"),
    path("v2/", router.urls),
    path("", not_found),
    path("<path:rest>", not_found),
]
