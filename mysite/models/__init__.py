from .document_text import DocumentText
from .documents import PortalDocument
from .images import PortalImage, PortalRendition
from .pages import BasePage, tabs_of
from .snippets import AddressedSnippet
from .text import NormalizedTextMixin
from .translated import TranslatedSnippet
from .users import User

__all__ = [
    "AddressedSnippet",
    "BasePage",
    "DocumentText",
    "NormalizedTextMixin",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "TranslatedSnippet",
    "User",
    "tabs_of",
]
