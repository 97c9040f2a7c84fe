"""Moves pages, images and documents into the bin and back, and deletes them for good."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, Site, WorkflowState

from mysite.models import PortalDocument, PortalImage
from mysite.models.bin import RETENTION, BinItem
from mysite.pages.slugs import find_free_slug

from . import BIN_COLLECTION, BIN_SLUG, is_in_bin
from .translation_keys import release_keys, restore_keys

DELETE_ACTION, RESTORE_ACTION = "bin.delete", "bin.restore"


def get_bin_page() -> Page:
    """Return the page below which deleted pages are, made at its first use."""
    root = Page.objects.select_for_update().get(depth=1)
    page = root.get_children().filter(slug=BIN_SLUG).first()
    return page or root.add_child(
        instance=Page(title=gettext("Bin"), slug=BIN_SLUG, live=False, locale=Locale.get_default())
    )


def get_bin_collection() -> Collection:
    """Return the private collection of deleted images and documents, made at its first use."""
    root = Collection.objects.select_for_update().get(depth=1)
    collection = Collection.objects.filter(**BIN_COLLECTION).first()
    if collection is None:
        collection = root.add_child(name=gettext("Bin"))
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.GROUPS
        )
    return collection


def can_be_binned(page: Page) -> bool:
    """Return whether a page can go into the bin: not if it is the home page of a site, or such a page is below it."""
    return not is_in_bin(page) and not Site.objects.filter(root_page__path__startswith=page.path).exists()


@transaction.atomic
def put(content: Any, user: Any) -> BinItem:
    """Move a page with those below it, an image or a document into the bin."""
    return _put_page(content, user) if isinstance(content, Page) else _put_file(content, user)


def _put_page(page: Page, user: Any) -> BinItem:
    parent = page.get_parent()
    pages = page.get_descendants(inclusive=True)
    _cancel_workflows(page, user)
    keys = release_keys(pages)
    title, slug = page.get_admin_display_title(), page.slug
    Page.objects.filter(pk=page.pk).update(slug=page.pk)
    MovePageAction(page, get_bin_page(), pos="last-child", user=user).execute(skip_permission_checks=True)
    log(instance=page, action=DELETE_ACTION, user=user)
    place = {"parent": parent, "slug": slug, "translation_keys": keys}
    return BinItem.objects.create(page_id=page.pk, title=title, deleted_by=user, **place)


def _cancel_workflows(page: Page, user: Any) -> None:
    for state in WorkflowState.objects.active().prefetch_related("content_object"):
        submitted = state.content_object
        if isinstance(submitted, Page) and submitted.path.startswith(page.path):
            state.cancel(user=user)


def _put_file(file: PortalImage | PortalDocument, user: Any) -> BinItem:
    origin = file.collection
    file.collection = get_bin_collection()
    file.save()
    log(instance=file, action=DELETE_ACTION, user=user)
    place = {"image" if isinstance(file, PortalImage) else "document": file}
    return BinItem.objects.create(title=file.title, collection=origin, deleted_by=user, **place)


@transaction.atomic
def restore_page(item: BinItem, parent: Page, user: Any) -> Page:
    """Move a page below ``parent``, with a numbered slug if its own is taken there, and as public as it was."""
    page = item.page
    slug = find_free_slug(item.slug, parent, page, avoid_reserved=True)
    Page.objects.filter(pk=page.pk).update(slug=slug)
    if slug != item.slug and (revision := page.latest_revision):
        revision.content["slug"] = slug
        revision.save(update_fields=["content"])
    MovePageAction(page, parent, pos="last-child", user=user).execute(skip_permission_checks=True)
    restore_keys(item.translation_keys)
    item.delete()
    log(instance=page, action=RESTORE_ACTION, user=user)
    restored: Page = Page.objects.get(pk=page.pk)
    return restored


@transaction.atomic
def restore_file(item: BinItem, collection: Collection, user: Any) -> PortalImage | PortalDocument:
    file: PortalImage | PortalDocument = item.content
    file.collection = collection
    file.save()
    item.delete()
    log(instance=file, action=RESTORE_ACTION, user=user)
    return file


def delete_for_good(item: BinItem, user: Any = None) -> bool:
    """Delete what is in the bin; return False if something else needs it."""
    try:
        with transaction.atomic():
            if item.page:
                DeletePageAction(item.page.specific, user=user).execute(skip_permission_checks=True)
            else:
                item.content.delete()
    except ProtectedError:
        return False
    return True


def delete_expired() -> None:
    """Delete what has been in the bin for 30 days."""
    for item in BinItem.objects.filter(deleted_at__lte=timezone.now() - RETENTION):
        delete_for_good(item)
