"""Roles in sections: who has which role where, given in one form."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.log_actions import log
from wagtail.models import Page

from mysite.models import SectionRole, User
from mysite.rights.section_roles import give_role, take_role

from .forms import ADMINISTRATORS, AdministratorFormView, AdministratorMenuItem

Membership = User.groups.through


class UserChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return get_label(user)


def get_label(user: User) -> str:
    name = user.get_full_name()
    return f"{name} ({user.username})" if name else user.username


class SectionRoleForm(forms.Form):
    """Person, section, role."""

    user = UserChoiceField(queryset=User.objects.none(), label=_("Person"))
    section = forms.ModelChoiceField(
        queryset=Page.objects.filter(depth__gt=1),
        widget=AdminPageChooser(),
        label=pgettext_lazy("news", "Section"),
        help_text=_("The role holds for this page and all pages below it. English pages are a section of their own."),
    )
    role = forms.ModelChoiceField(
        queryset=Group.objects.none(),
        label=_("Role"),
        help_text=_("The person gets the role's permissions on pages here, and nothing that changes other sections."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True, is_superuser=False).order_by("last_name")
        roles = Group.objects.filter(section_role=None).exclude(page_permissions=None)
        self.fields["role"].queryset = roles.order_by("name").distinct()

    def clean(self) -> dict[str, Any]:
        cleaned_data: dict[str, Any] = super().clean() or {}
        user, role = cleaned_data.get("user"), cleaned_data.get("role")
        if user and role and user.groups.filter(pk=role.pk).exists():
            self.add_error("role", _("This person is a member of the group and has the role in all sections already."))
        return cleaned_data


class SectionRoleAddView(AdministratorFormView):
    form_class = SectionRoleForm
    page_title = _("Give a role in a section")
    header_icon = "group"
    submit_button_label = _("Give the role")

    def form_valid(self, form: SectionRoleForm) -> HttpResponse:
        user, section, role = (form.cleaned_data[name] for name in ("user", "section", "role"))
        give_role(user=user, role=role, section=section)
        log(instance=user, action="wagtail.edit")
        words = {"name": get_label(user), "role": role.name, "section": section.get_admin_display_title()}
        messages.success(self.request, gettext("%(name)s now has the role %(role)s in “%(section)s”.") % words)
        return redirect("section_roles:index")


class SectionRolePaginator(WagtailPaginator):
    """Counts memberships as roles: Django names them in English."""

    model = SectionRole


class SectionRoleListView(IndexView):
    """Lists members of the groups of sections."""

    model = Membership
    paginator_class = SectionRolePaginator
    permission_policy = ADMINISTRATORS
    any_permission_required = ["change"]
    page_title = _("Roles in sections")
    header_icon = "group"
    index_url_name = "section_roles:index"
    index_results_url_name = "section_roles:index_results"
    add_url_name = "section_roles:add"
    add_item_label = _("Give a role in a section")
    default_ordering = "pk"
    paginate_by = 50
    is_searchable = False

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("user", label=_("Person"), accessor=lambda row: get_label(row.user), get_url=get_user_url),
            Column("section", label=pgettext_lazy("news", "Section"), accessor=get_section_path),
            Column("role", label=_("Role"), accessor=lambda row: row.group.section_role.role.name),
            TitleColumn("remove", label="", accessor=lambda row: gettext("Remove"), get_url=get_remove_url),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = Membership.objects.filter(group__section_role__isnull=False)
        rows = rows.select_related("user", "group__section_role__role", "group__section_role__page")
        return rows.order_by("user__last_name", "user__first_name", "group__section_role__page__path", "pk")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


def get_user_url(row: Any) -> str:
    return reverse("wagtailusers_users:edit", args=[row.user_id])


def get_remove_url(row: Any) -> str:
    return reverse("section_roles:delete", args=[row.pk])


def get_section_path(row: Any) -> str:
    return str(row.group.section_role.page.get_admin_display_title())


class SectionRoleDeleteView(AdministratorFormView):
    """Asks before a role is taken from a person."""

    form_class = forms.Form
    page_title = _("Take the role")
    header_icon = "bin"
    submit_button_label = _("Take the role")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Membership.objects.filter(group__section_role__isnull=False)
        self.row = get_object_or_404(rows.select_related("user", "group"), pk=kwargs["pk"])

    @property
    def introduction(self) -> list[str]:
        words = {"name": get_label(self.row.user), "role": self.row.group.name}
        return [gettext("Take the role “%(role)s” from %(name)s?") % words]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        take_role(user=self.row.user, group=self.row.group)
        log(instance=self.row.user, action="wagtail.edit")
        messages.success(self.request, gettext("The role was taken."))
        return redirect("section_roles:index")


class SectionRoleViewSet(ViewSet):
    name = url_prefix = "section_roles"
    icon = "group"
    menu_label = _("Roles in sections")
    menu_name = "section-roles"
    menu_order = 602  # below users and groups
    menu_item_class = AdministratorMenuItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", SectionRoleListView.as_view(), name="index"),
            path("results/", SectionRoleListView.as_view(results_only=True), name="index_results"),
            path("new/", SectionRoleAddView.as_view(), name="add"),
            path("delete/<int:pk>/", SectionRoleDeleteView.as_view(), name="delete"),
        ]
