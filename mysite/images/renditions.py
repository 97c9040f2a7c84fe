"""Loading the renditions of all images of a page at once, so that fifty images cost as many queries as two."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from mysite.compiled_queries import compiled_query
from mysite.models import PortalImage, PortalRendition
from mysite.pages.expressions import IsCollectionRestricted

from .filters import PLACEHOLDER_SPECS, get_filter


class StoredRendition:
    """A row of ``PortalRendition`` without the cost of a model instance: a page with photos needs a hundred."""

    __slots__ = ("_from_cache", "filter_spec", "focal_point_key", "height", "name", "width")

    def __init__(self, filter_spec: str, focal_point_key: str, name: str, width: int, height: int) -> None:
        self.filter_spec, self.focal_point_key = filter_spec, focal_point_key
        self.name, self.width, self.height = name, width, height

    @property
    def url(self) -> str:
        url: str = PortalRendition.file.field.storage.url(self.name)
        return url


def load_renditions(images: Iterable[PortalImage], specs: Iterable[str]) -> None:
    """Load the existing renditions of ``images`` in one query, for ``{% picture %}``.

    Also set ``is_restricted`` of each image, from its renditions or with one more query for images without any.
    """
    images = list(images)
    found: dict[int, list[StoredRendition]] = {image.pk: [] for image in images}
    known = {}
    for pk, is_restricted, *fields in _find_renditions(found.keys(), sorted({*specs, *PLACEHOLDER_SPECS})):
        known[pk] = is_restricted
        found[pk].append(StoredRendition(*fields))
    unknown = {image.pk for image in images if image.pk not in known and "is_restricted" not in image.__dict__}
    if unknown:
        restricted = PortalImage.objects.filter(IsCollectionRestricted("collection__path"), pk__in=unknown)
        known |= dict.fromkeys(unknown, False) | dict.fromkeys(restricted.values_list("pk", flat=True), True)
    for image in images:
        image.prefetched_renditions = found[image.pk]
        if image.pk in known:
            image.is_restricted = known[image.pk]


def get_images(pks: Collection[int]) -> dict[int, PortalImage]:
    """Return the images by primary key."""
    return {image.pk: image for image in _find_images(pks)}


@compiled_query
def _find_images(pks: Collection[int]) -> QuerySet[PortalImage]:
    return PortalImage.objects.filter(pk__in=pks)


@compiled_query
def _find_renditions(image_pks: Collection[int], specs: Collection[str]) -> QuerySet:
    renditions = PortalRendition.objects.filter(image__in=image_pks, filter_spec__in=specs)
    renditions = renditions.annotate(is_restricted=IsCollectionRestricted("image__collection__path"))
    return renditions.values_list(
        "image_id", "is_restricted", "filter_spec", "focal_point_key", "file", "width", "height"
    )


def get_existing_renditions(image: PortalImage, specs: Sequence[str]) -> dict[str, Any]:
    """Return the existing renditions of ``image`` by spec, in the order of ``specs``, which are of one size."""
    loaded = getattr(image, "prefetched_renditions", None)
    if loaded is None:
        found = image.find_existing_renditions(*map(get_filter, specs))
        PortalRendition.cache_backend.set_many({made.get_cache_key(): made for made in found.values()})
        made = {filter.spec: rendition for filter, rendition in found.items()}
    else:
        key = get_filter(specs[0]).get_cache_key(image)
        made = {rendition.filter_spec: rendition for rendition in loaded if rendition.focal_point_key == key}
    return {spec: made[spec] for spec in specs if spec in made}
