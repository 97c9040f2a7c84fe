"""Adds our panels to the dashboard. Registered by ``home.wagtail_hooks``."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.home import RecentEditsPanel, WorkflowObjectsToModeratePanel

from . import certificate_warning, mail_warning, returned  # noqa: F401  register their hooks
from .comments import CommentsPanel
from .drafts import DraftsPanel
from .incomplete_articles import IncompleteArticlesPanel
from .messages import MessagesPanel
from .new_pages import NewPagesPanel
from .stale_translations import StaleTranslationsPanel
from .this_week import ThisWeekPanel
from .todays_events import TodaysEventsPanel
from .waiting import WaitingPanel

PANELS = (
    NewPagesPanel,
    WaitingPanel,
    ThisWeekPanel,
    TodaysEventsPanel,
    DraftsPanel,
    CommentsPanel,
    MessagesPanel,
    StaleTranslationsPanel,
    IncompleteArticlesPanel,
)
#: Below what waits for the user: from here editors return to what they were writing.
RECENT_EDITS_ORDER = 30


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    for panel in panels:
        if isinstance(panel, RecentEditsPanel):
            panel.order = RECENT_EDITS_ORDER
    panels.extend(panel(request) for panel in PANELS)
