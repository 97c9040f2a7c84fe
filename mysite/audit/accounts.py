"""Log entries about changes of accounts, groups and permissions; sessions end when an account is deactivated."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from mysite.models import User
from mysite.signals import password_changed

from . import Action

_GIVEN_OR_TAKEN = {"post_add": True, "post_remove": False, "pre_clear": False}


@receiver(m2m_changed, sender=User.groups.through)
def log_groups(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Log for each account which groups it got or lost, from either end of the relation."""
    if action not in _GIVEN_OR_TAKEN:
        return
    changed = Action.GROUPS_GIVEN if _GIVEN_OR_TAKEN[action] else Action.GROUPS_TAKEN
    if reverse:
        users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        for user in users:
            _log_names(user, changed, [instance.name])
    else:
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        _log_names(instance, changed, groups.values_list("name", flat=True))


@receiver(m2m_changed, sender=Group.permissions.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def log_permissions(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    if action not in _GIVEN_OR_TAKEN or reverse:
        return
    changed = Action.PERMISSIONS_GIVEN if _GIVEN_OR_TAKEN[action] else Action.PERMISSIONS_TAKEN
    relation = instance.permissions if isinstance(instance, Group) else instance.user_permissions
    permissions = relation.all() if pk_set is None else Permission.objects.filter(pk__in=pk_set)
    names = permissions.order_by("content_type__app_label", "codename")
    _log_names(
        instance, changed, [f"{app}.{name}" for app, name in names.values_list("content_type__app_label", "codename")]
    )


@receiver([post_save, post_delete], sender=GroupPagePermission)
@receiver([post_save, post_delete], sender=GroupCollectionPermission)
def log_object_permission(instance: Any, created: bool | None = None, **kwargs: Any) -> None:
    """Log a group's permission on a page and those below it, or on a collection."""
    if created is False:
        return
    group = Group.objects.filter(pk=instance.group_id).first()
    if group is None:  # the permission is deleted with its group
        return
    place = instance.page if isinstance(instance, GroupPagePermission) else instance.collection
    changed = Action.PERMISSIONS_GIVEN if created else Action.PERMISSIONS_TAKEN
    permission = f"{instance.permission.content_type.app_label}.{instance.permission.codename}"
    log(instance=group, action=changed, data={"names": [permission], "place": str(place)})


@receiver(pre_save, sender=User)
def note_changed_flags(instance: Any, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Log that an account was activated, deactivated, or made an administrator."""
    if raw or not instance.pk or (update_fields is not None and not {"is_active", "is_superuser"} & update_fields):
        return
    before = User.objects.filter(pk=instance.pk).first()
    if before is None:
        return
    if before.is_active != instance.is_active:
        note_activation([instance], is_active=instance.is_active)
        instance.session_version = User.objects.values_list("session_version", flat=True).get(pk=instance.pk)
    if before.is_superuser != instance.is_superuser:
        log(
            instance=instance,
            action=Action.ADMINISTRATOR_GIVEN if instance.is_superuser else Action.ADMINISTRATOR_TAKEN,
        )


def note_activation(users: Iterable[User], *, is_active: bool) -> None:
    """Log that accounts were activated or deactivated, and end the sessions of the latter, for good."""
    for user in users:
        log(instance=user, action=Action.ACTIVATED if is_active else Action.DEACTIVATED)
        if not is_active:
            User.objects.filter(pk=user.pk).update(session_version=F("session_version") + 1)


@receiver(password_changed)
def log_password_change(user: User, **kwargs: Any) -> None:
    log(instance=user, action=Action.PASSWORD_CHANGED)


def _log_names(subject: Any, action: Action, names: Iterable[str]) -> None:
    if names := sorted(names):
        log(instance=subject, action=action, data={"names": names})
