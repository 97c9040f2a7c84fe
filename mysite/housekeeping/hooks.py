"""Admin hooks of housekeeping."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from mysite.staff.forms import AdministratorMenuItem

from .views import EDIT_ACTION, RUN_ACTION, HousekeepingView


@hooks.register("register_admin_urls")
def register_housekeeping_url() -> list[URLPattern]:
    return [path("housekeeping/", HousekeepingView.as_view(), name="housekeeping")]


@hooks.register("register_settings_menu_item")
def register_housekeeping_menu_item() -> MenuItem:
    url = reverse("housekeeping")
    return AdministratorMenuItem(_("Housekeeping"), url, name="housekeeping", icon_name="history", order=1100)


@hooks.register("register_log_actions")
def register_housekeeping_actions(actions: LogActionRegistry) -> None:
    actions.register_action(EDIT_ACTION, _("Change a period"), _("Changed how long data is kept"))
    actions.register_action(RUN_ACTION, _("Clean up"), _("Started housekeeping"))
