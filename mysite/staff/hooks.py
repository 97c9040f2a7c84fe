"""Admin hooks of accounts, groups and roles."""

from typing import Any

from django.urls import URLPattern
from wagtail import hooks

from . import hand_over
from .section_roles import SectionRoleViewSet


@hooks.register("register_admin_viewset")
def register_section_roles() -> SectionRoleViewSet:
    return SectionRoleViewSet()


@hooks.register("register_admin_urls")
def register_hand_over_url() -> list[URLPattern]:
    return hand_over.URLS


@hooks.register("register_user_listing_buttons")
def register_hand_over_button(user: Any, request_user: Any) -> list[Any]:
    return hand_over.get_listing_buttons(user, request_user)
