"""Permission checks that Wagtail lacks: who may publish, and therefore delete, what visitors see.

``media`` covers images and documents in use on live pages, ``admin_views`` what views of the admin show of objects to
which an editor has no access. ``tests/test_rights.py`` has all rules in one table.
"""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page


def has_model_permission(user: Any, action: str, model: type[Model]) -> bool:
    return bool(user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"))


def may_publish(user: Any, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    return has_model_permission(user, "publish", type(instance))


def may_edit(user: Any, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    return has_model_permission(user, "change", type(instance))


def may_delete_snippet(user: Any, snippet: Any) -> bool:
    """Return whether ``user`` may delete ``snippet``; deleting a live one also needs permission to publish."""
    is_allowed = has_model_permission(user, "delete", type(snippet))
    return is_allowed and (not getattr(snippet, "live", False) or may_publish(user, snippet))


@hooks.register("before_delete_snippet", order=-1)  # before the confirmation about its translations
def check_snippet_deletion(request: HttpRequest, instances: list[Any]) -> None:
    if not all(may_delete_snippet(request.user, instance) for instance in instances):
        raise PermissionDenied
