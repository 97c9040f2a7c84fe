"""The list of users, with their groups, and the forms of accounts: family name first, e-mail optional."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
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


class AccountFormMixin:
    """Vietnamese order of names. Not everybody in an office has an e-mail address."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["username", "last_name", "first_name", "email"])  # type: ignore[attr-defined]
        if "email" in self.fields:
            self.fields["email"].required = False

    @property
    def account_fields(self) -> Iterator[BoundField]:
        """The fields of the first tab."""
        for name in self.fields:
            if name not in {"is_superuser", "groups"}:
                yield self[name]  # type: ignore[index]


class PortalUserCreationForm(AccountFormMixin, UserCreationForm):
    pass


class PortalUserEditForm(AccountFormMixin, UserEditForm):
    pass


class PortalNameEmailForm(AccountFormMixin, NameEmailForm):
    """The form with which people change their own name."""


class PortalUserViewSet(UserViewSet):
    index_view_class = PortalUserListView
    create_template_name = "mysite/staff/user_create.html"
    edit_template_name = "mysite/staff/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[AccountFormMixin]:
        return PortalUserEditForm if for_update else PortalUserCreationForm
