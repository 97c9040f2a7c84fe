"""The list of failed sign-ins in the admin, where administrators unlock accounts."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.permissions import ModelPermissionPolicy

from mysite.models import User

from .handler import CODE_PREFIX, RESTRICTION_PREFIX


def get_subject(attempt: AccessAttempt) -> str:
    """Return what the attempt was for: the user name as typed, or the page or collection."""
    username = attempt.username or ""
    if not username.startswith(RESTRICTION_PREFIX):
        return username
    kind, _space, pk = username.strip().partition(" ")
    if username.startswith(CODE_PREFIX):
        user = User.objects.filter(pk=pk).first()
        return gettext("Two-factor code of “%(name)s”") % {"name": user.get_username() if user else pk}
    if kind == "page":
        lock = PageViewRestriction.objects.filter(pk=pk).select_related("page").first()
        return gettext("Password of the page “%(title)s”") % {"title": lock.page.title if lock else pk}
    restriction = CollectionViewRestriction.objects.filter(pk=pk).select_related("collection").first()
    return gettext("Password of the documents “%(title)s”") % {
        "title": restriction.collection.name if restriction else pk
    }


class SuperuserPermissionPolicy(ModelPermissionPolicy):
    """Superusers may view and unlock; no user may add or change an entry."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user.is_active and user.is_superuser and action in {"view", "delete"}


class UnlockView(DeleteView):
    """Deletes all failures of one account from one IP address, whatever the browser."""

    page_title = _("Unlock")
    template_name = "mysite/admin/unlock.html"
    success_message = _("Unlocked. Passwords are accepted again.")

    def get_page_subtitle(self) -> str:
        return get_subject(self.object)

    @property
    def confirmation_message(self) -> str:
        words = {"name": get_subject(self.object), "address": self.object.ip_address}
        return gettext("Unlock “%(name)s” for sign-in from %(address)s?") % words

    def get_success_message(self) -> str:
        return str(self.success_message)

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", title=get_subject(self.object))
        AccessAttempt.objects.filter(username=self.object.username, ip_address=self.object.ip_address).delete()


def get_unlock_url(attempt: AccessAttempt) -> str:
    return reverse("failed_sign_ins:delete", args=[attempt.pk])


class FailedSignInViewSet(ModelViewSet):
    """Lists failed sign-ins and unlocks them."""

    model = AccessAttempt
    name = url_prefix = "failed_sign_ins"
    menu_label = _("Failed sign-ins")
    icon = "lock"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields: list[str] = []  # nothing is edited
    delete_view_class = UnlockView
    ordering = ["-attempt_time"]
    list_display = [
        TitleColumn("username", label=_("Account"), accessor=get_subject),
        Column("ip_address", label=_("IP address")),
        Column("failures_since_start", label=_("Wrong passwords or codes")),
        DateColumn("attempt_time", label=_("Last attempt")),
        TitleColumn("unlock", label="", accessor=lambda attempt: gettext("Unlock"), get_url=get_unlock_url),
    ]
    search_fields = ["username", "ip_address"]
    search_backend_name = None

    @property
    def permission_policy(self) -> SuperuserPermissionPolicy:
        return SuperuserPermissionPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
        ]

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(**kwargs) | {"usage_url_name": None}

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Return none, so that the permission cannot be given to a group."""
        return Permission.objects.none()
