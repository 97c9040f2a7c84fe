"""The base class of the dashboard's panels."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet


class DashboardPanel(Component):
    """A panel that shows the context variables of ``load``; its template shows nothing without rows."""

    name = ""
    #: The heading of a panel whose template extends ``list_panel.html``.
    heading: Any = ""
    #: Position among the panels, Wagtail's included.
    order = 100
    #: The maximum number of rows.
    limit = 6

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def template_name(self) -> str:
        return f"home/dashboard/{self.name}.html"

    @property
    def section_id(self) -> str:
        return self.name.replace("_", "-")

    def load(self) -> dict[str, Any]:
        """Return the variables that the template shows."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"panel": self, **self.load()}

    def find_pages(self, *actions: str) -> PageQuerySet:
        """Return the pages for which the user has one of the permissions ``actions``, by default to see them at all."""
        required = set(actions) or {"add", "change", "publish"}
        return page_permission_policy.instances_user_has_any_permission_for(self.request.user, required)

    def find_page_ids(self, *actions: str) -> Any:
        """Return the ids of ``find_pages`` as a subquery."""
        return self.find_pages(*actions).order_by().values("pk")


def build_title(page: Mapping[str, Any]) -> str:
    """Return the title of a page in the admin, of its values."""
    return str(page["draft_title"] or page["title"])
