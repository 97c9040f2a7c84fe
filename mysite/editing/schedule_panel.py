"""The panel for scheduled publishing, with a button that schedules the page at once."""

from typing import Any

from wagtail.admin.panels import PublishingPanel


class SchedulePanel(PublishingPanel):
    """Wagtail's dialog, which only saves the times in a draft, and for those who may publish a button to apply them."""

    class BoundPanel(PublishingPanel.BoundPanel):
        template_name = "mysite/admin/schedule_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance if self.instance.pk else self.form.parent_page
            permissions = page.permissions_for_user(self.request.user)
            context["can_publish"] = (
                permissions.can_publish() if self.instance.pk else permissions.can_publish_subpage()
            )
            return context
