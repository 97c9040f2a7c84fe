"""The API at ``/api/v2/``: which page types it has, and what it says of those of the frame. See docs/api.md."""

from typing import ClassVar

from django.urls import URLPattern, URLResolver, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.models import Page

from home.models import ContactPage, HomePage, OrganisationPage, StandardPage
from mysite import body_pictures
from mysite.api.fields import field, html, rich_text
from mysite.api.views import Kind, VisiblePagesViewSet, nothing_here
from newsroom.api import KINDS


def _body(page: StandardPage | OrganisationPage) -> str:
    body_pictures.load(page.pictures())
    return html(page.body)


OFFICE = "site_name authority address phone email responsible_person licence copyright_note".split()


class PagesViewSet(VisiblePagesViewSet):
    kinds: ClassVar[dict[type[Page], Kind]] = {
        **KINDS,
        HomePage: Kind(fields=tuple(field(name) for name in ["introduction", *OFFICE])),
        StandardPage: Kind(fields=(field("body", _body),), detail_only=("body",)),
        OrganisationPage: Kind(fields=(field("introduction"), field("body", _body)), detail_only=("body",)),
        ContactPage: Kind(
            fields=(field("introduction", lambda page: rich_text(page.introduction)), field("opening_hours"))
        ),
    }


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesViewSet)

urlpatterns: list[URLPattern | URLResolver] = [
    path("v2/", router.urls),
    path("", nothing_here),
    path("<path:rest>", nothing_here),
]
