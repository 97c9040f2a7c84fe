"""The photos of a page, which have addresses of their own, and the pages that show them without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page

if TYPE_CHECKING:
    from wagtail.models import Page as Base

    from mysite.models import PortalImage
else:
    Base = object

#: By language: the query parameter and the beginning of a fragment, and what stands for the number of the main image.
ADDRESSES = {"vi": ("anh", "chinh"), "en": ("photo", "main")}


@dataclass
class PagePhoto:
    """A photo with its texts."""

    texts: Any
    image: "PortalImage"


class PhotosMixin(Base):
    """Mixin for pages whose main image and photos open in the viewer, or on a page of their own: ``?anh=3``.

    They are numbered in the order of the body.
    """

    query_parameters = frozenset(parameter for parameter, _main in ADDRESSES.values())

    @cached_property
    def photos(self) -> dict[str, PagePhoto]:
        """The photos by anchor, in the order in which the page renders them."""
        parameter, main = ADDRESSES[get_language() or settings.LANGUAGE_CODE]
        photos = {}
        if getattr(self, "main_image", None):
            photos[f"{parameter}-{main}"] = PagePhoto(self, self.main_image)
        for number, value in enumerate(_iter_photos(self.body), start=1):
            photos[f"{parameter}-{number}"] = PagePhoto(value, value["image"])
        return photos

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parameter, _main = ADDRESSES[get_language() or settings.LANGUAGE_CODE]
        if parameter in request.GET and request.path == self.get_url(request):
            return self._serve_photo(request, f"{parameter}-{request.GET[parameter]}")
        return super().serve(request, *args, **kwargs)

    def _serve_photo(self, request: HttpRequest, anchor: str) -> HttpResponse:
        if anchor not in self.photos or self.photos[anchor].image.is_restricted:
            return HttpResponseRedirect(self.get_url(request))  # it has been removed, or others have been
        request.is_preview = False
        context = Page.get_context(self, request)
        anchors = list(self.photos)
        place = anchors.index(anchor)
        context |= {"is_preview": False, "photo": self.photos[anchor], "anchor": anchor}
        context |= {"number": place + 1, "count": len(anchors)}
        for name, other in (("previous", place - 1), ("next", place + 1)):
            if 0 <= other < len(anchors):
                context[name] = anchors[other].replace("-", "=", 1)
        return TemplateResponse(request, "photo.html", context)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The template tags of photos take the next one each.
        return {**super().get_context(request, *args, **kwargs), "photo_anchors": iter(self.photos)}


def _iter_photos(body: Any) -> Iterator[Any]:
    for block in body:
        if block.block_type == "gallery":
            yield from block.value.available_photos
        elif block.block_type == "picture" and block.value["image"]:
            yield block.value
