"""Panels of the event's edit form, which show only the fields that apply; without JavaScript all are shown and work."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    Panel,
)

from mysite.models import BasePage, build_edit_handler
from newsroom.events.recurrence import Repeat

from .attachments import attachments_panel
from .main_image import MainImageMixin

#: Attributes for a panel whose fields control the visibility of others, by Wagtail's ``RulesController``.
_RULES_ATTRS = {"data-controller": "w-rules", "data-action": "change->w-rules#resolve"}
_RECURRING_VALUES = [value for value in Repeat.values if value]


def _show_if(panel: Panel, **values: Any) -> Panel:
    """Show ``panel`` only if each named field has one of the values; an empty list is an unticked checkbox."""
    panel.attrs |= {"data-w-rules-target": "show", "data-w-rules": json.dumps(values)}
    return panel


_time_panel = MultiFieldPanel(
    [
        FieldPanel("all_day"),
        FieldRowPanel([FieldPanel("start_date"), _show_if(FieldPanel("start_time"), all_day=[])]),
        FieldRowPanel([FieldPanel("end_date"), _show_if(FieldPanel("end_time"), all_day=[])]),
    ],
    heading=_("When"),
    attrs=_RULES_ATTRS,
)

_recurrence_panel = MultiFieldPanel(
    [
        FieldPanel("repeat"),  # not beside the next one: its choices are too long to share a row
        _show_if(FieldPanel("repeat_every"), repeat=_RECURRING_VALUES),
        _show_if(FieldPanel("repeat_weekdays"), repeat=[str(Repeat.WEEKLY)]),
        _show_if(FieldRowPanel([FieldPanel("repeat_until"), FieldPanel("repeat_count")]), repeat=_RECURRING_VALUES),
        _show_if(
            InlinePanel("exceptions", heading=_("Exceptions"), label=_("day"), max_num=200),
            repeat=_RECURRING_VALUES,
        ),
    ],
    heading=_("Repeats"),
    attrs=_RULES_ATTRS,
)

_location_panel = MultiFieldPanel(
    [
        FieldPanel("attendance"),
        FieldRowPanel([FieldPanel("place"), _show_if(FieldPanel("address"), attendance=["", "offline", "mixed"])]),
        _show_if(FieldPanel("online_url"), attendance=["online", "mixed"]),
    ],
    heading=_("Where"),
    attrs=_RULES_ATTRS,
)

_event_panels = [
    *BasePage.content_panels,
    _time_panel,
    _location_panel,
    FieldPanel("lead"),
    MainImageMixin.main_image_panel,
    FieldPanel("agenda"),
    FieldPanel("body"),
]

_detail_panels = [
    _recurrence_panel,
    MultiFieldPanel([FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")])], heading=_("Changes")),
    MultiFieldPanel(
        [
            FieldPanel("organiser"),
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            FieldPanel("sign_up_url"),
        ],
        heading=_("Organiser and contact"),
    ),
    attachments_panel,
    MultipleChooserPanel(
        "articles", chooser_field_name="article", label=_("article"), heading=_("Related articles"), max_num=30
    ),
]

EVENT_EDIT_HANDLER = build_edit_handler(
    (_("Event"), _event_panels), (_("Details"), _detail_panels), show_in_menus=False
)
