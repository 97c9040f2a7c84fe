"""Base class of the home page blocks and the data they show, which ``home.home_layout`` loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.models import Page

from mysite.blocks.data import ResolvedLink
from mysite.models import PortalImage


@dataclass
class BlockData:
    """The data that a block shows. It contains only what visitors may see."""

    #: Articles, events, photos, boxes or documents.
    items: Sequence[Any] = ()
    title: str = ""
    #: The page that the title links to.
    page: Page | None = None
    heading_id: str = "block_0"
    #: Whether its first image is not to be loaded lazily.
    is_first: bool = False


@dataclass(frozen=True)
class LinkBox(ResolvedLink):
    """A link with an image."""

    image: PortalImage | None
    #: Whether the link leads to another site.
    external: bool


class DataBlock(blocks.StructBlock):
    """Base class of the home page blocks.

    Templates use the data in their context only, never the pages and images in the value, which may not be public.
    """

    def get_example_data(self) -> BlockData:
        """Return example data for the preview in the block picker."""
        raise NotImplementedError

    def get_preview_context(self, value: blocks.StructValue, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_preview_context(value, parent_context), "data": self.get_example_data()}
