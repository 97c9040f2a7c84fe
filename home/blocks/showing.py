"""What a block of the home page shows, found for it by ``home.arrangement``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail import blocks
from wagtail.models import Page

from mysite.blocks.data import Link
from mysite.models import PortalImage


@dataclass
class Showing:
    """What a block has to show, and nothing that a visitor may not see."""

    #: Articles, events, photos, boxes or documents.
    items: Sequence[Any] = ()
    title: str = ""
    #: Where the title leads.
    page: Page | None = None
    heading_id: str = "block_0"
    #: Whether its first picture is needed at once.
    is_first: bool = False


@dataclass(frozen=True)
class Box(Link):
    """A link with its picture."""

    picture: PortalImage | None
    #: It leads to another site.
    external: bool


class ArrangedValue(blocks.StructValue):
    """The value of a block; a template shows what is ``shown``, never the pages and pictures that were chosen."""

    @cached_property
    def shown(self) -> Showing:
        """Nothing, until ``home.arrangement`` has found something."""
        return Showing()


class ArrangedBlock(blocks.StructBlock):
    """Base of the blocks of the home page."""

    class Meta:
        value_class = ArrangedValue

    def example(self) -> Showing:
        """What the block picker shows the block with."""
        raise NotImplementedError

    def get_preview_value(self) -> ArrangedValue:
        value = super().get_preview_value()
        value.shown = self.example()
        return value
