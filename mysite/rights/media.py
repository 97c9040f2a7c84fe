"""Permission to change or delete images and documents in use on live pages: requires permission to publish those."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import DraftStateMixin, Page, ReferenceIndex

from mysite.models.documents import PortalDocument
from mysite.models.images import PortalImage

from . import has_model_permission
from .page_permissions import get_publishable_pages

IN_USE_MESSAGE = _("This is in use on live pages. Only users with permission to publish those pages may change it.")


def may_change_published(user: Any, file: Any) -> bool:
    """Return whether ``user`` may publish every live object that uses ``file``, an image or document."""
    if user.is_superuser:
        return True
    numbers: dict[int, list[str]] = {}
    uses = ReferenceIndex.get_references_to(file).values_list("base_content_type", "object_id").distinct()
    for content_type, number in uses:
        numbers.setdefault(content_type, []).append(number)
    for content_type, pks in numbers.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is None or not issubclass(model, DraftStateMixin):
            continue
        live = model._default_manager.filter(pk__in=pks, live=True)
        if model is Page:
            live = live.exclude(pk__in=get_publishable_pages(user).order_by().values("pk"))
        elif has_model_permission(user, "publish", model):
            continue
        if live.exists():
            return False
    return True


class PublishedFileFormMixin:
    """Form mixin for images and documents that rejects changes which would be visible on live pages at once."""

    #: Fields that live pages do not show.
    unrestricted_fields: frozenset[str] = frozenset({"tags"})
    changed_data: list[str]
    instance: Any

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        self.editor = user

    def clean(self) -> dict[str, Any]:
        cleaned_data: dict[str, Any] = super().clean()  # type: ignore[misc]
        changed = [name for name in self.changed_data if name not in self.unrestricted_fields]
        if self.instance.pk and changed and self.editor and not may_change_published(self.editor, self.instance):
            for name in changed:
                self.add_error(name, ValidationError(IN_USE_MESSAGE))  # type: ignore[attr-defined]
        return cleaned_data


@hooks.register("before_bulk_action")
def check_collection_change(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Check the move to another collection, because the collection decides who may see a file."""
    if action_type != "add_to_collection":
        return None
    if all(may_change_published(request.user, one) for one in objects if isinstance(one, PortalImage | PortalDocument)):
        return None
    messages.error(request, IN_USE_MESSAGE)
    return redirect(action.next_url)
