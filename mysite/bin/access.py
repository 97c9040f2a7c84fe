"""Whose bin it is: what users find in it, and where they may restore it."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Collection, Page
from wagtail.permissions import page_permission_policy

from mysite.models import BinItem
from mysite.rights.policies import get_document_policy, get_image_policy

from . import is_in_bin


def find_items(user: Any) -> QuerySet[BinItem]:
    """Return what ``user`` has deleted, and what was where they may publish or change files.

    Administrators find everything.
    """
    items = BinItem.objects.select_related("page__content_type", "image", "document", "parent", "collection")
    items = items.select_related("deleted_by__wagtail_userprofile").order_by("-deleted_at", "-pk")
    if user.is_superuser:
        return items
    sections = page_permission_policy.instances_user_has_permission_for(user, "publish").order_by().values("pk")
    condition = Q(deleted_by=user) | Q(page__isnull=False, parent__in=sections)
    for kind, policy in (("image", get_image_policy()), ("document", get_document_policy())):
        collections = policy.collections_user_has_permission_for(user, "change").order_by().values("pk")
        condition |= Q(**{f"{kind}__isnull": False}, collection__in=collections)
    return items.filter(condition)


def find_collections(item: BinItem, user: Any) -> QuerySet[Collection]:
    """Return the collections in which ``user`` may restore an image or document."""
    policy = get_image_policy() if item.image else get_document_policy()
    collections: QuerySet[Collection] = policy.collections_user_has_permission_for(user, "add").order_by("path")
    return collections


def may_restore_below(item: BinItem, parent: Page, user: Any) -> bool:
    """Return whether ``user`` may restore a page below ``parent``; what is live also needs permission to publish."""
    permissions = parent.permissions_for_user(user)
    page = item.page.specific
    if is_in_bin(parent) or not permissions.can_add_subpage() or not page.can_move_to(parent.specific):
        return False
    is_live = page.get_descendants(inclusive=True).live().exists()
    return not is_live or bool(permissions.can_publish_subpage())
