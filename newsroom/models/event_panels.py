"""The edit form of an event: three tabs, and only what applies. Without JavaScript everything shows and works too."""

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

from mysite.models import BasePage, tabs_of
from newsroom.recurrence import Repeat

from .main_image import MainImageMixin

#: On the panel around the fields that the rules below speak of: Wagtail's own script for forms that change.
_WATCHED = {"data-controller": "w-rules", "data-action": "change->w-rules#resolve"}
_REPEATS = [value for value in Repeat.values if value]


def _only_if(panel: Panel, **values: Any) -> Panel:
    """Hide ``panel`` unless every field named has one of its values; an empty list is a box left unticked."""
    panel.attrs |= {"data-w-rules-target": "show", "data-w-rules": json.dumps(values)}
    return panel


_when = MultiFieldPanel(
    [
        FieldPanel("all_day"),
        FieldRowPanel([FieldPanel("start_date"), _only_if(FieldPanel("start_time"), all_day=[])]),
        FieldRowPanel([FieldPanel("end_date"), _only_if(FieldPanel("end_time"), all_day=[])]),
    ],
    heading=_("When"),
    attrs=_WATCHED,
)

_repeats = MultiFieldPanel(
    [
        FieldPanel("repeat"),  # not beside the next one: its choices are too long to share a row
        _only_if(FieldPanel("repeat_every"), repeat=_REPEATS),
        _only_if(FieldPanel("repeat_weekdays"), repeat=[str(Repeat.WEEKLY)]),
        _only_if(FieldRowPanel([FieldPanel("repeat_until"), FieldPanel("repeat_count")]), repeat=_REPEATS),
        _only_if(
            InlinePanel("exceptions", heading=_("Not on these days"), label=_("day"), max_num=200), repeat=_REPEATS
        ),
    ],
    heading=_("Repeats"),
    attrs=_WATCHED,
)

_event = [
    *BasePage.content_panels,
    _when,
    MultiFieldPanel([FieldRowPanel([FieldPanel("place"), FieldPanel("address")])], heading=_("Where")),
    FieldPanel("lead"),
    MainImageMixin.main_image_panel,
    FieldPanel("agenda"),
    FieldPanel("body"),
]

_details = [
    _repeats,
    MultiFieldPanel([FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")])], heading=_("Changes")),
    MultiFieldPanel(
        [
            FieldPanel("organiser"),
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            FieldPanel("sign_up_url"),
        ],
        heading=_("Organiser and contact"),
    ),
    MultipleChooserPanel(
        "attachments", chooser_field_name="document", label=_("document"), heading=_("Attached documents")
    ),
    MultipleChooserPanel(
        "articles", chooser_field_name="article", label=_("article"), heading=_("Articles about it"), max_num=30
    ),
]

EVENT_FORM = tabs_of((_("Event"), _event), (_("Details"), _details), in_menus=False)
