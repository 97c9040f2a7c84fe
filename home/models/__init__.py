from .approval import ApprovalLink, Approver
from .contact_message import ContactMessage
from .contact_page import ContactFormField, ContactPage
from .home_page import HomePage
from .motto import Motto
from .notice import Notice
from .organisation_page import OrganisationPage
from .source_change import SourceChange
from .standard_page import StandardPage

__all__ = [
    "ApprovalLink",
    "Approver",
    "ContactFormField",
    "ContactMessage",
    "ContactPage",
    "HomePage",
    "Motto",
    "Notice",
    "OrganisationPage",
    "SourceChange",
    "StandardPage",
]
