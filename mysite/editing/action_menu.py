"""The editor's action menu: one press publishes, and scheduling is one step."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    SaveDraftMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)


class MainActionItem(ActionMenuItem):
    """“Save draft” and the action that usually follows it, side by side.

    Saving comes first, so that Enter in a field of the form saves a draft and publishes nothing.
    """

    template_name = "mysite/admin/main_action.html"

    def __init__(self, save: ActionMenuItem, main: ActionMenuItem) -> None:
        super().__init__(order=save.order)
        self.save, self.main = save, main

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"save": self.save.render_html(parent_context), "main": self.main.render_html(parent_context)}


class ScheduleMenuItem(ActionMenuItem):
    """Opens the dialog in which a time is entered and the page scheduled."""

    name = "schedule"
    label = pgettext_lazy("action", "Schedule publishing")
    icon_name = "calendar-alt"
    template_name = "mysite/admin/schedule_item.html"


def find_main_action(items: list[ActionMenuItem]) -> ActionMenuItem | None:
    """Return what the user most likely does after writing: approve what waits for them, publish, or submit."""
    approvals = [item for item in items if isinstance(item, WorkflowMenuItem) and item.name == "approve"]
    kinds = (PublishMenuItem, SubmitForModerationMenuItem)
    others = [item for kind in kinds for item in items if isinstance(item, kind)]
    return next((item for item in [*approvals, *others] if not getattr(item, "launch_modal", False)), None)


@hooks.register("construct_page_action_menu", order=1000)  # after hooks that remove actions
def show_main_action(items: list[ActionMenuItem], request: HttpRequest, context: Mapping[str, Any]) -> None:
    """Show the main action beside “save draft” instead of in the menu, and offer scheduling to who may publish."""
    main = find_main_action(items)
    if any(isinstance(item, PublishMenuItem) for item in items):
        items.append(ScheduleMenuItem())
    if main and items and isinstance(items[0], SaveDraftMenuItem):
        items.remove(main)
        items[0] = MainActionItem(items[0], main)
