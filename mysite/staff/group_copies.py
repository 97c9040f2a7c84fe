"""Copies of groups: a new group with the same rights and no members."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import CreateView, EditView, GroupViewSet

from mysite.audit.accounts import log_object_permissions
from mysite.models import TwoFactorGroup
from mysite.two_factor.groups import require_two_factor

from .forms import ADMINISTRATORS, AdministratorFormView


@transaction.atomic
def copy_group(*, group: Group, name: str) -> Group:
    """Return a new group with the rights of ``group``, also to approve and to see what is restricted to groups."""
    copy = Group.objects.create(name=name)
    copy.permissions.set(group.permissions.all())
    with log_object_permissions(copy):
        for relation in ("page_permissions", "collection_permissions", "site_permissions"):
            rows = getattr(group, relation).all()
            for row in rows:
                row.pk, row.group = None, copy
            rows.model.objects.bulk_create(rows)
    if TwoFactorGroup.objects.filter(group=group).exists():
        require_two_factor(group=copy, is_required=True)
    for task in GroupApprovalTask.objects.filter(groups=group):
        task.groups.add(copy)
    for restrictions in (group.pageviewrestriction_set, group.collectionviewrestriction_set):
        for restriction in restrictions.all():
            restriction.groups.add(copy)
    return copy


class GroupCopyForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ("name",)


class GroupCopyView(AdministratorFormView):
    form_class = GroupCopyForm
    page_title = _("Copy group")
    header_icon = "group"
    submit_button_label = _("Copy")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.group = get_object_or_404(Group, pk=kwargs["pk"])

    @property
    def introduction(self) -> list[str]:
        return [gettext("The new group has the rights of “%(name)s” and no members.") % {"name": self.group.name}]

    def get_initial(self) -> dict[str, Any]:
        return {"name": gettext("%(name)s (copy)") % {"name": self.group.name}}

    def form_valid(self, form: GroupCopyForm) -> HttpResponse:
        copy = copy_group(group=self.group, name=form.cleaned_data["name"])
        log(instance=copy, action="wagtail.create")
        messages.success(self.request, gettext("Group “%(name)s” created.") % {"name": copy.name})
        return redirect("wagtailusers_groups:edit", copy.pk)


class PortalGroupForm(GroupForm):
    """Keeps the permissions that the form does not show, which Wagtail takes and gives again, and the log would say."""

    def clean(self) -> dict[str, Any]:
        cleaned_data: dict[str, Any] = super().clean() or {}
        if self.instance.pk and "permissions" in cleaned_data:
            hidden = self.instance.permissions.exclude(pk__in=self.registered_permissions)
            kept = {
                *hidden.values_list("pk", flat=True),
                *(permission.pk for permission in cleaned_data["permissions"]),
            }
            cleaned_data["permissions"] = Permission.objects.filter(pk__in=kept)
        return cleaned_data


class LoggedPermissionsMixin:
    """Logs what the form changes in permissions on pages and collections."""

    object: Group

    def process_form(self) -> HttpResponse:
        with log_object_permissions(self.object):
            response: HttpResponse = super().process_form()  # type: ignore[misc]
        return response


class PortalGroupCreateView(LoggedPermissionsMixin, CreateView):
    pass


class PortalGroupEditView(LoggedPermissionsMixin, EditView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons: list[HeaderButton] = super().header_buttons
        if not ADMINISTRATORS.user_has_permission(self.request.user, "add"):
            return buttons
        url = reverse("wagtailusers_groups:copy_rights", args=[self.object.pk])
        return [*buttons, HeaderButton(gettext("Copy group"), url=url, icon_name="copy")]


class PortalGroupViewSet(GroupViewSet):
    add_view_class = PortalGroupCreateView
    edit_view_class = PortalGroupEditView

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return PortalGroupForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("copy/<int:pk>/", GroupCopyView.as_view(), name="copy_rights")]
