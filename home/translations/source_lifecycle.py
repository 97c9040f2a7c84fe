"""Unpublish, delete and move translations together with their source.

Before a source is unpublished or deleted, a confirmation page offers what to do with its translations. When it is
moved, they are moved too.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from django.db.models import ProtectedError, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.models import Page

from mysite.bin.actions import put
from mysite.models import TranslatedSnippet
from mysite.pages.slugs import is_reserved, is_slug_free
from mysite.rights import may_delete_snippet

from .states import find_sources

#: The confirmation form's field, and the request attribute with the translations that were found.
ACTION_FIELD, AFFECTED_ATTRIBUTE = "translations", "_translations_of_what_goes"


class TranslationAction(StrEnum):
    DELETE = "delete"
    UNPUBLISH = "unpublish"
    KEEP = "keep"


ACTION_LABELS = {
    TranslationAction.DELETE: gettext_lazy("Delete the translations too"),
    TranslationAction.UNPUBLISH: gettext_lazy("Unpublish the translations and keep them as drafts"),
    TranslationAction.KEEP: pgettext_lazy("translations", "Leave the translations unchanged"),
}


def find_translations(instances: Sequence[Any], include_descendants: bool = False) -> list[Any]:
    """Return the translations of pages, or of snippets of one model, and of the pages below them; parents first.

    The instances themselves are excluded; those that are translations and not sources are ignored.
    """
    if not instances:
        return []
    is_page = isinstance(instances[0], Page)
    model: Any = Page if is_page else type(instances[0])
    these = Q(pk__in=[instance.pk for instance in instances])
    for page in instances if include_descendants else ():
        these |= Q(path__startswith=page.path)
    keys = find_sources(model).filter(these).values("translation_key")
    translations = model.objects.filter(~these, translation_key__in=keys).select_related("locale")
    return list(translations.order_by("path").defer_streamfields().specific() if is_page else translations)


def _has_permission(request: HttpRequest, translation: Any, action: str) -> bool:
    if isinstance(translation, Page):
        permissions = translation.permissions_for_user(request.user)
        return permissions.can_delete() if action == TranslationAction.DELETE else permissions.can_unpublish()
    return action == TranslationAction.DELETE and may_delete_snippet(request.user, translation)


def confirm_action(request: HttpRequest, action: TranslationAction, instances: Sequence[Any]) -> HttpResponse | None:
    """Return the confirmation page on the first POST; its form repeats the posted data with the chosen action.

    None if no choice is needed, or the action has been chosen.
    """
    if request.method != "POST":
        return None
    include_descendants = action == TranslationAction.DELETE and isinstance(next(iter(instances), None), Page)
    translations = find_translations(instances, include_descendants or bool(request.POST.get("include_descendants")))
    if action == TranslationAction.UNPUBLISH:
        translations = [one for one in translations if one.live and not one.alias_of_id]
    setattr(request, AFFECTED_ATTRIBUTE, translations)
    offered = (
        [TranslationAction.DELETE, TranslationAction.UNPUBLISH]
        if action == TranslationAction.DELETE
        else [TranslationAction.UNPUBLISH]
    )
    choices = [
        choice
        for choice in offered
        if any(_has_permission(request, translation, choice) for translation in translations)
    ]
    if not choices or request.POST.get(ACTION_FIELD) in {*choices, TranslationAction.KEEP}:
        return None
    context = {
        "translations": translations,
        "actions": [(choice, ACTION_LABELS[choice]) for choice in (*choices, TranslationAction.KEEP)],
        "action_field": ACTION_FIELD,
        "posted_fields": [
            (name, value) for name, values in request.POST.lists() for value in values if name != ACTION_FIELD
        ],
        "is_deletion": action == TranslationAction.DELETE,
    }
    return TemplateResponse(request, "home/admin/translations_of_what_goes.html", context)


def apply_action(request: HttpRequest) -> None:
    """Apply the chosen action to the translations, as far as the user has permission."""
    action, changed, unchanged = request.POST.get(ACTION_FIELD), [], []
    translations = getattr(request, AFFECTED_ATTRIBUTE, ())
    for translation in translations:
        if (
            action not in {TranslationAction.DELETE, TranslationAction.UNPUBLISH}
            or not type(translation).objects.filter(pk=translation.pk).exists()
        ):
            continue  # to be kept, or already deleted with its parent
        try:
            if not _has_permission(request, translation, action) or (
                action == TranslationAction.DELETE and _has_unlisted_descendants(translation, translations)
            ):
                unchanged.append(translation)
                continue
            if action == TranslationAction.DELETE and isinstance(translation, Page):
                put(translation, request.user)
            elif action == TranslationAction.DELETE:
                translation.delete()
            else:  # without descendants: those concerned are in ``translations``
                UnpublishPageAction(translation, user=request.user).execute()
            changed.append(translation)
        except ProtectedError:  # such as an author with bylines
            unchanged.append(translation)
    if changed:
        message = (
            _("Also deleted: %(titles)s.") if action == TranslationAction.DELETE else _("Also unpublished: %(titles)s.")
        )
        messages.success(request, message % {"titles": _join_titles(changed)})
    if unchanged:
        message = _("Not changed, because they are in use, have other child pages or you lack permission: %(titles)s.")
        messages.warning(request, message % {"titles": _join_titles(unchanged)})


def _has_unlisted_descendants(translation: Any, listed: Sequence[Any]) -> bool:
    """Return whether deleting a page would delete others than those listed, moved below it or without a source."""
    return (
        isinstance(translation, Page)
        and translation.get_descendants().exclude(pk__in=[instance.pk for instance in listed]).exists()
    )


def _join_titles(instances: Iterable[Any]) -> str:
    return ", ".join(f"“{instance}”" for instance in instances)


def move_translations(request: HttpRequest, page: Page) -> None:
    """Move the translations of a page that was moved below the translations of its new parent."""
    parent = Page.objects.get(pk=page.pk).get_parent()
    for translation in find_translations([page]):
        parents = Page.objects.filter(
            translation_key=parent.translation_key, locale=translation.locale, alias_of__isnull=True
        )
        target = parents.first()
        names = {"title": translation.title, "parent": parent.title}
        if target is None:
            message = _("The translation “%(title)s” was not moved, because “%(parent)s” has no translation.")
            messages.warning(request, message % names)
        elif not translation.is_child_of(target):
            is_free = is_slug_free(translation.slug, target, translation) and not is_reserved(translation.slug, target)
            if is_free and translation.permissions_for_user(request.user).can_move_to(target):
                MovePageAction(translation, target, pos="last-child", user=request.user).execute()
                message = _("The translation “%(title)s” was also moved below “%(parent)s”.")
                messages.success(request, message % (names | {"parent": target.title}))
            else:
                message = _(
                    "The translation “%(title)s” could not be moved below “%(parent)s”. Please move it yourself."
                )
                messages.warning(request, message % (names | {"parent": target.title}))


@hooks.register("before_unpublish_page")
def confirm_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return confirm_action(request, TranslationAction.UNPUBLISH, [page])


@hooks.register("after_unpublish_page")
def unpublish_translations(request: HttpRequest, page: Page) -> None:
    apply_action(request)


@hooks.register("before_delete_page")
def confirm_deleting_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return confirm_action(request, TranslationAction.DELETE, [page])


@hooks.register("before_delete_snippet")
def confirm_deleting_snippets(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    return confirm_action(
        request,
        TranslationAction.DELETE,
        [instance for instance in instances if isinstance(instance, TranslatedSnippet)],
    )


@hooks.register("after_delete_page")
@hooks.register("after_delete_snippet")
def delete_translations(request: HttpRequest, deleted: Any) -> None:
    apply_action(request)


@hooks.register("before_bulk_action")
def confirm_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    pages = [instance for instance in objects if isinstance(instance, Page)]
    return (
        confirm_action(request, TranslationAction(action_type), pages)
        if pages and action_type in {TranslationAction.UNPUBLISH, TranslationAction.DELETE}
        else None
    )


@hooks.register("after_bulk_action")
def apply_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    pages = [instance for instance in objects if isinstance(instance, Page)]
    if pages and action_type in {TranslationAction.UNPUBLISH, TranslationAction.DELETE}:
        apply_action(request)
    elif action_type == "move":
        for page in pages:
            move_translations(request, page)


@hooks.register("after_move_page")
def move_page_translations(request: HttpRequest, page: Page) -> None:
    move_translations(request, page)
