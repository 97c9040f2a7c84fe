"""What becomes of translations when their source goes: asked when it is unpublished or deleted. They move with it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from django.db.models import ProtectedError, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.models import Page

from mysite.models import TranslatedSnippet
from mysite.slugs import is_reserved

from .states import sources

#: What the question's form answers with, and what was found when it was asked.
ANSWER, FOUND = "translations", "_translations_of_what_goes"


class Fate(StrEnum):
    DELETE = "delete"
    UNPUBLISH = "unpublish"
    KEEP = "keep"


FATES = {
    Fate.DELETE: gettext_lazy("Delete them too"),
    Fate.UNPUBLISH: gettext_lazy("Unpublish them; they stay as drafts"),
    Fate.KEEP: pgettext_lazy("translations", "Leave them as they are"),
}


def translations_of(instances: Sequence[Any], below: bool = False) -> list[Any]:
    """The translations of sources, pages or snippets of one model, and of the pages ``below`` them; those above first.

    None of what is a translation itself, and none of what is among ``instances``.
    """
    if not instances:
        return []
    is_page = isinstance(instances[0], Page)
    model: Any = Page if is_page else type(instances[0])
    these = Q(pk__in=[instance.pk for instance in instances])
    for page in instances if below else ():
        these |= Q(path__startswith=page.path)
    keys = sources(model).filter(these).values("translation_key")
    found = model.objects.filter(~these, translation_key__in=keys).select_related("locale")
    return list(found.order_by("path").defer_streamfields().specific() if is_page else found)


def _may(request: HttpRequest, there: Any, fate: str) -> bool:
    if isinstance(there, Page):
        permissions = there.permissions_for_user(request.user)
        return permissions.can_delete() if fate == Fate.DELETE else permissions.can_unpublish()
    is_allowed = request.user.has_perm(f"{there._meta.app_label}.delete_{there._meta.model_name}")
    return fate == Fate.DELETE and is_allowed


def ask(request: HttpRequest, action: Fate, instances: Sequence[Any]) -> HttpResponse | None:
    """The question, the first time that the button is pressed; the answer comes with all that the button sent."""
    if request.method != "POST":
        return None
    below = action == Fate.DELETE and isinstance(next(iter(instances), None), Page)
    found = translations_of(instances, below or bool(request.POST.get("include_descendants")))
    if action == Fate.UNPUBLISH:
        found = [there for there in found if there.live and not there.alias_of_id]
    setattr(request, FOUND, found)
    offered = [Fate.DELETE, Fate.UNPUBLISH] if action == Fate.DELETE else [Fate.UNPUBLISH]
    fates = [fate for fate in offered if any(_may(request, there, fate) for there in found)]
    if not fates or request.POST.get(ANSWER) in {*fates, Fate.KEEP}:
        return None
    context = {
        "translations": found,
        "fates": [(fate, FATES[fate]) for fate in (*fates, Fate.KEEP)],
        "answer": ANSWER,
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name != ANSWER],
        "is_deletion": action == Fate.DELETE,
    }
    return TemplateResponse(request, "home/admin/translations_of_what_goes.html", context)


def carry_out(request: HttpRequest) -> None:
    """What was answered, as far as the user may."""
    fate, done, left = request.POST.get(ANSWER), [], []
    found = getattr(request, FOUND, ())
    for there in found:
        if fate not in {Fate.DELETE, Fate.UNPUBLISH} or not type(there).objects.filter(pk=there.pk).exists():
            continue  # to be kept, or gone with the one above it
        try:
            if not _may(request, there, fate) or (fate == Fate.DELETE and _has_others_below(there, found)):
                left.append(there)
                continue
            if fate == Fate.DELETE and isinstance(there, Page):
                DeletePageAction(there, user=request.user).execute()
            elif fate == Fate.DELETE:
                there.delete()
            else:  # all below that is meant is among those found
                UnpublishPageAction(there, user=request.user).execute()
            done.append(there)
        except ProtectedError:  # articles name the author
            left.append(there)
    if done:
        words = _("Deleted too: %(titles)s.") if fate == Fate.DELETE else _("Unpublished too: %(titles)s.")
        messages.success(request, words % {"titles": _titles(done)})
    if left:
        words = _("Still there, because it is in use, other pages are below it or you may not do it: %(titles)s.")
        messages.warning(request, words % {"titles": _titles(left)})


def _has_others_below(there: Any, found: Sequence[Any]) -> bool:
    """Whether a page would take pages along that were not asked about: what was moved below it, or has no original."""
    return isinstance(there, Page) and there.get_descendants().exclude(pk__in=[one.pk for one in found]).exists()


def _titles(instances: Iterable[Any]) -> str:
    return ", ".join(f"“{instance}”" for instance in instances)


def follow(request: HttpRequest, page: Page) -> None:
    """Move the translations of ``page``, which has been moved, below those of the page that it is below now."""
    parent = Page.objects.get(pk=page.pk).get_parent()
    for there in translations_of([page]):
        parents = Page.objects.filter(
            translation_key=parent.translation_key, locale=there.locale, alias_of__isnull=True
        )
        target = parents.first()
        names = {"title": there.title, "parent": parent.title}
        if target is None:
            words = _("The translation “%(title)s” stays where it is: “%(parent)s” has no translation.")
            messages.warning(request, words % names)
        elif not there.is_child_of(target):
            is_free = Page._slug_is_available(there.slug, target, page=there) and not is_reserved(there.slug, target)
            if is_free and there.permissions_for_user(request.user).can_move_to(target):
                MovePageAction(there, target, pos="last-child", user=request.user).execute()
                words = _("The translation “%(title)s” moved too, below “%(parent)s”.")
                messages.success(request, words % (names | {"parent": target.title}))
            else:
                words = _("The translation “%(title)s” could not be moved below “%(parent)s”; please see to it.")
                messages.warning(request, words % (names | {"parent": target.title}))


@hooks.register("before_unpublish_page")
def ask_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    return ask(request, Fate.UNPUBLISH, [page])


@hooks.register("after_unpublish_page")
def unpublish_too(request: HttpRequest, page: Page) -> None:
    carry_out(request)


@hooks.register("before_delete_page")
def ask_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    return ask(request, Fate.DELETE, [page])


@hooks.register("before_delete_snippet")
def ask_before_deleting_snippets(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    return ask(request, Fate.DELETE, [one for one in instances if isinstance(one, TranslatedSnippet)])


@hooks.register("after_delete_page")
@hooks.register("after_delete_snippet")
def delete_too(request: HttpRequest, gone: Any) -> None:
    carry_out(request)


@hooks.register("before_bulk_action")
def ask_before_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    return ask(request, Fate(action_type), pages) if pages and action_type in {Fate.UNPUBLISH, Fate.DELETE} else None


@hooks.register("after_bulk_action")
def do_so_with_many(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    pages = [one for one in objects if isinstance(one, Page)]
    if pages and action_type in {Fate.UNPUBLISH, Fate.DELETE}:
        carry_out(request)
    elif action_type == "move":
        for page in pages:
            follow(request, page)


@hooks.register("after_move_page")
def follow_moved_page(request: HttpRequest, page: Page) -> None:
    follow(request, page)
