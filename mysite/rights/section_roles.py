"""Roles in single sections, as groups with the page permissions of the role in that section only."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import DraftStateMixin, GroupCollectionPermission, GroupPagePermission, Page

from mysite.audit.accounts import log_object_permissions
from mysite.models import SectionRole

#: Permissions that a role in a section has besides those on pages and files, as application and codename.
_GENERAL = {("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation")}
#: Comments are limited to the pages that a user may publish.
_GENERAL |= {("newsroom", "change_comment"), ("newsroom", "delete_comment")}
#: What may be done with snippets that have drafts: all but what changes public ones.
_DRAFT_ACTIONS = ("add", "change", "delete")


@transaction.atomic
def give_role(*, user: Any, role: Group, section: Page) -> Group:
    """Give ``user`` the role in ``section`` and return the group, whose rights are brought up to date with the role."""
    section_role = SectionRole.objects.filter(role=role, page=section).select_related("group").first()
    if section_role is None:
        group = Group.objects.create(name=_find_free_name(f"{role.name}: {section.title}"))
        section_role = SectionRole.objects.create(group=group, role=role, page=section)
    update_rights(section_role)
    user.groups.add(section_role.group)
    return section_role.group


@transaction.atomic
def take_role(*, user: Any, group: Group) -> None:
    """Take the role from ``user``, and delete a group without members."""
    user.groups.remove(group)
    if not group.user_set.exists():
        group.delete()


def update_rights(section_role: SectionRole) -> None:
    """Copy the role's rights: those on pages for the section, those on collections, and on drafts of snippets."""
    group, role = section_role.group, section_role.role
    group.permissions.set(permission for permission in role.permissions.all() if _is_for_sections(permission))
    with log_object_permissions(group):
        actions = set(role.page_permissions.values_list("permission", flat=True))
        group.page_permissions.exclude(page=section_role.page, permission__in=actions).delete()
        for action in actions:
            GroupPagePermission.objects.get_or_create(group=group, page=section_role.page, permission_id=action)
        group.collection_permissions.all().delete()
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
            for collection, permission in role.collection_permissions.values_list("collection", "permission")
        )


def _is_for_sections(permission: Permission) -> bool:
    content_type = permission.content_type
    if (content_type.app_label, permission.codename) in _GENERAL:
        return True
    model = content_type.model_class()
    is_draft_action = permission.codename.startswith(tuple(f"{action}_" for action in _DRAFT_ACTIONS))
    return bool(is_draft_action and model and issubclass(model, DraftStateMixin) and not issubclass(model, Page))


def _find_free_name(name: str) -> str:
    number, name = 1, name[:140]
    free = name
    while Group.objects.filter(name=free).exists():
        number += 1
        free = f"{name} ({number})"
    return free


@receiver(post_delete, sender=SectionRole)
def delete_group(instance: SectionRole, **kwargs: Any) -> None:
    """Delete the group of a section or role that was deleted, because it gives no rights any more."""
    Group.objects.filter(pk=instance.group_id).delete()
