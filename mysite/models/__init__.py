from .documents import PortalDocument
from .images import PortalImage, PortalRendition
from .pages import BasePage, BasePageManager, PageQuerySet, visible
from .text import NormalizedTextMixin
from .users import User

__all__ = [
    "BasePage",
    "BasePageManager",
    "NormalizedTextMixin",
    "PageQuerySet",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "User",
    "visible",
]
