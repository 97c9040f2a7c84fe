"""Models shared by all apps: users, images, documents, and the base classes of pages and snippets."""

from .approval import SectionApprovalTask, SectionRole
from .bin import BinItem
from .content_generation import ContentGeneration
from .document_text import DocumentText
from .documents import PortalDocument
from .housekeeping import HousekeepingRecord
from .images import MissingRendition, PortalImage, PortalRendition
from .missing_urls import MissingURL
from .pages import BasePage, build_edit_handler
from .rate_limits import RateLimitCount
from .redirect_keys import RedirectKey
from .snippets import ProfileSnippet
from .submissions import SubmittedForm
from .text import NormalizedTextMixin
from .translated import TranslatedSnippet, TranslatedSnippetQuerySet, live_or_none
from .two_factor import RecoveryCode, TwoFactorGroup
from .users import User

__all__ = [
    "BasePage",
    "BinItem",
    "ContentGeneration",
    "DocumentText",
    "HousekeepingRecord",
    "MissingRendition",
    "MissingURL",
    "NormalizedTextMixin",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "ProfileSnippet",
    "RateLimitCount",
    "RecoveryCode",
    "RedirectKey",
    "SectionApprovalTask",
    "SectionRole",
    "SubmittedForm",
    "TranslatedSnippet",
    "TranslatedSnippetQuerySet",
    "TwoFactorGroup",
    "User",
    "build_edit_handler",
    "live_or_none",
]
