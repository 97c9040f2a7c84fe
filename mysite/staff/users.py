"""The list of users, with their groups."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.views.users import IndexView, UserViewSet


class PortalUserListView(IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        *columns, last_login = super().columns
        return [*columns, Column("groups", label=_("Groups"), accessor=get_group_names), last_login]

    def get_base_queryset(self) -> QuerySet[Any]:
        users: QuerySet[Any] = super().get_base_queryset().prefetch_related("groups")
        return users


def get_group_names(user: Any) -> str:
    return ", ".join(sorted(group.name for group in user.groups.all()))


class PortalUserViewSet(UserViewSet):
    index_view_class = PortalUserListView
