"""Log entries about changes of accounts, groups and permissions; sessions end when an account is deactivated."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Value
from django.db.models.functions import Concat
from django.db.models.signals import m2m_changed, pre_save
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


@contextmanager
def log_object_permissions(group: Group) -> Iterator[None]:
    """Log which permissions on pages and collections ``group`` got or lost meanwhile.

    Wagtail's forms delete these rows and create them in bulk, without signals.
    """
    before = _read_object_permissions(group)
    yield
    after = _read_object_permissions(group)
    for action, changed in ((Action.PERMISSIONS_TAKEN, before - after), (Action.PERMISSIONS_GIVEN, after - before)):
        for place in sorted({place for place, _name in changed}):
            names = sorted(name for where, name in changed if where == place)
            log(instance=group, action=action, data={"names": names, "place": place})


def _read_object_permissions(group: Group) -> set[tuple[str, str]]:
    """Return the place and the name of each permission."""
    if group.pk is None:
        return set()
    name = Concat("permission__content_type__app_label", Value("."), "permission__codename")
    pages = GroupPagePermission.objects.filter(group=group).values_list("page__title", name)
    collections = GroupCollectionPermission.objects.filter(group=group).values_list("collection__name", name)
    return {*pages, *collections}


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
            user.end_sessions()


@receiver(password_changed)
def log_password_change(user: User, **kwargs: Any) -> None:
    log(instance=user, action=Action.PASSWORD_CHANGED)


def _log_names(subject: Any, action: Action, names: Iterable[str]) -> None:
    if names := sorted(names):
        log(instance=subject, action=action, data={"names": names})
