"""A warning about photos that are more than once in a gallery of the page that is saved."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue


def warn_about_repeated_photos(request: HttpRequest, body: StreamValue | None) -> None:
    """Warn about repeated photos, which are saved and published nevertheless: they may be meant."""
    for block in body or ():
        if block.block_type == "gallery" and (repeats := list(_describe_repeats(block.value["photos"]))):
            text = _("The gallery “%(title)s” has photos more than once: %(photos)s. Remove those that are not meant.")
            title = block.value["title"] or _("untitled")
            messages.warning(request, text % {"title": title, "photos": ", ".join(repeats)})


def _describe_repeats(photos: Iterable[Any]) -> Iterator[str]:
    """Yield a phrase for each photo whose image, or another one with the same content, comes before."""
    first_numbers: dict[Any, int] = {}
    for number, photo in enumerate(photos, start=1):
        if image := photo["image"]:
            first = first_numbers.setdefault(image.file_hash or image.pk, number)
            if first != number:
                yield _("no. %(number)s (%(title)s) is the same as no. %(first)s") % {
                    "number": number,
                    "title": image.title,
                    "first": first,
                }
