"""Wagtail's permission policies for images and documents, in its current and its next release."""

from importlib import import_module
from typing import Any

from wagtail import permissions
from wagtail.documents import get_document_model
from wagtail.images import get_image_model


def get_image_policy() -> Any:
    return _get_registered_policy(get_image_model()) or _import_policy("images")


def get_document_policy() -> Any:
    return _get_registered_policy(get_document_model()) or _import_policy("documents")


def register_policy(model: Any, policy: Any) -> None:
    """Register the policy of a viewset's model, as Wagtail 8.1 expects."""
    if register := getattr(permissions, "register_permission_policy", None):
        register(model, policy, exact_class=True)


def _get_registered_policy(model: Any) -> Any:
    """Return the policy of ``model`` in Wagtail's registry, or None before Wagtail 8.1, which has none."""
    registry = getattr(permissions, "policy_registry", None)
    return registry and registry.get_by_type(model)


def _import_policy(app: str) -> Any:
    return import_module(f"wagtail.{app}.permissions").permission_policy
