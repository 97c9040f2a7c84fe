from .home_page import HomePage
from .motto import Motto
from .standard_page import StandardPage

__all__ = ["HomePage", "Motto", "StandardPage"]
