"""The base of the forms for administrators."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from mysite.models import User


class AdministratorPolicy(ModelPermissionPolicy):
    """Superusers only: whoever gives roles may give themselves any."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser)


ADMINISTRATORS = AdministratorPolicy(User)


class OneButtonFormView(WagtailAdminTemplateMixin, FormView):
    """A form with one button, and paragraphs before it."""

    template_name = "mysite/admin/one_button_form.html"
    submit_button_label: Any = _("Save")
    introduction: Any = ()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        labels = {"submit_button_label": self.submit_button_label, "submit_button_active_label": _("Saving…")}
        return context | labels | {"action_url": self.request.get_full_path(), "media": context["form"].media}


class AdministratorFormView(PermissionCheckedMixin, OneButtonFormView):
    """A form for administrators."""

    permission_policy = ADMINISTRATORS
    permission_required = "change"


class AdministratorMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return ADMINISTRATORS.user_has_permission(request.user, "change")
